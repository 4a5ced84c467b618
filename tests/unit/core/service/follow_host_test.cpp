// SPDX-License-Identifier: MIT
#include "service/follow_host.hpp"

#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/client_file.hpp"
#include "service/end_rating.hpp"
#include "service/practice_tables.hpp"
#include "service/tick.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

// The next page of changes that the host tells.
struct ChangingHost : RecordingHost {
  mutable std::vector<practice::Change> next;
  Answer<practice::Changes> changes(std::string_view cursor, std::uint32_t limit) const override {
    if (cursor.empty()) return RecordingHost::changes(cursor, limit);
    practice::Changes page;
    page.cursor = "2";
    page.changes = std::exchange(next, {});
    return {practice::Outcome::ok, page, {}};
  }
};

struct Practice : PracticeOfOne {
  ChangingHost changing;
  explicit Practice(int sessions) : PracticeOfOne({}, sessions) {
    for (auto* of : {&host}) {
      changing.clients = of->clients;
      changing.clinicians = of->clinicians;
      changing.courses = of->courses;
      changing.sessions = of->sessions;
      changing.people = of->people;
      changing.clock = of->clock;
      changing.folder = of->folder;
    }
    house.reset();
    Config config;
    config.open = Open::store;
    config.store = folder.configured();
    house = House::open(config, changing);
  }
  void tell(practice::Change change) {
    changing.next.push_back(std::move(change));
    REQUIRE(mirror_host(*house, std::chrono::seconds{10}).trouble.empty());
  }
  void dip() {
    for (int i = 1; i < 10; ++i) rate(i, 80);
    rate(10, 40);
  }
  Problems verify() {
    StringsIo io;
    return find_tool("rebuild")->run(*house, R"({"verify":true})", io);
  }
};

const ClientId survivor{"client-2"};

// client-1, of the one practice, is another file of client-2.
struct TwoFiles : Practice {
  explicit TwoFiles(int sessions) : Practice(sessions) {
    practice::Client other;
    other.id = survivor;
    other.name = "Test Client the same";
    tell({practice::ChangeKind::client, survivor.value, {}, false, other});
  }
  void merge() { tell({practice::ChangeKind::merge, client.value, survivor.value, false, {}}); }
  void unmerge() { tell({practice::ChangeKind::unmerge, client.value, survivor.value, false, {}}); }
  void answers(const ClientId& who, store::Purpose purpose, store::ConsentAnswer answer) {
    house->store().commit([&](store::Unit& unit) {
      store::Consent consent;
      consent.id = unit.ids.uuid();
      consent.client = unit.people.key_of(who);
      consent.purpose = purpose;
      consent.answer = answer;
      consent.given_by = "client";
      consent.recorded_by = "person-1";
      consent.text_version = "1";
      consent.day = day_of(1);
      consent.at = changing.clock;
      unit.consents.insert(consent);
    });
  }
  std::optional<store::ConsentAnswer> stands(store::Purpose purpose) {
    return read([&](store::Reader& reader) -> std::optional<store::ConsentAnswer> {
      const auto key = reader.people.find_key(survivor);
      const auto consent = key ? reader.consents.standing(*key, purpose) : std::nullopt;
      return consent ? std::optional{consent->answer} : std::nullopt;
    });
  }
  ClientFile file_of(const ClientId& whose) {
    return read(
        [&](store::Reader& reader) { return read_client_file(reader, *house, whose, english); });
  }
};

practice::Course with(const ClinicianId& clinician) {
  practice::Course one;
  one.id = course;
  one.client = client;
  one.clinicians = {clinician};
  return one;
}

}  // namespace

TEST_CASE(
    "a course that goes over to a colleague takes its open check-ins along and ends the repair") {
  Practice practice(10);
  practice.dip();
  REQUIRE(practice.alerts().size() == 1);
  practice.tell(
      {practice::ChangeKind::course, course.value, {}, false, with(ClinicianId{"clinician-2"})});
  CHECK(practice.alerts()[0].clinician.value == "clinician-2");
  CHECK(practice.alerts()[0].status == store::AlertStatus::open);
  const auto state = [&] {
    return practice.read(
        [](store::Reader& reader) { return reader.repairs.of_course(course).front().state; });
  };
  CHECK(state() == "transferred");
  practice.read([](store::Reader& reader) {
    const auto transfers = reader.records.transfers_of(course);
    REQUIRE(transfers.size() == 1);
    CHECK(transfers[0].from == clinician);
    CHECK(transfers[0].to.value == "clinician-2");
  });
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) { rerun_course(unit, file); });
  CHECK(state() == "transferred");  // also after everything was worked out anew
  CHECK(practice.verify().empty());
}

