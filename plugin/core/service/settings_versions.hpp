// SPDX-License-Identifier: MIT
// The versions of the detection settings as people accepted them, one after another. None is ever
// changed or taken away: going back is a new version that says what the old one said.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "service/config.hpp"
#include "service/detection_settings.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

struct SettingsVersion {
  int number = built_in_version;
  DetectionChoice choice;
  std::string change;  // built_in, estimates, thresholds, revert
  int reverts_to = 0;  // revert: whose choice this is
  std::string reason;  // as the person wrote it
  std::string by;      // person id; empty: built in
  Instant at{};
};

// What a stored version says; without one the built-in values, with the configuration's rules.
SettingsInForce settings_of(const std::optional<store::ParameterVersion>& stored,
                            const Config& config);
// In force at a moment of the past; before the first accepted version the built-in values with A|B.
SettingsInForce settings_at(store::Reader& reader, Instant moment);

// Oldest first, beginning with the built-in one.
std::vector<SettingsVersion> settings_history(store::Reader& reader, const Config& config);

std::string body_of(const SettingsVersion& version);  // JSON, as stored

}  // namespace holdfast::service
