// SPDX-License-Identifier: MIT
// What a practice has chosen about detection: which rules, their thresholds, and what is assumed of
// a client not met yet, by instrument. Each accepted change is a version of its own; a series keeps
// the version it began with.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "detection/step.hpp"

namespace holdfast::service {

// Parameters of one instrument from a practice's own ratings (detection.md, "Local estimation").
struct LocalParameters {
  double mu0 = 80, sB = 12, sW = 9;        // POMP
  std::uint64_t clients = 0, ratings = 0;  // they came from
  bool operator==(const LocalParameters&) const = default;
};

struct DetectionChoice {
  detection::RuleSet rules = detection::RuleSet::AB;
  detection::Thresholds thresholds;
  std::map<std::string, LocalParameters, std::less<>> instruments;  // others: the built-in ones
  bool operator==(const DetectionChoice&) const = default;
};

inline constexpr int built_in_version = 1;

// A choice with the version it has in the store; ready to begin series with.
class SettingsInForce {
 public:
  SettingsInForce() : SettingsInForce(built_in_version, {}) {}
  SettingsInForce(int version, DetectionChoice choice);

  int version() const { return version_; }
  const DetectionChoice& choice() const { return choice_; }
  const detection::Settings& of_instrument(std::string_view instrument) const;
  const detection::Settings& of_series(std::string_view series_name) const;  // replay::series_name

 private:
  int version_;
  DetectionChoice choice_;
  detection::Settings built_in_;
  std::map<std::string, detection::Settings, std::less<>> instruments_;
};

// "practice-7", and 7 again; the built-in parameters are version 1.
detection::Version version_name(int version);
int version_number(const detection::Version& name);

}  // namespace holdfast::service
