// SPDX-License-Identifier: MIT
#include "tool_command.hpp"

#include <holdfast/cpp/guard.hpp>
#include <optional>

#include "base_host.hpp"
#include "exit.hpp"
#include "filled_forms.hpp"
#include "loader/library.hpp"
#include "mounted_plugin.hpp"
#include "private_file.hpp"
#include "tool_channels.hpp"
#include "translator.hpp"

namespace holdfast::host {
namespace {

constexpr std::size_t most_bytes = 64 * 1024 * 1024;

ExitCode code_of(holdfast_status status) {
  switch (status) {
    case HOLDFAST_E_INVALID:
    case HOLDFAST_E_NOT_FOUND:
    case HOLDFAST_E_CONFLICT:
    case HOLDFAST_E_LIMIT:
      return ExitCode::bad_input;
    case HOLDFAST_E_UNSUPPORTED:
      return ExitCode::usage;
    default:
      return ExitCode::environment;
  }
}

// "nothing", "store" or "all": the plugin says what each of its tools needs.
std::string needs_of(const std::string& tool, const Settings& settings, Log& log) {
  const BaseHost host(log, "", settings.zone);
  MountedPlugin plugin(settings.plugin_file, host.abi(), R"({"open":"nothing"})");
  plugin.activate();
  const auto list = nlohmann::json::parse(plugin.tools());
  for (const auto& one : list.at("tools"))
    if (one.at("name") == tool) return one.at("needs");
  throw Exit(ExitCode::environment, "this plugin has no tool '" + tool +
                                        "'; install a plugin and a program "
                                        "of the same version");
}

void refuse_missing_store(const Settings& settings) {
  std::error_code error;
  if (!std::filesystem::is_directory(settings.data, error))
    throw Exit(ExitCode::environment, settings.data.string() +
                                          " is not there; name the folder of the "
                                          "practice with --data, or start `holdfast serve` once");
  private_folder(settings.data);
}

void open_channels(const ToolRun& run, ToolChannels& channels) {
  for (const auto& [channel, path] : run.inputs) channels.read_from(channel, path);
  for (const auto& [channel, path] : run.outputs) channels.write_to(channel, path);
  for (const auto& [channel, path] : run.private_outputs) channels.write_private_to(channel, path);
  channels.write_to_errors("problems");
  if (run.shows_progress) channels.show_progress();
}

// The tool learns which channels this run connects, and spares itself the others.
nlohmann::json options_of(const ToolRun& run) {
  auto options = run.options;
  options["channels"] = nlohmann::json::array({"problems"});
  for (const auto& [channel, path] : run.inputs) options["channels"].push_back(channel);
  for (const auto& [channel, path] : run.outputs) options["channels"].push_back(channel);
  for (const auto& [channel, path] : run.private_outputs) options["channels"].push_back(channel);
  return options;
}

}  // namespace

void run_tool(const Arguments& arguments, const ToolRun& run) {
  auto settings = settle(arguments);
  Log log(settings.log_is_json ? Log::Form::json : Log::Form::text);
  ToolChannels channels;
  open_channels(run, channels);
  try {
    const auto open = needs_of(run.tool, settings, log);
    std::string folder;
    if (open != "nothing") {
      refuse_missing_store(settings);
      folder = settings.data.string();
    }
    if (run.makes_folder) {
      private_folder(settings.data);
      folder = settings.data.string();
    }
    settle_adapter(settings);
    const BaseHost host(log, folder, settings.zone);
    std::optional<Translator> translator;
    if (!run.reader.empty()) translator.emplace(run.reader, settings, host);
    if (!run.translator.empty()) {
      translator.emplace(run.translator, settings, host);
      channels.translate(
          "out", [&](std::string_view line) { return translator->translated(run.payload, line); });
    }
    MountedPlugin plugin(settings.plugin_file, host.abi(), plugin_config(settings, open));
    plugin.activate();
    if (!run.reader.empty())
      channels.read_text("in",
                         read_filled_forms(channels.whole("in", most_bytes), *translator, plugin));
    plugin.run(run.tool, options_of(run).dump(), channels.io());
  } catch (const Exit& refusal) {
    throw Exit(refusal.code(), with_place(settings, refusal.what()));
  } catch (const Failure& refusal) {
    channels.rethrow();
    if (run.private_outputs.empty()) channels.finish();  // else what was begun goes again
    throw Exit(code_of(refusal.status()), refusal.what());
  } catch (const nlohmann::json::exception&) {
    throw Exit(ExitCode::environment,
               "the plugin's list of tools cannot be read; install a plugin and a "
               "program of the same version");
  }
  channels.finish();
}

std::string version_text(const Arguments& arguments) {
  const auto settings = settle(arguments);
  std::string text = std::string("holdfast ") + HOLDFAST_VERSION + " (ABI " +
                     std::to_string(HOLDFAST_ABI_MAJOR) + "." + std::to_string(HOLDFAST_ABI_MINOR) +
                     ")\n";
  try {
    const auto plugin = loader::load_plugin(settings.plugin_file);
    text += std::string(plugin.entry->id) + " " + plugin.entry->version + " " +
            plugin.path.string() + "\n";
  } catch (const Failure& refusal) {
    throw Exit(ExitCode::environment, text + refusal.what());
  }
  return text;
}

}  // namespace holdfast::host
