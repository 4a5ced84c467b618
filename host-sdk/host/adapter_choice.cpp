// SPDX-License-Identifier: MIT
#include "adapter_choice.hpp"

namespace holdfast::host {

std::filesystem::path adapter_named(const std::string& name, const Settings& settings) {
  const auto file = "holdfast-adapter-" + name + ".so";
  const auto folder = settings.plugin_file.parent_path();
  std::error_code error;
  return std::filesystem::exists(folder / file, error) ? folder / file : folder / "adapters" / file;
}

std::filesystem::path adapter_file(const Settings& settings) {
  if (settings.adapter.contains("file")) return settings.adapter.at("file").get<std::string>();
  return adapter_named(settings.adapter.at("name").get<std::string>(), settings);
}

loader::Trust trust_of(const Settings& settings) {
  loader::Trust trust;
  const auto policy = settings.plugin.value("signatures", "off");
  if (policy == "warn") trust.policy = loader::SignaturePolicy::warn;
  if (policy == "require") trust.policy = loader::SignaturePolicy::require;
  if (settings.plugin.contains("signature_keys"))
    trust.keys = settings.plugin.at("signature_keys").get<std::string>();
  return trust;
}

}  // namespace holdfast::host
