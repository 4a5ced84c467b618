// SPDX-License-Identifier: MIT
// One site of OpenEMR as one object: its database, its zone, its clock, and what Holdfast may ask
// of it. Answers are payload JSON; failures are thrown as Failure. All functions are [thread-safe].
// Ownership: `base` outlives the object.
#pragma once
#include <holdfast/cpp/host_tables.hpp>
#include <string>
#include <string_view>

#include "access.hpp"
#include "features.hpp"
#include "settings.hpp"

namespace holdfast::adapters::openemr {

class OpenEmr : public AdaptedHost {
 public:
  // Connects, reads which columns there are, tells the log what is switched off, looks once.
  OpenEmr(const holdfast_host* base, Settings settings);

  std::string client(std::string_view actor, std::string_view id);
  std::string course(std::string_view actor, std::string_view id);
  std::string clinician(std::string_view actor, std::string_view id);
  std::string session(std::string_view actor, std::string_view id);
  std::string search(std::string_view actor, std::string_view query_json);
  std::string sessions(std::string_view actor, std::string_view query_json);
  std::string changes(std::string_view cursor, std::uint32_t limit);
  std::string describe(std::string_view actor);
  void may(const Question& question);
  std::string put_record(const Delivery& delivery);
  void retract_record(const Delivery& delivery);
  void post_notice(const Delivery& delivery);
  void withdraw_notice(const Delivery& delivery);

 private:
  const void* serve(std::string_view id) const noexcept override;
  payload::Instant now() const;
  void say(const std::string& sentence) const;
  Reader reader_over(Connection& connection) const;
  void look_again();
  template <class Body>
  std::string seen_by(std::string_view actor, Body&& body);

  Settings settings_;
  Zone zone_;
  Database database_;
  Features features_;
};

}  // namespace holdfast::adapters::openemr
