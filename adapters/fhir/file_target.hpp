// SPDX-License-Identifier: MIT
// Resources as files, for hosts that take no write over the network: one NDJSON file a kind, as
// bulk data has them, 0600. A resource that changes is written again under its id; the last line
// stands.
#pragma once
#include "deliveries.hpp"

namespace holdfast::adapters::fhir {

class FileTarget : public Target {
 public:
  explicit FileTarget(const Settings& settings);  // throws Failure(INVALID): the folder
  bool takes(const std::string& type) override { return settings_.writes.contains(type); }
  void must_take(const std::string& type) override;
  Stored create_once(const Json& resource, const std::string& system,
                     const std::string& value) override;
  Stored update(const Stored& stored, const Server::Change& change) override;
  std::string response_of(const std::string& rating, const std::string& patient) override;
  std::optional<Stored> read(const std::string& reference) override;

 private:
  std::string file_of(const std::string& type) const;
  std::optional<Json> last_of(const std::string& reference) const;
  void append(const Json& resource) const;

  const Settings& settings_;
};

}  // namespace holdfast::adapters::fhir
