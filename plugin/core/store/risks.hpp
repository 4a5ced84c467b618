// SPDX-License-Identifier: MIT
// "Read today": a positive risk item, or text for a second contact. Never an alert, never sealed,
// no snooze; it stays on Today until opened.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct ReadToday {
  std::string id;
  std::string cause;  // risk_item, second_contact
  RatingId rating;
  std::string item;  // which; empty for text
  CourseId course;
  ClientKey client;
  PersonId reader;  // one row for each who must read it: therapist, duty contact, second contact
  Instant at;
  std::optional<Instant> opened_at;
};

class Risks {
 public:
  explicit Risks(Connection& connection) : connection_(connection) {}

  void insert(const ReadToday& item);
  void opened(const std::string& id, Instant at);
  std::vector<ReadToday> unread_of(const PersonId& reader) const;
  std::optional<ReadToday> find(const std::string& id) const;
  std::vector<ReadToday> of_rating(const RatingId& rating) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
