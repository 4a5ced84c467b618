// SPDX-License-Identifier: MIT
// The practice's settings and parameter versions, with their history.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alliance/moment.hpp"

namespace holdfast::store {

class Connection;

struct PracticeSetting {
  std::string key;
  std::string value;  // JSON
  std::string by;     // person id; empty: the configuration
  Instant at;
};

// Parameters of detection as accepted by a person; version 1 is built in.
struct ParameterVersion {
  int version = 1;
  std::string body;  // JSON
  std::string accepted_by;
  Instant at;
};

class PracticeSettings {
 public:
  explicit PracticeSettings(Connection& connection) : connection_(connection) {}

  void put(const PracticeSetting& setting);
  std::optional<PracticeSetting> find(std::string_view key) const;
  std::vector<PracticeSetting> all() const;  // as they stand
  std::vector<PracticeSetting> history(std::string_view key) const;

  void put(const ParameterVersion& version);
  std::optional<ParameterVersion> parameters() const;  // the newest
  std::optional<ParameterVersion> parameters(int version) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
