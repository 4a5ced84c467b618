// SPDX-License-Identifier: MIT
// doctor: the libraries, and what the plugin's own tool `doctor` says from inside.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <holdfast/cpp/guard.hpp>
#include <sstream>

#include "adapter_choice.hpp"
#include "adapter_settings.hpp"
#include "base_host.hpp"
#include "doctor.hpp"
#include "exit.hpp"
#include "loader/library.hpp"
#include "mounted_plugin.hpp"
#include "tool_channels.hpp"

namespace holdfast::host {
namespace {

constexpr const char* reinstall = "install the package of this program's version again";

template <class Load>
void look_at_library(Diagnosis& diagnosis, const char* part, Load load) {
  try {
    const auto library = load();
    const std::string text = std::string(library.entry->name) + " " + library.entry->version +
                             " in " + library.path.string();
    if (!library.distrust.empty())
      diagnosis.warn(part, library.distrust,
                     "see plugin.signatures and the folder of trusted keys");
    else if (std::string_view(library.entry->version) != HOLDFAST_VERSION &&
             std::string_view(part) != "adapter")
      diagnosis.fail(part, text + "; this program is " + HOLDFAST_VERSION, reinstall);
    else
      diagnosis.ok(part, text);
  } catch (const Failure& refusal) {
    diagnosis.fail(part, refusal.what(), reinstall);
  }
}

Health health_of(const std::string& word) {
  if (word == "ok") return Health::ok;
  return word == "warn" ? Health::warn : Health::fail;
}

// Root may enter what is another user's, and would leave files there that the service cannot open.
bool is_ours(const std::filesystem::path& folder) {
  struct stat found {};
  return ::stat(folder.c_str(), &found) == 0 && found.st_uid == ::geteuid() &&
         ::access(folder.c_str(), R_OK | W_OK | X_OK) == 0;
}

// Only the plugin knows where its store is: an empty word for it means the data folder.
bool has_store(const Settings& settings) {
  if (!settings.plugin.value("store", std::string()).empty()) return true;
  std::error_code error;
  return std::filesystem::exists(settings.data / "holdfast.db", error);
}

void run_inside(const Settings& settings, const char* open, Diagnosis& diagnosis) {
  Log log(settings.log_is_json ? Log::Form::json : Log::Form::text);
  const BaseHost host(log, settings.data.string(), settings.zone);
  MountedPlugin plugin(settings.plugin_file, host.abi(), plugin_config(settings, open));
  plugin.activate();
  ToolChannels channels;
  channels.keep("out");
  plugin.run("doctor", "{}", channels.io());
  std::istringstream lines(channels.text("out"));
  for (std::string line; std::getline(lines, line);) {
    const auto one = nlohmann::json::parse(line);
    diagnosis.add({one.at("part"), health_of(one.at("level")), one.at("text"),
                   one.value("advice", std::string())});
  }
}

// What the plugin, opened that far, refuses; empty: nothing.
std::string refusal_of(const Settings& settings, const char* open, Diagnosis& diagnosis) {
  try {
    run_inside(settings, open, diagnosis);
    return {};
  } catch (const Exit& refusal) {
    return with_place(settings, refusal.what());
  } catch (const std::exception& refusal) {
    return with_place(settings, refusal.what());
  }
}

// What the plugin says against its settings, before it opens anything; empty: nothing.
std::string wrong_setting(const Settings& settings) {
  try {
    Log log(settings.log_is_json ? Log::Form::json : Log::Form::text);
    const BaseHost host(log, "", settings.zone);
    MountedPlugin plugin(settings.plugin_file, host.abi(), plugin_config(settings, "nothing"));
    plugin.activate();
    return with_place(settings, wrong_adapter_setting(settings));
  } catch (const std::exception& refusal) {
    const std::string sentence = refusal.what();  // of a library: told by "plugin" and "core"
    return sentence.starts_with("configuration: ") ? with_place(settings, sentence) : "";
  }
}

}  // namespace

void look_at_libraries(const Settings& settings, Diagnosis& diagnosis) {
  look_at_library(diagnosis, "plugin", [&] { return loader::load_plugin(settings.plugin_file); });
  look_at_library(diagnosis, "core", [&] {
    return loader::load_core(settings.plugin_file.parent_path() / "holdfast-core.so");
  });
  look_at_library(diagnosis, "adapter", [&] {
    try {
      return loader::load_adapter(adapter_file(settings), trust_of(settings));
    } catch (const nlohmann::json::exception&) {
      throw Failure(HOLDFAST_E_INVALID,
                    "[adapter] and plugin.signatures are not as expected; run "
                    "`holdfast config check`");
    }
  });
}

void look_inside(const Settings& settings, Diagnosis& diagnosis) {
  if (const auto wrong = wrong_setting(settings); !wrong.empty())
    return diagnosis.fail("settings", wrong, "put it right; `holdfast config check` tries again");
  if (!is_ours(settings.data)) return;  // told by "permissions"
  if (!has_store(settings))
    return diagnosis.warn("database", "there is none yet",
                          "the first start of the service makes it");
  Diagnosis whole;
  const auto with_host = refusal_of(settings, "all", whole);
  if (with_host.empty()) {
    for (const auto& finding : whole.findings()) diagnosis.add(finding);
    return;
  }
  Diagnosis alone;
  const auto without_host = refusal_of(settings, "store", alone);
  if (!without_host.empty())
    return diagnosis.fail("database", without_host,
                          "put it right, or restore a copy: holdfast restore FILE --key FILE");
  for (const auto& finding : alone.findings()) diagnosis.add(finding);
  diagnosis.fail(
      "host connection", with_host,
      "see that the practice system runs and that the [adapter] settings name it rightly");
}

}  // namespace holdfast::host
