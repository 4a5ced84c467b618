// SPDX-License-Identifier: MIT
#include "service/audit_anchor.hpp"

#include <sqlite3.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/tick.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

Problems run(House& house, const char* name, std::string_view options, StringsIo& io) {
  const auto* tool = find_tool(name);
  REQUIRE(tool);
  return tool->run(house, options, io);
}

std::string anchors_of(const PracticeOfOne& practice) {
  std::ifstream in(practice.folder.file("audit-anchors.jsonl"), std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// What somebody with the file in hand can do.
void tamper(const PracticeOfOne& practice, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(practice.folder.file().c_str(), &database) == SQLITE_OK);
  char* error = nullptr;
  sqlite3_exec(database,
               ("DROP TRIGGER audit_line_unchanged; DROP TRIGGER audit_line_kept; DROP TRIGGER "
                "audit_payload_kept;" +
                sql)
                   .c_str(),
               nullptr, nullptr, &error);
  INFO((error ? error : ""));
  CHECK(error == nullptr);
  sqlite3_free(error);
  sqlite3_close(database);
}

}  // namespace

TEST_CASE("the head of the audit chain is kept outside the database, in the folder and the log") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  tick(*practice.house, std::chrono::seconds{1});
  const auto kept = read_anchors(anchors_of(practice));
  REQUIRE(kept.size() == 1);
  struct stat status {};
  REQUIRE(::stat(practice.folder.file("audit-anchors.jsonl").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  std::string logged;
  for (const auto& line : practice.host.logged) logged += line + "\n";
  const auto told = read_anchors(logged);
  REQUIRE(told.size() == 1);
  CHECK(told[0].hash == kept[0].hash);
  CHECK(told[0].number == kept[0].number);

  practice.rate(2, 70);
  tick(*practice.house, std::chrono::seconds{1});
  CHECK(read_anchors(anchors_of(practice)).size() == 1);  // not for every line
  practice.host.clock += std::chrono::hours{1};
  tick(*practice.house, std::chrono::seconds{1});
  CHECK(read_anchors(anchors_of(practice)).size() == 2);
  tick(*practice.house, std::chrono::seconds{1});
  CHECK(read_anchors(anchors_of(practice)).size() == 2);  // nothing new to keep
}

TEST_CASE("a cut tail and a log written anew are found by the anchors alone", "[file]") {
  PracticeOfOne practice;
  for (int i = 1; i <= 4; ++i) practice.rate(i, 70);
  anchor_audit_now(*practice.house);
  StringsIo good;
  CHECK(run(*practice.house, "audit-verify", "{}", good).empty());
  CHECK(good.out["out"].find("1 anchors") != std::string::npos);

  SECTION("the tail is cut") {
    tamper(practice,
           "DELETE FROM audit_payload WHERE number = (SELECT max(number) FROM audit_line);"
           " DELETE FROM audit_line WHERE number = (SELECT max(number) FROM audit_line)");
    practice.read([](store::Reader& reader) { CHECK_FALSE(reader.audit.verify().finding); });
    for (const char* tool : {"audit-verify", "verify"}) {
      StringsIo io;
      std::string told;
      for (const auto& problem : run(*practice.house, tool, "{}", io)) told += problem.message;
      CHECK(told.find("cut off") != std::string::npos);
    }
  }
  SECTION("everything is written anew") {
    std::string hash;
    practice.read([&](store::Reader& reader) { hash = reader.audit.head().hash; });
    tamper(practice, "DELETE FROM audit_payload; DELETE FROM audit_line");
    for (int i = 0; i < 6; ++i)
      practice.house->store().commit([&](store::Unit& unit) {
        unit.audit.append({.actor_kind = "staff", .action = "picture.read", .outcome = "done"},
                          practice.host.clock);
      });
    practice.read([](store::Reader& reader) { CHECK_FALSE(reader.audit.verify().finding); });
    StringsIo io;
    const auto problems = run(*practice.house, "audit-verify", "{}", io);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message.find("written anew") != std::string::npos);
  }
}

TEST_CASE("an export is whole JSON also when the first line was taken away", "[file]") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  tamper(practice, "DELETE FROM audit_payload; DELETE FROM audit_line WHERE number = 1");
  StringsIo io;
  CHECK(run(*practice.house, "audit-export", R"({"format":"json"})", io).empty());
  CHECK(json::parse(io.out["out"], {64 * 1024 * 1024, 32}));
}

TEST_CASE("anchors that the host's log carried elsewhere are taken from there") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  StringsIo io;
  io.in["anchors"] =
      "Nov 23 10:00:01 desk holdfast[7]: info: audit anchor: line 1 " + std::string(64, 'f') + "\n";
  const auto problems =
      run(*practice.house, "audit-verify", R"({"channels":["anchors","out"]})", io);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("audit line 1") != std::string::npos);
}

TEST_CASE("the audit log is exported as JSON and as CSV, and the export is a line of its own") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  StringsIo json_io, csv_io;
  const auto unknown =
      run(*practice.house, "audit-export", R"({"format":"json","by":"person-9"})", json_io);
  REQUIRE(unknown.size() == 1);
  CHECK(unknown[0].field == "by");
  CHECK(json_io.out["out"].empty());
  practice.house->store().commit([&](store::Unit& unit) {
    practice::Person person;
    person.id = PersonId{"person-9"};
    unit.people.put(person, practice.host.clock);
  });
  CHECK(run(*practice.house, "audit-export", R"({"format":"json","by":"person-9"})", json_io)
            .empty());
  const auto exported = json::parse(json_io.out["out"], {64 * 1024 * 1024, 32});
  REQUIRE(exported);
  CHECK(exported->string_or("schema") == "holdfast.audit/1");
  const auto& lines = exported->find("lines")->items();
  REQUIRE(lines.size() >= 2);
  CHECK(lines.back().string_or("action") == "audit.export");
  CHECK(lines.back().string_or("actor") == "person-9");
  for (std::size_t i = 1; i < lines.size(); ++i)
    CHECK(lines[i].string_or("previous") == lines[i - 1].string_or("hash"));
  CHECK(run(*practice.house, "audit-export", R"({"format":"csv"})", csv_io).empty());
  const auto& csv = csv_io.out["out"];
  CHECK(std::count(csv.begin(), csv.end(), '\n') ==
        static_cast<std::ptrdiff_t>(lines.size()) + 2);  // a head, and this export's own line
  StringsIo wrong;
  CHECK(run(*practice.house, "audit-export", R"({"format":"xml"})", wrong).size() == 1);
}

TEST_CASE("the audit log leaves line by line, however long it is, for a reader that streams") {
  PracticeOfOne practice;
  practice.house->store().commit([&](store::Unit& unit) {
    for (auto left = 999 - unit.audit.head().number; left > 0; --left)
      unit.audit.append({.actor_kind = "staff", .action = "picture.read", .outcome = "done"},
                        practice.host.clock);
  });
  for (const std::int64_t length : {1000, 1001}) {  // with the export's own line
    StringsIo io;
    CHECK(run(*practice.house, "audit-export", R"({"format":"ndjson"})", io).empty());
    std::istringstream in(io.out["out"]);
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
      const auto one = json::parse(line);
      REQUIRE(one);
      REQUIRE(one->string_or("schema") == "holdfast.audit-line/1");
      REQUIRE(static_cast<std::int64_t>(one->find("line")->number()) == ++number);
    }
    CHECK(number == length);
  }
}