TEST_CASE("a colleague who joins the course is no transfer") {
  Practice practice(10);
  practice.dip();
  auto both = with(clinician);
  both.clinicians.emplace_back("clinician-2");
  practice.tell({practice::ChangeKind::course, course.value, {}, false, both});
  CHECK(practice.alerts()[0].clinician == clinician);
  practice.read([](store::Reader& reader) {
    CHECK(reader.records.transfers_of(course).empty());
    CHECK(reader.repairs.of_course(course).front().state == "open");
  });
}

TEST_CASE("two files of one client are merged, and taken apart again as they were") {
  Practice practice(10);
  practice.dip();
  const auto gone = practice.key();
  const ClientId survivor{"client-2"};
  practice::Client other;
  other.id = survivor;
  other.name = "Test Client the same";
  practice.tell({practice::ChangeKind::client, survivor.value, {}, false, other});
  auto merged = practice.changing.clients[client.value];
  merged.merged_into = survivor;
  practice.tell({practice::ChangeKind::merge, client.value, survivor.value, false, merged});
  const auto subjects = [&] {
    return practice.read([](store::Reader& reader) {
      std::set<store::ClientKey> found;
      for (const auto& rating : reader.ratings.of_course(course)) found.insert(rating.subject);
      return found;
    });
  };
  const auto kept =
      practice.read([&](store::Reader& reader) { return *reader.people.find_key(survivor); });
  CHECK(subjects() == std::set{kept});
  const auto rated = [&](const ClientId& whose) {
    return practice.read([&](store::Reader& reader) {
      const auto file = read_client_file(reader, *practice.house, whose, english);
      return json::parse(file.json, {4 * 1024 * 1024, 32})->find("ratings")->items().size();
    });
  };
  CHECK(rated(survivor) == 10);  // in the file of who they belong to now
  CHECK(rated(client) == 0);
  std::string table;
  export_practice(*practice.house, Naming::as_stored,
                  [&](std::string_view name, std::string_view csv) {
                    if (name == "ratings") table += csv;
                  });
  CHECK(std::count(table.begin(), table.end(), '\n') == 1 + 10);
  CHECK(table.find("\nclient-2,course-1,") != std::string::npos);
  CHECK(practice.read([](store::Reader& r) { return r.ratings.of_course(course).size(); }) == 10);
  CHECK(practice.verify().empty());
  merged.merged_into = ClientId{};
  practice.tell({practice::ChangeKind::unmerge, client.value, survivor.value, false, merged});
  CHECK(subjects() == std::set{gone});
  CHECK(rated(survivor) == 0);
  CHECK(rated(client) == 10);
  CHECK(practice.read([](store::Reader& r) { return r.ratings.of_course(course).size(); }) == 10);
  CHECK(practice.verify().empty());
  practice.read([](store::Reader& reader) { CHECK_FALSE(reader.audit.verify().finding); });
}

TEST_CASE("of two merged files the stricter answer holds, and is taken back with the merge") {
  using enum store::Purpose;
  using enum store::ConsentAnswer;
  TwoFiles practice(10);
  practice.answers(client, forms, refused);
  practice.answers(survivor, supervision, refused);
  practice.answers(client, supervision, agreed);
  practice.answers(survivor, research, agreed);
  practice.answers(client, research, withdrawn);
  practice.answers(client, write_back, agreed);
  practice.changing.clock += std::chrono::hours{1};
  practice.merge();  // nothing was rated: the answers alone go along
  CHECK(practice.stands(forms) == refused);
  CHECK(practice.stands(supervision) == refused);
  CHECK(practice.stands(research) == withdrawn);
  CHECK(practice.stands(write_back) == agreed);
  CHECK_FALSE(practice.stands(carer_view));
  practice.changing.clock += std::chrono::hours{1};
  practice.merge();  // told once more
  practice.read([&](store::Reader& reader) {
    CHECK(reader.consents.history(*reader.people.find_key(survivor)).size() == 5);
  });
  practice.unmerge();
  CHECK(practice.stands(forms) == informed);  // was never asked
  CHECK(practice.stands(supervision) == refused);
  CHECK(practice.stands(research) == agreed);
}

