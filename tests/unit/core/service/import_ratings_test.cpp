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
  refuses(header + good + good, 3, at(c), "session", "duplicate");
  refuses(header + good + c + s + "2024-02-30," + form + "80,80,80,80,,\n", 3, at(c + s), "date",
          "day");
  const auto row = c + s + d + form + "80,80,80,80,";
  refuses(header + good + row + ",401\n", 3, at(row + ","), "total", "range");
  refuses(header + good + row + ",400\n", 3, at(row + ","), "total", "contradiction");
  refuses(header + good + row + ",320.4\n", 3, at(row + ","), "total", "contradiction");
  refuses(header + good + row + "1,\n", 3, at(row), "declined", "contradiction");
  refuses(header + good + row + "yes,\n", 3, at(row), "declined", "unknown");
  refuses(header + good + row + ",320,5\n", 3, at(row + ",320,"), "", "columns");
}

TEST_CASE("items and their total may stand side by side where they agree") {
  PracticeOfOne practice;
  const auto row = [](int i, const std::string& total) {
    return course.value + "," + session_id(i).value + "," + to_text(day_of(i)) +
           ",holdfast-session,80,80,80,80,," + total + "\n";
  };
  const auto result = import(practice, header + row(1, "320.0") + row(2, "320") + row(3, ""));
  CHECK(result.problems.empty());
  CHECK(result.stored == 3);
}

TEST_CASE("a form's version and language are named as they are known") {
  const std::string columns = "course,date,instrument,version,language,mode,total\n";
  const auto start = course.value + "," + to_text(day_of(1)) + ",";
  const auto at = [](const std::string& text) { return static_cast<int>(text.size()) + 1; };
  refuses(columns + start + "srs-3,9,,,30\n", 2, at(start + "srs-3,"), "version", "unknown");
  refuses(columns + start + "no-form,9,,,30\n", 2, at(start), "instrument", "unknown");
  refuses(columns + start + "srs-3,1,xx-QQQ,,30\n", 2, at(start + "srs-3,1,"), "language",
          "unknown");
  refuses(columns + start + "srs-3,1,deutsch,,30\n", 2, at(start + "srs-3,1,"), "language",
          "unknown");
  PracticeOfOne practice;
  const auto wrong = import(practice, columns + start + "srs-3,9,,,30\n");
  CHECK(wrong.problems.at(0).message == "srs-3 has no version \"9\"; there is: 1");
  CHECK(import(practice, columns + start + "srs-3,1,PT-br,,30\n").stored == 1);
  practice.read([](store::Reader& reader) {
    CHECK(reader.ratings.of_course(course).at(0).series.language == "pt-BR");
  });
}

TEST_CASE("a session that has this form already takes no other rating of it") {
  PracticeOfOne practice;
  practice.rate(1, 80);  // on screen
  const auto refused_at = [&](const std::string& csv, const std::string& before) {
    for (const auto store : {ImportOptions::Store::all, ImportOptions::Store::nothing}) {
      const auto result = import(practice, csv, {store, ""});
      INFO(csv);
      REQUIRE(result.problems.size() == 1);
      CHECK(result.problems[0].line == 2);
      CHECK(result.problems[0].column == static_cast<int>(before.size()) + 1);
      CHECK(result.problems[0].rule == "duplicate");
      CHECK(result.bad_lines == 1);
      CHECK(stored(practice) == 1);
    }
  };
  const std::string columns = "course,session,date,instrument,language,mode,total\n";
  const auto c = course.value + ",", s = session_id(1).value + ",";
  const auto rest = to_text(day_of(1)) + ",holdfast-session,";
  refused_at(header + line(1, 80), c);  // on paper: not the same
  refused_at(columns + c + s + rest + ",screen,320\n", c);
  refused_at(columns + c + s + rest + "de,,320\n", c);
  refused_at(columns + c + "," + rest + ",,300\n", c + ",");
  // Another form of that session stands beside it.
  CHECK(import(practice, "course,date,instrument,total\n" + c + to_text(day_of(1)) + ",srs-3,30\n")
            .stored == 1);
}

TEST_CASE("the very rating that a session has is there before, wherever it came from") {
  PracticeOfOne practice;
  practice.host.clock = start_of(40) + std::chrono::hours{1};
  auto given = practice.submission(1, 80);
  given.language = "en";
  REQUIRE(submit_rating(*practice.house, given));
  const auto result =
      import(practice,
             "course,session,date,instrument,item.goals,item.tasks,item.bond,item.overall,mode\n" +
                 course.value + "," + session_id(1).value + "," + to_text(day_of(1)) +
                 ",holdfast-session,80,80,80,80,screen\n");
  CHECK(result.problems.empty());
  CHECK(result.known == 1);
  CHECK(result.stored == 0);
}

