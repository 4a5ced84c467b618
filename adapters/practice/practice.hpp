// SPDX-License-Identifier: MIT
// The little practice as one object: its file, its zone, its clock, and what Holdfast may ask of
// it. Answers are payload JSON; failures are thrown as Failure. All functions are [thread-safe].
// Ownership: `base` outlives the object.
#pragma once
#include <holdfast/cpp/host_tables.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "access.hpp"
#include "database.hpp"
#include "demo.hpp"
#include "settings.hpp"
#include "zone/zone.hpp"

namespace holdfast::adapters::practice {

class Practice : public AdaptedHost {
 public:
  // Opens the file, makes or updates its tables, fills it as the settings say.
  Practice(const holdfast_host* base, const Settings& settings);

  std::string client(std::string_view actor, std::string_view id);
  std::string course(std::string_view actor, std::string_view id);
  std::string clinician(std::string_view actor, std::string_view id);
  std::string session(std::string_view actor, std::string_view id);
  std::string search(std::string_view actor, std::string_view query_json);
  std::string sessions(std::string_view actor, std::string_view query_json);
  std::string changes(std::string_view cursor, std::uint32_t limit);

  std::string describe(std::string_view actor);
  // Returns when the answer is yes, throws Failure(DENIED) when it is no.
  void may(const Question& question);

  std::string put_record(const Delivery& delivery);
  void retract_record(const Delivery& delivery);
  void post_notice(const Delivery& delivery);
  void withdraw_notice(const Delivery& delivery);

 private:
  const void* serve(std::string_view id) const noexcept override;
  void fill(const Settings& settings);
  DemoWish wish_of(const Settings& settings) const;
  payload::Instant now() const;
  payload::Day today() const { return zone_.day_of(now()); }
  // Runs `body(connection, sight)` in one consistent view, for an actor who may enter.
  template <class Body>
  std::string seen_by(std::string_view actor, Body&& body);

  Zone zone_;
  Database database_;
};

}  // namespace holdfast::adapters::practice
