// SPDX-License-Identifier: MIT
// The host's own struct, its clock, its log, its folder.
#include <date/tz.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host_cases.hpp"

namespace holdfast::conform {

std::vector<HostCase> base_cases() {
  return {
      {"host.struct", "a host says its size, its ABI, a name and a version",
       [](HostBench& bench) {
         const auto& host = bench.host();
         must(HOLDFAST_HAS(&host, holdfast_host, get_extension), "size is less than ABI 1.0's");
         must(host.size < 64 * 1024, "size is no size of a struct");
         must(host.abi_major == HOLDFAST_ABI_MAJOR, "another ABI major than 1");
         must(host.name && *host.name, "no name");
         must(host.version && *host.version, "no version");
       }},
      {"clock.now", "now_ms is Unix time in milliseconds, UTC",
       [](HostBench& bench) {
         const auto& clock = bench.calls().clock();
         const auto now = clock.now_ms(&bench.host());
         constexpr std::int64_t year_2020 = 1'577'836'800'000, year_2100 = 4'102'444'800'000;
         must(now > year_2020 && now < year_2100, "the time is in no year of this century");
       }},
      {"clock.zone", "zone is NULL or the IANA name of a zone",
       [](HostBench& bench) {
         const auto& clock = bench.calls().clock();
         const char* zone = clock.zone(&bench.host());
         if (!zone) return;
         try {
           date::locate_zone(zone);
         } catch (const std::exception&) {
           fail("no zone has the name that the host gives");
         }
       }},
      {"store.directory", "the folder is absolute, exists, belongs to this user alone (0700)",
       [](HostBench& bench) {
         const auto& store = bench.calls().store();
         const char* folder = store.directory(&bench.host());
         if (!folder) skip("has no folder");
         must(folder[0] == '/', "the folder is not an absolute path");
         struct stat found {};
         must(::stat(folder, &found) == 0 && S_ISDIR(found.st_mode), "the folder does not exist");
         must((found.st_mode & 0777) == 0700, "the folder is not for its owner alone");
         must(std::string_view{store.directory(&bench.host())} == folder, "the folder changes");
       }},
      {"log.any-text", "the log takes any text: empty, long, with a NUL, not UTF-8",
       [](HostBench& bench) {
         const auto calls = bench.calls();
         const std::string with_nul("conformance\0text", 16), large(100'000, 'x');
         for (const std::string_view text :
              {std::string_view{}, std::string_view{with_nul}, std::string_view{large},
               std::string_view{"\xff\xfe%s%n"}})
           for (const std::int32_t severity : {3, 7, 99})
             calls.log().log(calls.host(), severity, str(text));
       }},
  };
}

}  // namespace holdfast::conform
