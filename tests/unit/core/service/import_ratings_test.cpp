// SPDX-License-Identifier: MIT
#include "service/import_ratings.hpp"

#include <catch2/catch.hpp>

#include "practice_of_one.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

const std::string header =
    "course,session,date,instrument,item.goals,item.tasks,item.bond,item.overall,declined,total\n";

std::string line(int session, int each) {
  std::string text = course.value + "," + session_id(session).value + "," +
                     to_text(day_of(session)) + ",holdfast-session";
  for (int i = 0; i < 4; ++i) text += "," + std::to_string(each);
  return text + ",,\n";
}

Imported import(PracticeOfOne& practice, const std::string& csv, ImportOptions options = {}) {
  StringsIo io;
  io.in["in"] = csv;
  return import_ratings(*practice.house, options, io);
}

std::size_t stored(PracticeOfOne& practice) {
  return practice.read(
      [](store::Reader& reader) { return reader.ratings.of_course(course).size(); });
}

void refuses(const std::string& csv, int at_line, int at_column, const std::string& field,
             const std::string& rule) {
  PracticeOfOne practice;
  const auto result = import(practice, csv);
  INFO(csv);
  REQUIRE(result.problems.size() == 1);
  const auto& problem = result.problems[0];
  CHECK(problem.line == at_line);
  CHECK(problem.column == at_column);
  CHECK(problem.field == field);
  CHECK(problem.rule == rule);
  CHECK(result.stored == 0);
  CHECK(stored(practice) == 0);
}

}  // namespace

TEST_CASE("imported ratings stand as if they had been given week by week") {
  PracticeOfOne by_hand, imported;
  std::string csv = header;
  for (int i = 1; i <= 40; ++i) {
    const int each = i % 9 == 0 ? 45 : 80 + i % 4;
    csv += line(i, each);
    by_hand.rate(i, each);
  }
  const auto result = import(imported, csv);
  CHECK(result.problems.empty());
  CHECK(result.lines == 40);
  CHECK(result.stored == 40);
  CHECK(result.courses == 1);
  const auto numbers = [](PracticeOfOne& practice) {
    std::vector<std::pair<std::string, double>> all;
    for (const auto& alert :
         practice.read([](store::Reader& reader) { return reader.alerts.facts_of_course(course); }))
      all.emplace_back(alert.session.value + alert.rule, alert.score);
    return all;
  };
  CHECK(numbers(imported).size() >= 3);
  // On paper by default: a series of its own, with the same numbers.
  CHECK(numbers(imported) == numbers(by_hand));
}

TEST_CASE("findings about sessions long past are notes") {
  PracticeOfOne practice;
  std::string csv = header;
  for (int i = 1; i <= 40; ++i) csv += line(i, i == 20 || i == 40 ? 40 : 85);
  import(practice, csv);
  const auto alerts = practice.alerts();
  REQUIRE(alerts.size() == 2);
  CHECK(alerts[0].alert.kind == store::AlertKind::note);
  CHECK(alerts[1].alert.kind == store::AlertKind::check_in);
}

TEST_CASE("a dry run checks everything and stores nothing") {
  PracticeOfOne practice;
  const auto lines = practice.audit_lines();
  const auto result =
      import(practice, header + line(1, 80) + line(2, 81), {ImportOptions::Store::nothing, ""});
  CHECK(result.dry_run);
  CHECK(result.problems.empty());
  CHECK(result.lines == 2);
  CHECK(stored(practice) == 0);
  CHECK(practice.audit_lines() == lines);
}

TEST_CASE("the same file again stores nothing twice") {
  PracticeOfOne practice;
  const auto csv = header + line(1, 80) + line(2, 81);
  import(practice, csv);
  const auto state = practice.state();
  const auto again = import(practice, csv + line(3, 82));
  CHECK(again.known == 2);
  CHECK(again.stored == 1);
  CHECK(stored(practice) == 3);
  CHECK(practice.state() != state);
  const auto third = import(practice, csv + line(3, 82));
  CHECK(third.stored == 0);
  CHECK(stored(practice) == 3);
}

