// SPDX-License-Identifier: MIT
#include "service/erase_client.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
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

Config kept_for(int years) {
  Config config;
  config.retention_years = years;
  config.write_back = {"client_total"};
  return config;
}

std::string rule_of(const Reply<Erased>& reply) {
  return reply ? std::string{} : reply.refusal().rule;
}

EraseWish wish(const char* by = "person-9", const char* agreed = "") {
  return {client, "the time is over", PersonId{by}, PersonId{agreed}};
}

void officer(PracticeOfOne& practice, const std::string& id) {
  practice.house->store().commit([&](store::Unit& unit) {
    practice::Person person;
    person.id = PersonId{id};
    person.roles = {Role::records_officer};
    unit.people.put(person, practice.host.clock);
  });
}

std::string bytes_of(const store::testing::Folder& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    all += text.str();
  }
  return all;
}

void place_hold(PracticeOfOne& practice, const std::string& id) {
  const auto key = practice.key();
  practice.house->store().commit([&](store::Unit& unit) {
    unit.records.insert(
        store::LegalHold{id, key, "a court asks", "person-9", practice.host.clock, {}, {}});
  });
}

}  // namespace

TEST_CASE("an erased client is in no file any more, and what stays is whole", "[file]") {
  PracticeOfOne practice(kept_for(0), 10);
  for (int i = 1; i <= 9; ++i) practice.rate(i, 80);
  auto low = practice.submission(10, 30);
  low.answers.emplace("comment", std::string("Zwiebelkuchen"));
  submit_rating(*practice.house, low).operator bool();
  tick(*practice.house, std::chrono::seconds{5});
  const auto key = practice.key();
  {
    std::ofstream(practice.folder.file("holdfast.db.schema-1.17")) << "an older copy, Test Client";
  }
  CHECK(bytes_of(practice.folder).find("Test Client") != std::string::npos);
  practice.host.clock += std::chrono::hours{30};

  const auto erased = erase_client(*practice.house, wish());
  REQUIRE(erased);
  CHECK(erased->is_compacted);
  const auto certificate = json::parse(erased->certificate);
  REQUIRE(certificate);
  CHECK(certificate->string_or("reason") == "the time is over");
  CHECK(certificate->find("in_the_practice_system")->items().size() == 10);
  CHECK(certificate->find("copies_removed")->number() == 1);
  CHECK(certificate->find("rows")->find("rating")->number() == 10);

  const auto left = bytes_of(practice.folder);
  for (const char* trace : {"Test Client", "Zwiebelkuchen", "course-1", "session-101"}) {
    INFO(trace);
    CHECK(left.find(trace) == std::string::npos);
  }
  practice.read([&](store::Reader& reader) {
    CHECK(reader.ratings.of_course(course).empty());
    CHECK(reader.alerts.of_course(course).empty());
    CHECK_FALSE(reader.people.client_of(key));
    CHECK_FALSE(reader.audit.verify().finding);
    CHECK_FALSE(
        reader.audit.of_client(key).empty());  // that somebody looked stays; at whom does not
  });
  StringsIo verified, rebuilt;
  CHECK(find_tool("verify")->run(*practice.house, "{}", verified).empty());
  CHECK(find_tool("rebuild")->run(*practice.house, R"({"verify":true})", rebuilt).empty());
  practice.house->store().check();
}

TEST_CASE("a file is kept until its time is over, and a hold is stronger than that") {
  PracticeOfOne practice(kept_for(10), 10);
  practice.rate(1, 80);
  CHECK(rule_of(erase_client(*practice.house, wish())) == "retention");
  const auto ends = practice.read(
      [&](store::Reader& reader) { return retention_ends(reader, *practice.house, client); });
  REQUIRE(ends);
  CHECK(*ends == Day{std::chrono::year_month_day{day_of(10)} + std::chrono::years{10}});
  practice.host.clock = Instant{*ends} + std::chrono::hours{12};
  place_hold(practice, "hold-1");
  CHECK(rule_of(erase_client(*practice.house, wish())) == "legal-hold");
  practice.house->store().commit([&](store::Unit& unit) {
    CHECK(unit.records.lift("hold-1", "person-9", practice.host.clock));
  });
  CHECK(erase_client(*practice.house, wish()));
}

TEST_CASE("a young client's file is kept until the age that the practice set") {
  auto config = kept_for(0);
  config.retention_age = 25;
  PracticeOfOne practice(config, 10);
  practice.host.clients[client.value].birth_date = Day{std::chrono::year{2012} / 2 / 29};
  practice.house->store().commit(
      [&](store::Unit& unit) { unit.mirror.put(practice.host.clients[client.value]); });
  practice.rate(1, 80);
  CHECK(rule_of(erase_client(*practice.house, wish())) == "retention");
  const auto ends = practice.read(
      [&](store::Reader& reader) { return retention_ends(reader, *practice.house, client); });
  CHECK(*ends == Day{std::chrono::year{2037} / 2 / 28});
}

TEST_CASE("where the practice has two records officers, a second one has to agree") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  practice.host.clock += std::chrono::hours{30};
  officer(practice, "person-9");
  officer(practice, "person-8");
  CHECK(rule_of(erase_client(*practice.house, wish())) == "second-person");
  CHECK(rule_of(erase_client(*practice.house, wish("person-9", "person-9"))) == "second-person");
  CHECK(rule_of(erase_client(*practice.house, wish("person-9", "person-1"))) == "second-person");
  CHECK(erase_client(*practice.house, wish("person-9", "person-8")));
  CHECK(rule_of(erase_client(*practice.house, wish("person-9", "person-8"))) == "unknown-client");
}

TEST_CASE("an erasure needs a reason and a name") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  CHECK(rule_of(erase_client(*practice.house, {client, "", PersonId{"person-9"}, {}})) == "reason");
  CHECK(rule_of(erase_client(*practice.house, {client, "over", {}, {}})) == "asked_by");
}
