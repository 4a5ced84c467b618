// SPDX-License-Identifier: MIT
// What loading a library may do to the process: nothing. And what its file must be like.
#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iterator>

#include "library_bench.hpp"
#include "loader/library.hpp"
#include "process_state.hpp"
#include "schemas.hpp"

namespace holdfast::conform {
namespace {

// `Member` of the process before and after loading and asking for the entry.
template <auto Member>
void must_stay(LibraryBench& bench, const char* otherwise) {
  const auto before = process_state();
  bench.entry<void>();
  const auto after = process_state();
  must(before.*Member == after.*Member, otherwise);
}

// Standard output and error while a library loads.
std::string printed_while_loading(LibraryBench& bench) {
  auto name = (std::filesystem::temp_directory_path() / "printed-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  must(file >= 0, "no temporary file to be had");
  ::unlink(name.c_str());
  const int out = ::dup(STDOUT_FILENO), err = ::dup(STDERR_FILENO);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  bench.entry<void>();
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  for (const int one : {out, err}) ::close(one);
  std::string text(1024, '\0');
  const auto got = ::pread(file, text.data(), text.size(), 0);
  ::close(file);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Json manifest_json(const LibraryBench& bench) {
  std::filesystem::path path = bench.path;
  path.replace_extension(".manifest.json");
  std::ifstream file(path);
  must(file.good(), "no manifest beside it: " + path.filename().string());
  auto json = Json::parse(std::string(std::istreambuf_iterator<char>(file), {}), nullptr, false);
  must(json.is_object(), "its manifest is no JSON object");
  return json;
}

template <class Entry>
void must_agree(const Json& manifest, const Entry& entry) {
  must(manifest.value("id", "") == entry.id, "manifest and entry have different ids");
  must(manifest.value("version", "") == entry.version, "manifest and entry differ in version");
  must(manifest.value("abi_major", 0U) == entry.abi_major,
       "manifest and entry differ in ABI major");
}

}  // namespace

std::vector<LibraryCase> load_cases() {
  return {
      // Poco's Foundation blocks SIGPIPE when it is loaded; Holdfast puts the mask back after it
      // has
      // loaded an adapter. A host that loads a plugin has no such care to take.
      {"load.signal-mask", "loading leaves the signal mask as it was",
       [](LibraryBench& bench) {
         const auto before = process_state().signal_mask;
         bench.entry<void>();
         if (process_state().signal_mask == before) return;
         if (bench.kind == loader::Kind::plugin) fail("loading changes the signal mask");
         warn("loading changes the signal mask; Holdfast puts it back");
       }},
      {"load.signal-handlers", "loading installs no signal handler",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::signal_handlers>(bench, "loading changes a signal handler");
       }},
      {"load.no-thread", "loading starts no thread",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::threads>(bench, "loading starts a thread");
       }},
      {"load.no-descriptor", "loading opens no file, socket or pipe",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::descriptors>(bench, "loading leaves a descriptor open");
       }},
      {"load.working-directory", "loading leaves the working directory as it was",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::working_directory>(bench, "loading changes the directory");
       }},
      {"load.locale", "loading leaves the locale as it was",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::locale>(bench, "loading changes the locale");
       }},
      {"load.umask", "loading leaves the umask as it was",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::umask>(bench, "loading changes the umask");
       }},
      {"load.environment", "loading leaves the environment as it was",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::environment>(bench, "loading changes the environment");
       }},
      {"load.rounding", "loading leaves the rounding of floating point as it was",
       [](LibraryBench& bench) {
         must_stay<&ProcessState::rounding>(bench, "loading changes how numbers are rounded");
       }},
      {"load.silent", "loading prints nothing",
       [](LibraryBench& bench) {
         const auto text = printed_while_loading(bench);
         must(text.empty(), "loading prints: " + text);
       }},
      {"load.fast", "loading takes less than 100 ms of processor time",
       [](LibraryBench& bench) {
         const auto before = processor_seconds();
         bench.entry<void>();
         const auto took = processor_seconds() - before;
         if (took > 0.1) warn("loading takes " + std::to_string(int(took * 1000)) + " ms");
       }},
      {"load.twice", "loading twice is loading once",
       [](LibraryBench& bench) {
         const void* first = bench.entry<void>();
         const void* second = bench.entry<void>();
         must(first && first == second, "another entry the second time");
       }},
      {"load.one-export", "the library exports its entry and nothing else",
       [](LibraryBench& bench) {
         for (const auto& name : read_library_file(bench.path).exports)
           must(name == bench.symbol(), "exports " + name + "; use a version script");
       }},
      {"load.stays", "the library cannot be unloaded: -z nodelete",
       [](LibraryBench& bench) {
         must(read_library_file(bench.path).stays_loaded, "can be unloaded; link with -z nodelete");
       }},
      {"load.binds-now", "every symbol is found at load, not later: -z now",
       [](LibraryBench& bench) {
         must(read_library_file(bench.path).binds_now, "binds lazily; link with -z now");
       }},
      {"load.no-search-path", "the library carries no search path of its own",
       [](LibraryBench& bench) {
         must(!read_library_file(bench.path).has_search_path, "carries an RPATH or RUNPATH");
       }},
      {"load.hardened", "no executable stack, no text relocation",
       [](LibraryBench& bench) {
         const auto file = read_library_file(bench.path);
         must(!file.has_executable_stack, "asks for an executable stack");
         must(!file.has_text_relocations, "has text relocations");
       }},
      {"load.no-foreign-runtime", "the library brings no second C++ or C library",
       [](LibraryBench& bench) {
         for (const auto& name : read_library_file(bench.path).needed)
           must(!name.starts_with("libc++") && !name.starts_with("libtcmalloc") &&
                    !name.starts_with("libjemalloc"),
                "needs " + name);
       }},
      {"load.manifest", "a manifest lies beside the library and says the same as its entry",
       [](LibraryBench& bench) {
         const auto manifest = manifest_json(bench);
         must_follow_schema(manifest, "manifest");
         must(manifest.value("kind", "") == loader::word_of(bench.kind), "another kind");
         must(manifest.value("file", "") == std::filesystem::path(bench.path).filename().string(),
              "a manifest of another file");
         if (bench.kind == loader::Kind::adapter)
           must_agree(manifest, bench.checked_entry<holdfast_adapter_entry>());
         else
           must_agree(manifest, bench.checked_entry<holdfast_entry>());
       }},
      {"load.by-loader", "the SDK's loader takes it: owner, mode, digest, entry",
       [](LibraryBench& bench) {
         if (bench.kind == loader::Kind::adapter)
           loader::load_adapter(bench.path);
         else
           loader::load_plugin(bench.path);
       }},
  };
}

}  // namespace holdfast::conform
