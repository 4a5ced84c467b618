// SPDX-License-Identifier: MIT
// The plugin as a host meets it: each measurement in a fresh process of the bare host in C, which
// links nothing that the plugin brings.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "bench.hpp"
#include "folder.hpp"

namespace holdfast::bench {
namespace {

struct Figures {
  double scan_ms = 0, activate_ms = 0, activated_mib = 0, pages_mib = 0;
  int libpq = 0, catalogue = 0, icu = 0, status = 0;
};

std::filesystem::path build_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
}

Figures of_fresh_process(const std::string& command) {
  std::FILE* const out = ::popen(command.c_str(), "r");
  if (!out) throw std::runtime_error("popen");
  Figures got;
  const int fields = std::fscanf(out, "%lf %lf %lf %d %d %d %lf %d", &got.scan_ms, &got.activate_ms,
                                 &got.activated_mib, &got.libpq, &got.catalogue, &got.icu,
                                 &got.pages_mib, &got.status);
  if (::pclose(out) != 0 || fields != 8) throw std::runtime_error("the bare host failed");
  return got;
}

double median(const std::vector<Figures>& all, double Figures::*member) {
  std::vector<double> values;
  for (const auto& figures : all) values.push_back(figures.*member);
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void run(Report& report) {
  const auto plugin = build_folder() / "lib" / "holdfast.so";
  if (!std::filesystem::exists(plugin))
    return report.note(plugin.string() + " is not built; nothing measured");
  Folder folder;
  const std::string command = "'" + (build_folder() / "bin" / "holdfast-bare-host").string() +
                              "' '" + plugin.string() + "' '" + folder.path() + "' en ar-XB";
  of_fresh_process(command);  // makes the store, warms the page cache
  std::vector<Figures> all;
  int libpq = 0, catalogue = 0, icu = 0;
  for (int i = 0; i < 21; ++i) {
    all.push_back(of_fresh_process(command));
    libpq |= all.back().libpq;
    catalogue |= all.back().catalogue;
    icu |= all.back().icu;
    if (all.back().status != 200) report.note("a page answered " + std::to_string(all[0].status));
  }
  report.figure("entry scan: dlopen, dlsym, entry", median(all, &Figures::scan_ms), "ms",
                at_most(1));
  report.figure("activate, warm", median(all, &Figures::activate_ms), "ms", at_most(20));
  report.figure("resident memory added after activate", median(all, &Figures::activated_mib), "MiB",
                at_most(16));
  report.figure("after a page in each language", median(all, &Figures::pages_mib), "MiB",
                at_most(24));
  report.figure("libpq mapped after activate", libpq, "", at_most(0));
  report.figure("a catalogue file mapped after activate", catalogue, "", at_most(0));
  report.figure("ICU mapped after activate", icu, "");
}

}  // namespace

extern const Section plugin_section;
const Section plugin_section{"plugin", "holdfast.so in a bare host in C, a fresh process each",
                             run};

}  // namespace holdfast::bench
