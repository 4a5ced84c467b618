// SPDX-License-Identifier: MIT
#include "command_line.hpp"

#include <fnmatch.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "adapter_bench.hpp"
#include "loader/checked_file.hpp"
#include "plugin_bench.hpp"
#include "report.hpp"
#include "vendor_host.hpp"

namespace holdfast::conform {
namespace {

struct Wish {
  std::string file, config_file, facts_file, golden_file, probe;
  std::vector<std::string> command, only;
  std::string junit_file, json_file;
  std::uint64_t seed = 1;
  int limit_seconds = 10;
  bool is_list = false, is_in_process = false, is_quiet = false;
};

std::string contents(const std::string& path) {
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Failure(HOLDFAST_E_NOT_FOUND, path + ": cannot be read");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string config_of(const Wish& wish) {
  const auto config = contents(wish.config_file);
  return config.empty() ? "{}" : config;
}

Facts facts_of(const Wish& wish) {
  const auto json = contents(wish.facts_file);
  return json.empty() ? Facts{} : parse_facts(json);
}

// `cases` with a bench made anew in each one's own process.
template <class Bench, class Make>
void add(std::vector<Case>& all, const std::vector<CaseOn<Bench>>& cases, Make make) {
  for (const auto& one : cases)
    all.push_back({one.name, one.promise, [make, run = one.run] {
                     auto bench = make();
                     run(*bench);
                   }});
}

std::vector<Case> adapter_suite(const Wish& wish) {
  const LibraryBench library{std::filesystem::absolute(wish.file).lexically_normal().string(),
                             loader::Kind::adapter};
  std::vector<Case> all;
  add(all, load_cases(), [library] { return std::make_unique<LibraryBench>(library); });
  const auto make = [library, wish, config = config_of(wish), facts = facts_of(wish)] {
    auto bench = std::make_unique<AdapterBench>(library, config);
    bench->facts = facts;
    bench->seed = wish.seed;
    bench->golden = wish.golden_file;
    return bench;
  };
  add(all, adapter_entry_cases(), make);
  add(all, all_host_cases(), make);
  return all;
}

std::vector<Case> plugin_suite(const Wish& wish) {
  const LibraryBench library{std::filesystem::absolute(wish.file).lexically_normal().string(),
                             loader::Kind::plugin};
  std::vector<Case> all;
  add(all, load_cases(), [library] { return std::make_unique<LibraryBench>(library); });
  add(all, all_plugin_cases(), [library, wish, config = config_of(wish), facts = facts_of(wish)] {
    auto bench = std::make_unique<PluginBench>(library, config);
    bench->facts = facts;
    bench->seed = wish.seed;
    return bench;
  });
  return all;
}

std::vector<Case> host_suite(const Wish& wish) {
  VendorHost host{wish.command, wish.probe, contents(wish.facts_file), wish.seed};
  if (host.probe.empty())
    host.probe =
        std::filesystem::read_symlink("/proc/self/exe").parent_path() / HOLDFAST_PROBE_FROM_PROGRAM;
  host.probe = std::filesystem::canonical(host.probe);
  host.patience = std::chrono::seconds{wish.limit_seconds} - std::chrono::milliseconds{500};
  return vendor_host_suite(host);
}

bool is_wanted(const std::string& name, const std::vector<std::string>& only) {
  if (only.empty()) return true;
  for (const auto& pattern : only)
    if (::fnmatch(pattern.c_str(), name.c_str(), 0) == 0 || name.starts_with(pattern + "."))
      return true;
  return false;
}

// A folder for everything the cases make, gone at the end.
class Scratch {
 public:
  Scratch() : path_(make_folder()) { ::setenv("TMPDIR", path_.c_str(), 1); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

 private:
  std::string path_;
};

void put_file(const std::string& path, const std::string& text) {
  if (path.empty()) return;
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.flush();
  if (!file) throw Failure(HOLDFAST_E_UNAVAILABLE, path + ": cannot be written");
}

// Empty for a host, and for a file that the loader would refuse: a case says why.
std::string digest_of(const std::string& file) {
  if (file.empty()) return {};
  try {
    return loader::CheckedFile::open(file).sha256();
  } catch (const Failure&) {
    return {};
  }
}

int run_all(const std::vector<Case>& suite, const Wish& wish) {
  const Scratch scratch;
  Report report{wish.file, {}, wish.seed, {}};
  for (const auto& word : wish.command)
    report.subject += (report.subject.empty() ? "" : " ") + word;
  report.sha256 = digest_of(wish.file);
  const RunOptions options{std::chrono::seconds{wish.limit_seconds}, wish.is_in_process};
  for (const auto& one : suite) {
    if (!is_wanted(one.name, wish.only)) continue;
    report.results.push_back(run(one, options));
    if (!wish.is_quiet || report.results.back().outcome != Outcome::pass)
      std::fputs(line_of(report.results.back()).c_str(), stdout);
    std::fflush(stdout);
  }
  if (report.results.empty()) throw Failure(HOLDFAST_E_NOT_FOUND, "--only: no such case");
  std::fputs(summary(report).c_str(), stdout);
  put_file(wish.junit_file, as_junit(report));
  put_file(wish.json_file, as_json(report));
  return is_green(report) ? 0 : 1;
}

int list_all(const std::vector<Case>& suite, const Wish& wish) {
  for (const auto& one : suite)
    if (is_wanted(one.name, wish.only))
      std::printf("%-32s %s\n", one.name.c_str(), one.promise.c_str());
  return 0;
}

void add_common(CLI::App& command, Wish& wish) {
  command.add_flag("--list", wish.is_list, "Name the cases and what each is a promise of");
  command.add_option("--only", wish.only, "Groups, names or patterns: records, 'web.*'")
      ->type_name("NAME");
  command.add_flag("--in-process", wish.is_in_process, "No process for each case: for a debugger");
  command.add_option("--seed", wish.seed, "Of random input [1]")->type_name("N");
  command.add_option("--limit", wish.limit_seconds, "Seconds for a case [10]")->type_name("N");
  command.add_option("--facts", wish.facts_file, "People of the test practice (JSON)")
      ->type_name("FILE");
  command.add_option("--junit", wish.junit_file, "Write a report for build servers")
      ->type_name("FILE");
  command.add_option("--json", wish.json_file, "Write a report for programs")->type_name("FILE");
  command.add_flag("--quiet", wish.is_quiet, "Show only what does not pass");
}

}  // namespace

int run_command(int argc, char** argv) {
  CLI::App app{
      "Tests any adapter, plugin or host against the Holdfast ABI, each case in a process of its "
      "own",
      "holdfast-conform"};
  app.require_subcommand(1);
  Wish wish;
  auto* adapter = app.add_subcommand("adapter", "Test an adapter's library");
  adapter->add_option("FILE", wish.file, "The library")->required();
  adapter->add_option("--config", wish.config_file, "Its configuration (JSON) [{}]")
      ->type_name("FILE");
  adapter->add_option("--golden", wish.golden_file, "A conversation whose answers it must give")
      ->type_name("FILE");
  auto* plugin = app.add_subcommand("plugin", "Test a plugin's library");
  plugin->add_option("FILE", wish.file, "The library")->required();
  plugin->add_option("--config", wish.config_file, "Its configuration (JSON) [{}]")
      ->type_name("FILE");
  auto* host = app.add_subcommand("host", "Test a host program with a probe as its plugin");
  host->add_option("--probe", wish.probe, "The probe, when it is not in its usual place")
      ->type_name("FILE");
  host->add_option("COMMAND", wish.command,
                   "After --: the host's command line; {plugin}, {config} or {config_file}, and "
                   "{data} are filled in")
      ->required();
  for (auto* command : {adapter, plugin, host}) add_common(*command, wish);
  CLI11_PARSE(app, argc, argv);
  try {
    const auto suite = *adapter  ? adapter_suite(wish)
                       : *plugin ? plugin_suite(wish)
                                 : host_suite(wish);
    return wish.is_list ? list_all(suite, wish) : run_all(suite, wish);
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "holdfast-conform: %s\n", trouble.what());
    return 2;
  }
}

}  // namespace holdfast::conform
