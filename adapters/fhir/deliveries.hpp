// SPDX-License-Identifier: MIT
// What is written into the server, each once: a delivery is known by its key here and by an
// identifier there, so that a lost answer, a restart or a lost file store nothing twice. What a
// server or a switch does not take is UNSUPPORTED with a sentence, and stays visible in Holdfast.
#pragma once
#include <string>
#include <string_view>

#include "directory.hpp"
#include "server.hpp"
#include "state.hpp"

namespace holdfast::adapters::fhir {

struct Parcel {
  std::string key, json;
  payload::Instant now;
};

// Where resources go: a server, or files.
class Target {
 public:
  virtual ~Target() = default;
  virtual bool takes(const std::string& type) = 0;  // switched on
  virtual void must_take(const std::string& type) = 0;
  virtual Stored create_once(const Json& resource, const std::string& system,
                             const std::string& value) = 0;
  virtual Stored update(const Stored& stored, const Server::Change& change) = 0;
  // The filled form that a rating's scores come from, when it is there. `patient`: "Patient/7".
  virtual std::string response_of(const std::string& rating, const std::string& patient) = 0;
  virtual std::optional<Stored> read(const std::string& reference) = 0;
};

class ServerTarget : public Target {
 public:
  ServerTarget(const Settings& settings, Server& server) : settings_(settings), server_(server) {}
  bool takes(const std::string& type) override { return settings_.writes.contains(type); }
  void must_take(const std::string& type) override;
  Stored create_once(const Json& resource, const std::string& system,
                     const std::string& value) override;
  Stored update(const Stored& stored, const Server::Change& change) override;
  std::string response_of(const std::string& rating, const std::string& patient) override;
  std::optional<Stored> read(const std::string& reference) override;

 private:
  const Settings& settings_;
  Server& server_;
};

class Deliveries {
 public:
  Deliveries(const Settings& settings, Target& target, const State& state, std::string lock_file);

  // The reference of what holds it: "Observation/7".
  std::string put(const Parcel& parcel);
  void retract(const std::string& key);
  void post(const Parcel& parcel);

 private:
  std::string store(const std::string& key, const Json& resource);
  void must_hold_labels(const Json& sent, const Stored& stored);
  Json resource_of(const Json& record, const std::string& key);

  const Settings& settings_;
  Target& target_;
  const State& state_;
  std::string lock_file_;
};

// The one that a resource is known by, "system" and "value".
std::pair<std::string, std::string> identifier_of(const Json& resource);

}  // namespace holdfast::adapters::fhir