TEST_CASE("one bad line stores nothing, and is named by line and column") {
  const auto good = line(1, 80);
  const auto c = course.value + ",";
  const auto s = session_id(2).value + ",";
  const auto d = to_text(day_of(2)) + ",";
  const auto at = [](const std::string& text) { return static_cast<int>(text.size()) + 1; };
  const std::string form = "holdfast-session,";
  refuses(header + good + c + s + "2024-13-01," + form + "80,80,80,80,,\n", 3, at(c + s), "date",
          "day");
  refuses(header + good + "course-9," + s + d + form + "80,80,80,80,,\n", 3, 1, "course",
          "unknown");
  refuses(header + good + c + "nowhere," + d + form + "80,80,80,80,,\n", 3, at(c), "session",
          "unknown");
  refuses(header + good + c + s + to_text(day_of(3)) + "," + form + "80,80,80,80,,\n", 3, at(c + s),
          "date", "session");
  refuses(header + good + c + s + d + "no-such-form,80,80,80,80,,\n", 3, at(c + s + d),
          "instrument", "unknown");
  refuses(header + good + c + s + d + form + "80,101,80,80,,\n", 3, at(c + s + d + form + "80,"),
          "tasks", "range");
  refuses(header + good + c + s + d + form + "80,nan,80,80,,\n", 3, at(c + s + d + form + "80,"),
          "tasks", "not-a-number");
  refuses(header + good + c + s + d + form + "80,80,,80,,\n", 3, at(c + s + d + form + "80,80,"),
          "bond", "required");
  refuses(header + good + good, 3, 1, "session", "duplicate");
}

TEST_CASE("every bad line is counted") {
  PracticeOfOne practice;
  const auto result = import(practice, header + line(1, 180) + line(2, 80) + line(3, 180));
  CHECK(result.bad_lines == 2);
  REQUIRE(result.problems.size() == 2);
  CHECK(result.problems[0].line == 2);
  CHECK(result.problems[1].line == 4);
  CHECK(stored(practice) == 0);
}

TEST_CASE("a file that does not say what its columns are is refused") {
  PracticeOfOne practice;
  CHECK(import(practice, "").problems.at(0).rule == "empty");
  CHECK(import(practice, "course,date,total\n").problems.at(0).field == "instrument");
  CHECK(import(practice, "course,when,instrument,total\n").problems.at(0).rule == "unknown");
  CHECK(import(practice, "date,instrument,total\n").problems.at(0).field == "client");
  CHECK(import(practice, "course,date,instrument\n").problems.at(0).field == "total");
  CHECK(import(practice, "course,date,date,instrument,total\n").problems.at(0).rule == "duplicate");
}

TEST_CASE("totals, forms that were declined and clients are taken too") {
  PracticeOfOne practice;
  const auto result =
      import(practice,
             "client,date,total,declined\n" + client.value + "," + to_text(day_of(1)) + ",38.5,\n" +
                 client.value + "," + to_text(day_of(2)) + ",,1\n",
             {ImportOptions::Store::all, "srs-3"});
  CHECK(result.problems.empty());
  CHECK(result.stored == 2);
  practice.read([](store::Reader& reader) {
    const auto all = reader.ratings.of_course(course);
    REQUIRE(all.size() == 2);
    CHECK(all[0].raw == "38.5");
    CHECK(all[0].session == session_id(1));
    CHECK(all[1].declined);
    CHECK_FALSE(all[1].score);
  });
}

TEST_CASE("an import that is called off stores nothing") {
  PracticeOfOne practice;
  StringsIo io;
  io.in["in"] = header + line(1, 80);
  io.cancelled = true;
  const auto result = import_ratings(*practice.house, {}, io);
  REQUIRE(result.problems.size() == 1);
  CHECK(result.problems[0].rule == "cancelled");
  CHECK(stored(practice) == 0);
}
