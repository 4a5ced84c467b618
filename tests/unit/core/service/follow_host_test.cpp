// SPDX-License-Identifier: MIT
#include "service/follow_host.hpp"

#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "practice_of_one.hpp"
#include "service/client_file.hpp"
#include "service/end_rating.hpp"
#include "service/practice_tables.hpp"
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
      const auto file = read_client_file(reader, *practice.house, whose);
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
