// SPDX-License-Identifier: MIT
#include "service/tool.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "golden/golden.hpp"
#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/tools/named_instrument.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

std::unique_ptr<House> closed_house(const RecordingHost& host) {
  return House::open({.open = Open::nothing}, host);
}

Problems run(House& house, const char* name, std::string_view options, StringsIo& io) {
  const auto* tool = find_tool(name);
  REQUIRE(tool);
  return tool->run(house, options, io);
}

std::string all_of(const Problems& problems) {
  std::string all;
  for (const auto& problem : problems) all += problem.message + "\n";
  return all;
}

// The fields of a line up to the count that the golden file has, numbers compared as numbers.
void check_like(const std::string& found, const std::string& golden) {
  std::stringstream ours(found), theirs(golden);
  std::string one, other;
  std::getline(ours, one);
  std::getline(theirs, other);
  CHECK(one == other);
  int line = 1;
  while (std::getline(theirs, other)) {
    REQUIRE(std::getline(ours, one));
    INFO("line " << ++line << ": " << one << " against " << other);
    const auto a = golden::split(one), b = golden::split(other);
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (a[i] == b[i]) continue;
      CHECK(std::stod(a[i]) == Approx(std::stod(b[i])).margin(1e-6).epsilon(0));
    }
  }
  CHECK_FALSE(std::getline(ours, one));
}

}  // namespace

TEST_CASE("replay gives the golden files, and needs no store") {
  RecordingHost host;
  const auto house = closed_house(host);
  for (const auto& instrument : golden::instruments) {
    INFO(instrument.name);
    StringsIo io;
    io.in["in"] = golden::text(instrument.name + ".csv");
    const auto& id = instrument.name;  // "srs": the only one of that name and a number
    const auto problems = run(
        *house, "replay",
        R"({"instrument":")" + id + R"(","channels":["in","alerts","trace","episodes","states"]})",
        io);
    CHECK(problems.empty());
    for (const char* channel : {"alerts", "trace", "episodes", "states"}) {
      INFO(channel);
      check_like(io.out[channel], golden::text(instrument.name + "." + channel + ".csv"));
    }
  }
}

TEST_CASE("a replay that keeps going tells every bad line in its order, and then how many") {
  RecordingHost host;
  const auto house = closed_house(host);
  const std::string file =
      "client,session,date,score\na,1,2026-13-01,38\na,2,2026-01-08,99\na,3,2026-01-09,38\nb,x,"
      "2026-01-08,20\n";
  StringsIo going;
  going.in["in"] = file;
  auto problems = run(*house, "replay", R"({"instrument":"srs-3","keep_going":true})", going);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message == "3 lines were left out; everything else was run");
  CHECK(going.out["problems"] ==
        "line 2, column 5, date: give a date that exists, as 2026-11-23\n"
        "line 3, column 16, score: the score must lie between 0 and 40\n"
        "line 5, column 3, session: give the session's number, 1 or more\n");
  CHECK(going.out["trace"].find("a,3,") != std::string::npos);
  StringsIo stopping;
  stopping.in["in"] = file;
  problems = run(*house, "replay", R"({"instrument":"srs-3"})", stopping);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].line == 2);
  CHECK(problems[0].column == 5);
  CHECK(stopping.out["problems"].empty());
}

TEST_CASE("replay names an instrument it does not know") {
  RecordingHost host;
  const auto house = closed_house(host);
  StringsIo io;
  const auto problems = run(*house, "replay", R"({"instrument":"nothing"})", io);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].field == "instrument");
}

TEST_CASE("score answers in JSON, or with what is wrong by item") {
  RecordingHost host;
  const auto house = closed_house(host);
  StringsIo good;
  good.in["in"] = R"({"answers":{"goals":70,"tasks":60,"bond":90,"overall":80,"tension":1}})";
  CHECK(run(*house, "score", R"({"instrument":"holdfast-session"})", good).empty());
  const auto scored = json::parse(good.out["out"]);
  REQUIRE(scored);
  CHECK(scored->string_or("total") == "300");
  CHECK(scored->find("pomp")->number() == Approx(75));
  CHECK(scored->find("tension")->number() == 1);
  StringsIo bad;
  bad.in["in"] = R"({"answers":{"goals":70,"tasks":60,"bond":190,"overall":80}})";
  const auto problems = run(*house, "score", R"({"instrument":"holdfast-session"})", bad);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].field == "/answers/bond");
  CHECK(bad.out["out"].find("/answers/bond") != std::string::npos);
}

