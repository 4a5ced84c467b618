// SPDX-License-Identifier: MIT
#include "service/settings_versions.hpp"

#include "json/parse.hpp"
#include "service/detection_settings_json.hpp"
#include "store/failure.hpp"

namespace holdfast::service {
namespace {

DetectionChoice built_in(const Config& config) {
  DetectionChoice choice;
  choice.rules = config.rules == Rules::e ? detection::RuleSet::E : detection::RuleSet::AB;
  return choice;
}

SettingsVersion version_of(const store::ParameterVersion& stored) {
  SettingsVersion version;
  version.number = stored.version;
  version.by = stored.accepted_by;
  version.at = stored.at;
  const auto body = json::parse(stored.body);
  Problems problems;
  if (body) {
    json::Object in(*body, "", problems);
    version.choice = read_choice(in);
    version.change = in.text("change");
    version.reason = in.text("reason");
    version.reverts_to = static_cast<int>(in.number("reverts_to"));
  }
  if (!body || !problems.empty())
    throw store::Failure(store::Fault::corrupt,
                         "the store holds detection settings that this version cannot read");
  return version;
}

}  // namespace

SettingsInForce settings_of(const std::optional<store::ParameterVersion>& stored,
                            const Config& config) {
  if (!stored) return {built_in_version, built_in(config)};
  auto version = version_of(*stored);
  return {version.number, std::move(version.choice)};
}

SettingsInForce settings_at(store::Reader& reader, Instant moment) {
  std::optional<store::ParameterVersion> then;
  for (int number = built_in_version + 1;; ++number) {
    auto next = reader.settings.parameters(number);
    if (!next || next->at > moment) break;
    then = std::move(next);
  }
  return settings_of(then, Config{});
}

std::vector<SettingsVersion> settings_history(store::Reader& reader, const Config& config) {
  std::vector<SettingsVersion> history(1);
  history.front().choice = built_in(config);
  history.front().change = "built_in";
  while (auto next = reader.settings.parameters(history.back().number + 1))
    history.push_back(version_of(*next));
  return history;
}

std::string body_of(const SettingsVersion& version) {
  json::Writer writer;
  writer.begin_object().member("schema", "holdfast.detection-settings/1");
  write_choice(writer, version.choice);
  writer.member("change", version.change);
  if (version.reverts_to > 0) writer.key("reverts_to").integer(version.reverts_to);
  writer.member("reason", version.reason);
  writer.end_object();
  return writer.take();
}

}  // namespace holdfast::service