TEST_CASE("what the client says after a merge holds, whatever the merged file said") {
  using enum store::Purpose;
  using enum store::ConsentAnswer;
  TwoFiles practice(10);
  practice.answers(client, forms, refused);
  practice.merge();
  practice.changing.clock += std::chrono::hours{1};
  practice.answers(survivor, forms, agreed);
  CHECK(practice.stands(forms) == agreed);
  practice.changing.clock += std::chrono::hours{1};
  practice.merge();  // a host that tells everything again
  CHECK(practice.stands(forms) == agreed);
  practice.changing.clock += std::chrono::hours{1};
  practice.unmerge();
  CHECK(practice.stands(forms) == agreed);
}

TEST_CASE("the surviving client's file holds what was kept in the merged one") {
  TwoFiles practice(10);
  practice.answers(client, store::Purpose::forms, store::ConsentAnswer::refused);
  practice.house->store().commit([&](store::Unit& unit) {
    const auto key = unit.people.key_of(client);
    store::BreakGlass use;
    use.id = unit.ids.uuid();
    use.person = PersonId{"person-7"};
    use.client = key;
    use.reason = "called at night";
    use.begins = practice.changing.clock;
    use.ends = use.begins + std::chrono::hours{1};
    unit.emergencies.insert(use);
    store::StoredAlert own;
    own.id = AlertId{unit.ids.uuid()};
    own.kind = store::AlertKind::own;
    own.course = course;
    own.subject = key;
    own.clinician = clinician;
    own.day = day_of(3);
    own.found_at = practice.changing.clock;
    unit.alerts.insert(own);
    store::AuditEntry look;
    look.actor_kind = "staff";
    look.action = "picture.read";
    look.outcome = "done";
    look.why = "own course";
    look.client = key;
    unit.audit.append(look, practice.changing.clock);
  });
  practice.merge();
  const auto file = practice.file_of(survivor);
  const auto json = json::parse(file.json, {4 * 1024 * 1024, 32});
  REQUIRE(json);
  CHECK(json->find("courses")->items().size() == 1);
  CHECK(json->find("consents")->items().size() == 2);  // as it was said, and as it came along
  CHECK(json->find("check_ins")->items().size() == 1);
  CHECK(file.json.find("called at night") != std::string::npos);
  CHECK(file.json.find("picture.read") != std::string::npos);
  practice.unmerge();
  CHECK(practice.file_of(survivor).json.find("called at night") == std::string::npos);
}

TEST_CASE("after a merge the practice system is given again what it had, and nothing else") {
  Config config;
  config.write_back = {"client_total", "subscales"};
  PracticeOfOne practice(config, 10);
  for (int i = 1; i <= 3; ++i) practice.rate(i, 80);
  tick(*practice.house, std::chrono::seconds{5});
  practice.rate(4, 80);  // waits
  const auto key = practice.key();
  practice.house->store().commit([&](store::Unit& unit) {  // as an import leaves it
    auto imported = unit.ratings.of_course(course).front();
    imported.id = RatingId{unit.ids.uuid()};
    imported.source = store::RatingSource::import;
    imported.session = session_id(9);
    imported.day = day_of(9);
    imported.idempotency_key.clear();
    unit.ratings.insert(imported, {}, {});
    practice::Client other;
    other.id = survivor;
    unit.mirror.put(other);
    follow_merge(unit, *practice.house,
                 {practice::ChangeKind::merge, client.value, survivor.value, false, {}});
  });
  const auto kept =
      practice.read([](store::Reader& reader) { return *reader.people.find_key(survivor); });
  std::map<std::string, int> waiting;
  practice.read([&](store::Reader& reader) {
    for (const auto& one : reader.outbox.open(1000)) {
      CHECK(one.client == (one.kind == "retract" ? key : kept));
      ++waiting[one.kind + " " + one.about];
    }
  });
  CHECK(waiting == std::map<std::string, int>{{"put client_total", 4},
                                              {"put subscales", 4},
                                              {"retract client_total", 3},
                                              {"retract subscales", 3}});
}