TEST_CASE("score says where in the file a problem stands") {
  RecordingHost host;
  const auto house = closed_house(host);
  const auto wrong = [&](const std::string& file) {
    StringsIo io;
    io.in["in"] = file;
    const auto problems = run(*house, "score", R"({"instrument":"srs-3"})", io);
    REQUIRE(problems.size() == 1);
    CHECK(io.out["out"].starts_with(std::to_string(problems[0].line) + ":" +
                                    std::to_string(problems[0].column) + ": "));
    return problems[0];
  };
  const std::string rest = R"("1":9,"2":9,"3":9)";
  auto found = wrong("{\"answers\": {" + rest + ",\n  \"4\": 11}}");
  CHECK(found.line == 2);
  CHECK(found.column == 8);
  found = wrong("{\n \"answers\": {" + rest + "}}");  // one is missing
  CHECK(found.line == 2);
  CHECK(found.column == 13);
  found = wrong("{\"total\":\n41}");
  CHECK(found.line == 2);
  CHECK(found.field == "/total");
}

TEST_CASE("score refuses a file of another form or version") {
  RecordingHost host;
  const auto house = closed_house(host);
  const auto refused = [&](const std::string& file) {
    StringsIo io;
    io.in["in"] = file;
    const auto problems = run(*house, "score", R"({"instrument":"srs-3"})", io);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].rule == "wrong-version");
    return problems[0];
  };
  CHECK(refused("{\"instrument\":\"wai-sr\",\"version\":\"1\",\"total\":30}").field ==
        "/instrument");
  const auto version = refused("{\"instrument\":\"srs-3\",\n\"version\":\"2\",\"total\":30}");
  CHECK(version.field == "/version");
  CHECK(version.line == 2);
  CHECK(version.message.find("srs-3 version 1") != std::string::npos);
  StringsIo right;
  right.in["in"] = "{\"instrument\":\"srs-3\",\"version\":\"1\",\"total\":30}";
  CHECK(run(*house, "score", R"({"instrument":"srs-3"})", right).empty());
}

TEST_CASE("the list names every instrument, and check says where a definition is wrong") {
  RecordingHost host;
  const auto house = closed_house(host);
  StringsIo list;
  CHECK(run(*house, "instrument-list", "{}", list).empty());
  for (const auto* definition : house->instruments().all())
    CHECK(list.out["out"].find(definition->id + "@" + definition->version) != std::string::npos);
  StringsIo bad;
  bad.in["in"] = "{\n  \"schema\": \"holdfast.instrument/1\",\n  \"id\": 7\n}";
  const auto problems = run(*house, "instrument-check", "{}", bad);
  REQUIRE_FALSE(problems.empty());
  CHECK(problems.front().line >= 1);
  CHECK(bad.out["out"].find(problems.front().message) != std::string::npos);
}

TEST_CASE(
    "verify --rebuild finds a state that does not follow from its facts, and rebuild mends it") {
  PracticeOfOne practice({}, 10);
  for (int i = 1; i <= 10; ++i) practice.rate(i, i == 10 ? 45 : 82);
  const auto whole = practice.state();
  StringsIo io;
  CHECK(run(*practice.house, "rebuild", R"({"verify":true})", io).empty());
  practice.folder.by_hand(
      holdfast::testing::is_on_postgresql()
          ? "UPDATE course_state SET bytes = decode(replace(encode(bytes, 'escape'), 'session-110',"
            " 'session-109'), 'escape')"
          : "UPDATE course_state SET bytes = CAST(replace(CAST(bytes AS TEXT), 'session-110', "
            "'session-109') AS BLOB)");
  REQUIRE(practice.state() != whole);
  StringsIo found;
  const auto problems = run(*practice.house, "rebuild", R"({"verify":true})", found);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].rule == "differs");
  const auto verified = run(*practice.house, "verify", "{}", found);
  REQUIRE(verified.size() == 1);
  CHECK(verified[0].rule == "differs");
  CHECK(practice.state() != whole);  // only compared
  StringsIo mended;
  CHECK(run(*practice.house, "rebuild", "{}", mended).empty());
  CHECK(practice.state() == whole);
  CHECK(practice.alerts().size() == 1);
}

TEST_CASE("rebuild --verify names the course whose state, alert or repair was touched or is gone") {
  PracticeOfOne practice({}, 14);
  for (int i = 1; i <= 14; ++i) practice.rate(i, i == 10 ? 45 : i == 11 ? 60 : 82);
  REQUIRE(practice.alerts().size() == 1);
  const auto verified = [&] {
    StringsIo io;
    return run(*practice.house, "rebuild", R"({"verify":true})", io);
  };
  REQUIRE(verified().empty());
  const auto audit = practice.audit_lines();
  for (const char* harm :
       {"UPDATE repair_now SET lowest = lowest + 0.0000000001",
        "UPDATE repair_now SET state = 'open', closed = NULL", "DELETE FROM repair_now",
        "UPDATE alert_now SET status = 'withdrawn'", "DELETE FROM course_state"}) {
    INFO(harm);
    practice.folder.by_hand(harm);
    const auto problems = verified();
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].rule == "differs");
    CHECK(problems[0].message.find("course-1") != std::string::npos);
    StringsIo mended;
    CHECK(run(*practice.house, "rebuild", "{}", mended).empty());
    CHECK(verified().empty());
  }
  CHECK(practice.audit_lines() == audit);
}

