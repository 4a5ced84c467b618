// SPDX-License-Identifier: MIT
#include "service/detection_settings.hpp"

#include <charconv>

namespace holdfast::service {
namespace {

// Subscales vary more than totals, by the ratio that the built-in values have.
detection::ParameterSet given_by(const LocalParameters& local) {
  constexpr detection::ParameterSet built_in;
  detection::ParameterSet given;
  given.total.mu0 = given.area.mu0 = local.mu0;
  given.total.sB = local.sB;
  given.total.sW = local.sW;
  given.area.sB = local.sB * (built_in.area.sB / built_in.total.sB);
  given.area.sW = local.sW * (built_in.area.sW / built_in.total.sW);
  return given;
}

}  // namespace

SettingsInForce::SettingsInForce(int version, DetectionChoice choice)
    : version_(version), choice_(std::move(choice)) {
  built_in_.rules = choice_.rules;
  built_in_.thresholds = choice_.thresholds;
  if (version != built_in_version)
    built_in_.given.total.version = built_in_.given.area.version = version_name(version);
  for (const auto& [instrument, local] : choice_.instruments) {
    auto settings = built_in_;
    settings.given = given_by(local);
    settings.given.total.version = settings.given.area.version = version_name(version);
    instruments_.emplace(instrument, settings);
  }
}

const detection::Settings& SettingsInForce::of_instrument(std::string_view instrument) const {
  const auto found = instruments_.find(instrument);
  return found == instruments_.end() ? built_in_ : found->second;
}

const detection::Settings& SettingsInForce::of_series(std::string_view series_name) const {
  return of_instrument(series_name.substr(0, series_name.find('\x1f')));
}

detection::Version version_name(int version) {
  return version == built_in_version ? detection::Parameters{}.version
                                     : detection::Version("practice-" + std::to_string(version));
}

int version_number(const detection::Version& name) {
  const auto text = name.view();
  int number = built_in_version;
  const auto digits = text.substr(text.rfind('-') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

}  // namespace holdfast::service