TEST_CASE("a line that was changed since is refused, until the first rating is taken out") {
  PracticeOfOne practice;
  import(practice, header + line(1, 80) + line(2, 81));
  const auto changed = import(practice, header + line(1, 80) + line(2, 70) + line(3, 82));
  REQUIRE(changed.problems.size() == 1);
  CHECK(changed.problems[0].line == 3);
  CHECK(changed.problems[0].rule == "duplicate");
  CHECK(changed.problems[0].message.starts_with("this session has this form already"));
  CHECK(changed.stored == 0);
  CHECK(stored(practice) == 2);
  practice.house->store().commit([](store::Unit& unit) {
    const auto wrong = unit.ratings.of_session(session_id(2)).at(0);
    unit.ratings.end({wrong.id, store::EndOfRating::voided, "test", "person-1", {}, {}});
  });
  // What was taken out does not come back; what takes its place is taken.
  CHECK(import(practice, header + line(2, 81)).known == 1);
  CHECK(stored(practice) == 1);
  CHECK(import(practice, header + line(1, 80) + line(2, 70)).stored == 1);
  CHECK(stored(practice) == 2);
}

TEST_CASE("without a session the day counts") {
  PracticeOfOne practice;
  const auto of = [](int total) {
    return "course,date,instrument,total\n" + course.value + "," +
           to_text(day_of(1) + std::chrono::days{1}) + ",srs-3," + std::to_string(total) + "\n";
  };
  CHECK(import(practice, of(30)).stored == 1);
  CHECK(import(practice, of(30)).known == 1);
  const auto changed = import(practice, of(31));
  REQUIRE(changed.problems.size() == 1);
  CHECK(changed.problems[0].field == "date");
  CHECK(changed.problems[0].message.starts_with("this day has this form already"));
}

TEST_CASE("the sentence at the end counts what there was") {
  PracticeOfOne practice;
  const auto said = [&](const std::string& csv, ImportOptions options = {}) {
    return summary_of(import(practice, csv, options));
  };
  CHECK(said("course,when,instrument,total\n") ==
        "The first line, which names the columns, is wrong; nothing was stored.\n");
  CHECK(said(header + line(1, 180) + line(2, 80)) ==
        "1 of 2 lines is wrong; nothing was stored.\n");
  CHECK(said(header + "\"open\n" + line(2, 80)) == "1 of 2 lines is wrong; nothing was stored.\n");
  std::string many = header;
  for (int i = 0; i < 120; ++i) many += line(1 + i % 40, 180);
  CHECK(said(many) ==
        "120 of 120 lines are wrong (the first 100 are named); nothing was stored.\n");
  const std::string of_paper =
      " of them: they count as filled on paper, and forms filled on screen begin a series of their "
      "own beside them. A column \"mode\" (screen or paper) says otherwise.\n";
  CHECK(said(header + line(1, 80), {ImportOptions::Store::nothing, ""}) ==
        "1 rating is right; nothing was stored (dry run).\nNo mode is given for 1" + of_paper);
  CHECK(said(header + line(1, 80) + line(2, 80)) ==
        "2 ratings stored, 0 were there before, 1 course worked out anew.\nNo mode is given for 2" +
            of_paper);
  CHECK(said("course,date,instrument,mode,total\n" + course.value + "," + to_text(day_of(3)) +
             ",srs-3,screen,30\n") ==
        "1 rating stored, 0 were there before, 1 course worked out anew.\n");
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
  CHECK(import(practice, "course,date,instrument,item.a,item.a\n").problems.at(0).rule ==
        "duplicate");
  const auto unknown = import(practice, "course,when,instrument,total\n").problems.at(0);
  CHECK(unknown.message.find("client, course, session, date") != std::string::npos);
  const auto semicolons = import(practice, "course;date;instrument;total\n").problems;
  REQUIRE(semicolons.size() == 1);
  CHECK(semicolons[0].rule == "separator");
  CHECK(semicolons[0].column == 7);
  std::string wide = "course,date,instrument";
  for (int i = 0; i < 70; ++i) wide += ",item.i" + std::to_string(i);
  CHECK(import(practice, wide + "\n").problems.at(0).rule == "columns");
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
