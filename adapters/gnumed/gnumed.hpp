// SPDX-License-Identifier: MIT
// GNUmed as one object: its database as whoever is logged in, and what Holdfast may ask of it.
// Answers are payload JSON; failures are thrown as Failure. All functions are [thread-safe].
// Ownership: `base` outlives the object.
#pragma once
#include <holdfast/cpp/adapted_host.hpp>
#include <string>
#include <string_view>

#include "changes.hpp"
#include "database.hpp"
#include "settings.hpp"
#include "staff.hpp"

namespace holdfast::adapters::gnumed {

class Gnumed : public AdaptedHost {
 public:
  // Connects, and looks whether this GNUmed is one that the adapter knows and is set up for it.
  Gnumed(const holdfast_host* base, const Settings& settings);

  std::string client(std::string_view actor, std::string_view id);
  std::string course(std::string_view actor, std::string_view id);
  std::string clinician(std::string_view actor, std::string_view id);
  std::string session(std::string_view actor, std::string_view id);
  std::string search(std::string_view actor, std::string_view query_json);
  std::string sessions(std::string_view actor, std::string_view query_json);
  std::string changes(std::string_view cursor, std::uint32_t limit);

  std::string describe(std::string_view actor);
  // Returns when the answer is yes, throws Failure(DENIED) when it is no.
  struct Question {
    std::string_view actor, action, subject;
  };
  void may(const Question& question);

  // Something that is handed over under a key.
  struct Delivery {
    std::string_view actor, key, text;
  };
  std::string put_record(const Delivery& delivery);
  void retract_record(const Delivery& delivery);
  void post_notice(const Delivery& delivery);
  void withdraw_notice(const Delivery& delivery);

 private:
  const void* serve(std::string_view id) const noexcept override;
  void check_installation();
  // Runs `body(connection, actor)` in one consistent view, for an actor who may enter.
  template <class Body>
  std::string seen_by(std::string_view actor, Body&& body);
  // The one whose name stands under what is filed, when `actor` may file anything at all.
  Staff writer(Connection& connection, std::string_view actor) const;

  const std::string zone_;
  const bool takes_comments_;
  Database database_;
  Changes changes_;
};

}  // namespace holdfast::adapters::gnumed
