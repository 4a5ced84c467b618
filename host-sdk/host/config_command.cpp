// SPDX-License-Identifier: MIT
#include "config_command.hpp"

#include <algorithm>
#include <holdfast/cpp/guard.hpp>

#include "adapter_settings.hpp"
#include "base_host.hpp"
#include "exit.hpp"
#include "mounted_plugin.hpp"

namespace holdfast::host {

std::string check_config(const Arguments& arguments) {
  auto settings = settle(arguments);
  settle_adapter(settings);
  Log log(settings.log_is_json ? Log::Form::json : Log::Form::text);
  try {
    // The plugin reads [plugin] when it starts; it opens nothing for that.
    const BaseHost host(log, "", settings.zone);
    MountedPlugin plugin(settings.plugin_file, host.abi(), plugin_config(settings, "nothing"));
    plugin.activate();
    if (const auto wrong = wrong_adapter_setting(settings); !wrong.empty())
      throw Exit(ExitCode::environment, wrong);
  } catch (const Exit& refusal) {
    throw Exit(refusal.code(), with_place(settings, refusal.what()));
  } catch (const Failure& refusal) {
    throw Exit(ExitCode::environment, with_place(settings, refusal.what()));
  }
  std::string text;
  for (const auto& [key, place] : settings.places)
    if (key.find('.') != std::string::npos)
      text.append(key).append("\t").append(place).append("\n");
  return text + (settings.config_name.empty() ? "the settings" : settings.config_name) +
         ": nothing is wrong\n";
}

}  // namespace holdfast::host
