// SPDX-License-Identifier: MIT
// The plugin as a host meets it: each measurement in a fresh process that is a bare host.
#include <dlfcn.h>
#include <holdfast/holdfast.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <vector>

#include "bench.hpp"
#include "folder.hpp"

namespace holdfast::bench {
namespace {

using Steady = std::chrono::steady_clock;

double milliseconds_since(Steady::time_point begin) {
  return std::chrono::duration<double, std::milli>(Steady::now() - begin).count();
}

double resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  double pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / (1024 * 1024);
}

bool is_mapped(const char* part) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);)
    if (line.find(part) != std::string::npos) return true;
  return false;
}

// ---- the bare host ----

holdfast_str text(std::string_view s) { return {s.data(), s.size()}; }
void say(const holdfast_host*, int32_t severity, holdfast_str line) {
  if (severity <= HOLDFAST_LOG_ERROR)
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.len), line.ptr);
}
int64_t now_ms(const holdfast_host*) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}
const char* zone(const holdfast_host*) { return "Europe/Berlin"; }
const char* directory(const holdfast_host* host) { return static_cast<const char*>(host->data); }
constexpr holdfast_host_log log_table{sizeof(holdfast_host_log), 0, say};
constexpr holdfast_host_clock clock_table{sizeof(holdfast_host_clock), 0, now_ms, zone};
constexpr holdfast_host_store store_table{sizeof(holdfast_host_store), 0, directory};
const void* extension(const holdfast_host*, const char* id) {
  if (std::strcmp(id, HOLDFAST_HOST_LOG) == 0) return &log_table;
  if (std::strcmp(id, HOLDFAST_HOST_CLOCK) == 0) return &clock_table;
  if (std::strcmp(id, HOLDFAST_HOST_STORE) == 0) return &store_table;
  return nullptr;
}

struct Figures {
  double scan_ms = 0, activate_ms = 0, activated_mb = 0, pages_mb = 0;
  int bad_status = 0;
  bool postgres_loaded = false, catalogue_loaded = false;
};

std::string library() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib" /
          "holdfast.so")
      .string();
}

holdfast_status take_start(void* ctx, int32_t status, const holdfast_header*, uint32_t) {
  if (status >= 500) *static_cast<int*>(ctx) = status;
  return HOLDFAST_OK;
}
holdfast_status take_body(void*, const void*, size_t) { return HOLDFAST_OK; }

void get(const holdfast_plugin* plugin, const char* language, Figures& figures) {
  const auto* web =
      static_cast<const holdfast_plugin_web*>(plugin->get_extension(plugin, HOLDFAST_PLUGIN_WEB));
  const std::string query = std::string("lang=") + language;
  holdfast_web_request request{};
  request.size = sizeof request;
  request.method = text("GET");
  request.path_info = text("/about");
  request.query_string = text(query);
  const holdfast_web_response response{sizeof response, 0, &figures.bad_status, take_start,
                                       take_body};
  holdfast_error err{};
  err.size = sizeof err;
  if (web->handle(plugin, &request, &response, &err) != HOLDFAST_OK)
    throw std::runtime_error(err.message);
}

Figures use_plugin(const std::string& path, const std::string& folder) {
  Figures figures;
  const double bare = resident_megabytes();
  auto begin = Steady::now();
  void* loaded = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!loaded) throw std::runtime_error(::dlerror());
  const auto entry_of = reinterpret_cast<const holdfast_entry* (*)(uint32_t)>(
      ::dlsym(loaded, "holdfast_plugin_entry"));
  const auto* entry = entry_of(HOLDFAST_ABI_MAJOR);
  figures.scan_ms = milliseconds_since(begin);
  holdfast_error err{};
  err.size = sizeof err;
  std::string data = folder;
  const holdfast_host host{sizeof host, HOLDFAST_ABI_MAJOR, HOLDFAST_ABI_MINOR,
                           0,           data.data(),        "bare host",
                           "1",         extension};
  if (entry->init(path.c_str(), &err) != HOLDFAST_OK) throw std::runtime_error(err.message);
  const auto* plugin = entry->create(&host, text("{}"), &err);
  if (!plugin) throw std::runtime_error(err.message);
  begin = Steady::now();
  if (plugin->activate(plugin, &err) != HOLDFAST_OK) throw std::runtime_error(err.message);
  figures.activate_ms = milliseconds_since(begin);
  figures.activated_mb = resident_megabytes() - bare;
  figures.postgres_loaded = is_mapped("libpq");
  figures.catalogue_loaded = is_mapped(".mo") || is_mapped("libicu");
  for (const char* language : {"en", "ar-XB"}) get(plugin, language, figures);
  figures.pages_mb = resident_megabytes() - bare;
  plugin->deactivate(plugin);
  plugin->destroy(plugin);
  return figures;
}

Figures in_fresh_process(const std::string& path, const std::string& folder) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      const auto figures = use_plugin(path, folder);
      const bool sent = ::write(ends[1], &figures, sizeof figures) == sizeof figures;
      ::_exit(sent ? 0 : 1);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "  %s\n", error.what());
      ::_exit(1);
    }
  }
  ::close(ends[1]);
  Figures figures;
  const bool got = ::read(ends[0], &figures, sizeof figures) == sizeof figures;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!got || status != 0) throw std::runtime_error("the bare host failed");
  return figures;
}

void run(Report& report) {
  const auto path = library();
  if (!std::filesystem::exists(path)) return report.note(path + " is not built; nothing measured");
  Folder folder;
  in_fresh_process(path, folder.path());  // makes the store, warms the page cache
  constexpr int processes = 21;
  std::vector<double> scan, activate, after_activate, after_pages;
  bool postgres = false, catalogue = false;
  for (int i = 0; i < processes; ++i) {
    const auto figures = in_fresh_process(path, folder.path());
    scan.push_back(figures.scan_ms);
    activate.push_back(figures.activate_ms);
    after_activate.push_back(figures.activated_mb);
    after_pages.push_back(figures.pages_mb);
    postgres = postgres || figures.postgres_loaded;
    catalogue = catalogue || figures.catalogue_loaded;
    if (figures.bad_status) report.note("a page answered " + std::to_string(figures.bad_status));
  }
  const auto median = [](std::vector<double>& values) {
    std::nth_element(values.begin(), values.begin() + processes / 2, values.end());
    return values[processes / 2];
  };
  report.figure("entry scan: dlopen, dlsym, entry", median(scan), "ms", at_most(1));
  report.figure("activate, warm", median(activate), "ms", at_most(20));
  report.figure("resident memory added after activate", median(after_activate), "MiB", at_most(16));
  report.figure("after a page in each language", median(after_pages), "MiB", at_most(24));
  report.figure("libpq mapped after activate", postgres, "", at_most(0));
  report.figure("a catalogue file or ICU mapped after activate", catalogue, "", at_most(0));
}

}  // namespace

extern const Section plugin_section;
const Section plugin_section{"plugin", "holdfast.so in a bare host, a fresh process each", run};

}  // namespace holdfast::bench
