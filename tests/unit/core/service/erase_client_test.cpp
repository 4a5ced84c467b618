// SPDX-License-Identifier: MIT
#include "service/erase_client.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/client_file.hpp"
#include "service/end_rating.hpp"
#include "service/erasure_ledger.hpp"
#include "service/follow_host.hpp"
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
  config.duty_contact = "person-1";
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

TEST_CASE("a second records officer counts who treats here and has never signed in") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  practice.host.clock += std::chrono::hours{30};
  practice::Person lead;
  lead.id = PersonId{"person-1"};  // of clinician-1
  lead.roles = {Role::therapist, Role::records_officer};
  practice.host.people["person-1"] = lead;
  CHECK(rule_of(erase_client(*practice.house, wish())) == "second-person");
  CHECK(erase_client(*practice.house, wish("person-9", "person-1")));
}

TEST_CASE("only a records officer asks for an erasure, and an unknown name is none") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  practice.host.clock += std::chrono::hours{30};
  CHECK(rule_of(erase_client(*practice.house, wish("u-nobody-at-all"))) == "not-an-officer");
  CHECK(rule_of(erase_client(*practice.house, wish("person-1"))) == "not-an-officer");
  practice.host.is_down = true;
  CHECK(rule_of(erase_client(*practice.house, wish())) == "host-unavailable");
  practice.host.is_down = false;
  CHECK(rule_of(erase_client(*practice.house, wish("person-9", "u-nobody"))) == "second-person");
  officer(practice, "person-9");
  practice.host.people["person-9"].roles.clear();  // since then
  CHECK(rule_of(erase_client(*practice.house, wish())) == "not-an-officer");
  practice.host.people.erase("person-9");  // signs in there by another name
  CHECK(erase_client(*practice.house, wish()));
  const auto* tool = find_tool("erase");
  REQUIRE(tool);
  CHECK(std::string_view(tool->needs) == "all");  // so that the adapter is there to be asked
}

TEST_CASE("an erasure needs a reason and a name") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  CHECK(rule_of(erase_client(*practice.house, {client, "", PersonId{"person-9"}, {}})) == "reason");
  CHECK(rule_of(erase_client(*practice.house, {client, "over", {}, {}})) == "asked_by");
}

namespace {

const ClientId other_client{"client-2"};
const CourseId other_course{"course-2"};

// A second client of the same therapist, with a session a day after each of the first one's.
void add_other(PracticeOfOne& practice) {
  practice.house->store().commit([&](store::Unit& unit) {
    practice::Client someone;
    someone.id = other_client;
    someone.name = "Second Person";
    unit.mirror.put(someone);
    practice::Course one;
    one.id = other_course;
    one.client = other_client;
    one.clinicians = {clinician};
    unit.mirror.put(one);
    for (int i = 1; i <= 10; ++i) {
      auto session = PracticeOfOne::session(i);
      session.id = SessionId{"other-" + std::to_string(100 + i)};
      session.course = other_course;
      unit.mirror.put(session);
    }
  });
}

}  // namespace

TEST_CASE("what was first entered under somebody else is erased with the client it was moved to",
          "[file]") {
  PracticeOfOne practice(kept_for(0), 10);
  add_other(practice);
  for (int i = 1; i <= 9; ++i) practice.rate(i, 80);
  auto low = practice.submission(10, 20);  // a dip in the wrong client's course
  low.answers.emplace("comment", std::string("Zwiebelkuchen"));
  const auto wrong = submit_rating(*practice.house, low);
  REQUIRE(wrong);
  REQUIRE(practice.alerts().size() == 1);
  REQUIRE(move_rating(*practice.house, practice.therapist(), wrong->rating, "/ratings",
                      {other_course, {}, "handed to the wrong person"}));
  practice.host.clock += std::chrono::hours{30};
  REQUIRE(bytes_of(practice.folder).find("Zwiebelkuchen") != std::string::npos);

  auto whom = wish();
  whom.client = other_client;
  const auto erased = erase_client(*practice.house, whom);
  REQUIRE(erased);
  CHECK(json::parse(erased->certificate)->find("rows")->find("rating")->number() == 2);
  const auto left = bytes_of(practice.folder);
  for (const char* trace : {"Zwiebelkuchen", "Second Person"}) {
    INFO(trace);
    CHECK(left.find(trace) == std::string::npos);
  }
  practice.read([&](store::Reader& reader) {
    CHECK(reader.ratings.of_course(course).size() == 9);  // the others stay as they were
    CHECK_FALSE(reader.audit.verify().finding);
  });
  StringsIo rebuilt;
  CHECK(find_tool("rebuild")->run(*practice.house, R"({"verify":true})", rebuilt).empty());
  practice.house->store().check();
}

TEST_CASE("a file that another was merged into is erased with it, and either's hold is kept",
          "[file]") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  auto said = practice.submission(2, 70);
  said.answers.emplace("comment", std::string("Zwiebelkuchen"));
  REQUIRE(submit_rating(*practice.house, said));
  practice.host.clock += std::chrono::hours{30};
  const auto gone = practice.key();
  practice.house->store().commit([&](store::Unit& unit) {
    practice::Client survivor;
    survivor.id = other_client;
    survivor.name = "Test Client the same";
    unit.mirror.put(survivor);
    follow_merge(unit, *practice.house,
                 {practice::ChangeKind::merge, client.value, other_client.value, false, {}});
  });
  const auto file = practice.read([&](store::Reader& reader) {
    CHECK(retention_ends(reader, *practice.house, other_client));
    return read_client_file(reader, *practice.house, other_client, english);
  });
  CHECK(file.json.find("Zwiebelkuchen") != std::string::npos);  // it is theirs now
  CHECK(file.json.find("\"taken_out\":[]") != std::string::npos);
  place_hold(practice, "hold-on-the-merged-one");
  auto whom = wish();
  whom.client = other_client;
  CHECK(rule_of(erase_client(*practice.house, whom)) == "legal-hold");
  practice.house->store().commit([&](store::Unit& unit) {
    CHECK(unit.records.lift("hold-on-the-merged-one", "person-9", practice.host.clock));
  });
  REQUIRE(erase_client(*practice.house, whom));
  const auto left = bytes_of(practice.folder);
  for (const char* trace : {"Zwiebelkuchen", "Test Client"}) {
    INFO(trace);
    CHECK(left.find(trace) == std::string::npos);
  }
  practice.read([&](store::Reader& reader) {
    CHECK_FALSE(reader.people.client_of(gone));
    CHECK(reader.erasures.all().size() == 2);
    CHECK_FALSE(reader.audit.verify().finding);
  });
}

TEST_CASE("an erasure that was written down but not done is done when the store is opened") {
  PracticeOfOne practice(kept_for(0), 10);
  practice.rate(1, 80);
  store::Erasure erasure;
  erasure.id = practice.house->store().ids().uuid();
  erasure.client = practice.key();
  erasure.salt = "salt";
  erasure.reason = "the time is over";
  erasure.asked_by = "person-9";
  erasure.at = practice.host.clock;
  write_ledger(*practice.house, erasure);  // and then the process ended
  auto config = practice.house->config();
  practice.house.reset();
  practice.house = House::open(config, practice.host);
  CHECK(practice.house->erased_again() == 1);
  practice.read([&](store::Reader& reader) {
    CHECK(reader.ratings.of_course(course).empty());
    CHECK(reader.erasures.certificate(erasure.id));
    CHECK_FALSE(reader.audit.verify().finding);
  });
  practice.house.reset();
  practice.house = House::open(config, practice.host);
  CHECK(practice.house->erased_again() == 0);
}