TEST_CASE("verify finds an audit line that was changed") {
  PracticeOfOne practice({}, 4);
  for (int i = 1; i <= 4; ++i) practice.rate(i, 80);
  StringsIo good;
  CHECK(run(*practice.house, "verify", "{}", good).empty());
  CHECK(good.out["out"].find("chain head") != std::string::npos);
  practice.folder.tamper("UPDATE audit_line SET outcome = 'denied' WHERE number = 2");
  StringsIo bad;
  const auto problems = run(*practice.house, "verify", "{}", bad);
  REQUIRE_FALSE(problems.empty());
  const auto told = all_of(problems);
  CHECK(told.find("audit line 2: changed") != std::string::npos);
  if (!holdfast::testing::is_on_postgresql())
    CHECK(told.find("trigger audit_line_unchanged is missing") != std::string::npos);
}

TEST_CASE("verify names a rating that was changed or taken out by hand, by its audit line") {
  for (const char* tampering :
       {"UPDATE rating SET raw = '399' WHERE session_number = 3",
        "UPDATE rating SET answers = replace(answers, '80', '81') WHERE session_number = 3"}) {
    INFO(tampering);
    PracticeOfOne practice({}, 4);
    for (int i = 1; i <= 4; ++i) practice.rate(i, 80);
    const auto line = practice.read([](store::Reader& reader) {
      std::vector<std::int64_t> submits;
      for (const auto& one : reader.audit.lines(1, 1000))
        if (one.entry.action == "rating.submit") submits.push_back(one.number);
      return submits.at(2);
    });
    const auto finding = fmt::format("audit line {}: rating changed", line);
    StringsIo io;
    CHECK(run(*practice.house, "verify", "{}", io).empty());
    practice.folder.tamper(tampering);
    CHECK(all_of(run(*practice.house, "verify", "{}", io)).find(finding) != std::string::npos);
  }
  PracticeOfOne practice({}, 4);
  for (int i = 1; i <= 4; ++i) practice.rate(i, 80);
  practice.folder.tamper("DELETE FROM rating WHERE session_number = 3");
  StringsIo io;
  CHECK(all_of(run(*practice.house, "verify", "{}", io)).find("rating removed") !=
        std::string::npos);
}

TEST_CASE("verify names tables, indexes and triggers that are not as they were made", "[file]") {
  for (const auto& [tampering, told] :
       {std::pair{"DROP TABLE alert_event", "table alert_event is missing"},
        std::pair{"DROP INDEX rating_of_key", "index rating_of_key is missing"},
        std::pair{"CREATE TRIGGER late AFTER INSERT ON rating BEGIN SELECT 1; END",
                  "trigger late does not belong here"},
        std::pair{"DROP TRIGGER rating_unchanged; CREATE TRIGGER rating_unchanged BEFORE UPDATE ON"
                  " rating BEGIN SELECT 1; END",
                  "trigger rating_unchanged was changed"}}) {
    INFO(tampering);
    PracticeOfOne practice({}, 4);
    practice.rate(1, 80);
    practice.folder.by_hand(tampering);
    StringsIo io;
    CHECK(all_of(run(*practice.house, "verify", "{}", io)).find(told) != std::string::npos);
  }
}

TEST_CASE("demo ratings are the same for a seed, and import takes them") {
  PracticeOfOne practice;
  StringsIo first, second, other;
  CHECK(run(*practice.house, "demo-ratings", R"({"seed":3})", first).empty());
  CHECK(run(*practice.house, "demo-ratings", R"({"seed":3})", second).empty());
  CHECK(run(*practice.house, "demo-ratings", R"({"seed":4})", other).empty());
  CHECK(first.out["out"] == second.out["out"]);
  CHECK(first.out["out"] != other.out["out"]);
  StringsIo io;
  io.in["in"] = first.out["out"];
  CHECK(run(*practice.house, "import", "{}", io).empty());
  CHECK(practice.read(
            [](store::Reader& reader) { return reader.ratings.of_course(course).size(); }) > 40);
}

TEST_CASE(
    "an instrument is named by its id, as the list prints it, or without a number it alone has") {
  RecordingHost host;
  const auto house = closed_house(host);
  const auto found = [&](std::string_view name) -> std::string {
    const auto* definition = named_instrument(house->instruments(), name);
    return definition ? definition->id : "none";
  };
  CHECK(found("srs-3") == "srs-3");
  CHECK(found("srs-3@1") == "srs-3");
  CHECK(found("srs") == "srs-3");
  CHECK(found("wai") == "wai-36");
  CHECK(found("arm") == "none");  // 5, 12 or 28 items
  CHECK(found("srs-3@2") == "none");
  CHECK(found("srs-") == "none");
  CHECK(found("") == "none");
  CHECK(found("holdfast-session") == "holdfast-session");
}
