// SPDX-License-Identifier: MIT
// A course told form by form, and what the engine made of it.
#pragma once
#include <catch2/catch.hpp>

#include "practice_of_one.hpp"
#include "service/course_engine.hpp"

namespace holdfast::service::testing {

using store::AlertStatus;

// A form of the story: who rated, how, and in which language.
struct Sent {
  int session = 0;
  double each = 0;
  int tension = 0;
  bool by_therapist = false;
  bool declined = false;
  bool other_language = false;
};

inline Submission submission_of(const PracticeOfOne& practice, const Sent& sent) {
  auto submission =
      practice.submission(sent.session, sent.each,
                          sent.by_therapist ? "holdfast-session-therapist" : "holdfast-session");
  if (!sent.by_therapist) submission.answers.emplace("tension", double(sent.tension));
  if (sent.declined) submission.answers.clear();
  submission.declined = sent.declined;
  if (sent.other_language) submission.language = "ar";
  return submission;
}

inline void check_against_facts(PracticeOfOne& practice) {
  const auto file = practice.file();
  const auto from_facts =
      practice.read([&](store::Reader& reader) { return state_from_facts(reader, file); });
  CHECK(practice.state() == from_facts);
}

inline std::vector<double> expectations(PracticeOfOne& practice) {
  const auto file = practice.file();
  std::vector<double> all;
  for (const auto& step : practice.read([&](store::Reader& reader) {
         return steps_of(reader, file, reader.ratings.of_course(file.of.course));
       }))
    all.push_back(step.step.expected);
  return all;
}

inline std::optional<store::AlertNow> alert_at(PracticeOfOne& practice, int session) {
  for (auto& alert : practice.alerts())
    if (alert.alert.session == session_id(session)) return std::move(alert);
  return std::nullopt;
}

inline std::vector<store::RepairNow> repairs_of(PracticeOfOne& practice) {
  return practice.read([](store::Reader& reader) { return reader.repairs.of_course(course); });
}

// Every number of every repair, in their order.
inline std::string text_of(const std::vector<store::RepairNow>& repairs) {
  std::string text;
  for (const auto& repair : repairs)
    text += repair.opened_by.value + " " + repair.state + " " + std::to_string(repair.level) + " " +
            std::to_string(repair.lowest) + " " + std::to_string(repair.ratings) + " " +
            (repair.closed ? to_text(*repair.closed) : "open") +
            (repair.talked_through ? " talked through\n" : "\n");
  return text;
}

inline void rerun(PracticeOfOne& practice) {
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) { rerun_course(unit, file); });
}

inline void end(PracticeOfOne& practice, const RatingId& rating) {
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) {
    unit.ratings.end({.rating = rating,
                      .how = store::EndOfRating::voided,
                      .reason = "test",
                      .by = "person-1",
                      .successor = {},
                      .at = practice.host.clock});
    rerun_course(unit, file);
  });
}

}  // namespace holdfast::service::testing
