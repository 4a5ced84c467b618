// SPDX-License-Identifier: MIT
#include "service/mirror_host.hpp"

#include <catch2/catch.hpp>

#include "practice_of_one.hpp"
#include "service/tick.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;
using practice::Change;
using practice::ChangeKind;

namespace {

constexpr std::chrono::seconds plenty{10};

// A host that tells its changes in small pages and forgets cursors when asked to.
struct PagingHost : RecordingHost {
  std::vector<Change> journal;
  mutable int asked = 0;
  bool forgets = false;
  std::size_t page = 3;

  Answer<practice::Changes> changes(std::string_view cursor, std::uint32_t limit) const override {
    ++asked;
    if (is_down) return {practice::Outcome::unavailable, std::nullopt, "no answer"};
    if (forgets && !cursor.empty()) return {practice::Outcome::invalid, std::nullopt, "unknown"};
    const auto from =
        cursor.empty() ? 0u : static_cast<std::size_t>(std::stoul(std::string(cursor)));
    practice::Changes answer;
    auto at = from;
    for (; at < journal.size() && at - from < std::min<std::size_t>(page, limit); ++at)
      answer.changes.push_back(journal[at]);
    answer.cursor = std::to_string(at);
    answer.more = at < journal.size();
    return {practice::Outcome::ok, std::move(answer), {}};
  }
};

struct Told {
  store::testing::Folder folder;
  PagingHost host;
  std::unique_ptr<House> house;

  Told() {
    host.folder = folder.path().string();
    host.clock = start_of(40);
    practice::Course one;
    one.id = course;
    one.client = client;
    one.clinicians = {clinician};
    practice::Client someone;
    someone.id = client;
    someone.name = "Test Client";
    host.journal.push_back({ChangeKind::client, client.value, {}, false, someone});
    host.journal.push_back({ChangeKind::course, course.value, {}, false, one});
    for (int i = 1; i <= 8; ++i) tell(PracticeOfOne::session(i));
    house = House::open({.open = Open::store, .store = folder.configured()}, host);
  }
  void tell(const practice::Session& session) {
    host.journal.push_back({ChangeKind::session, session.id.value, {}, false, session});
  }
  std::size_t sessions() {
    return house->store().read(
        [](store::Reader& reader) { return reader.mirror.sessions_of_course(course).size(); });
  }
};

}  // namespace

TEST_CASE("the mirror follows the host page by page to the end") {
  Told told;
  const auto mirrored = mirror_host(*told.house, plenty);
  CHECK(mirrored.trouble.empty());
  CHECK_FALSE(mirrored.more);
  CHECK(told.host.asked == 4);
  CHECK(told.sessions() == 8);
  mirror_host(*told.house, plenty);
  CHECK(told.host.asked == 5);
}

TEST_CASE("a spent budget leaves the rest for the next tick") {
  Told told;
  CHECK(mirror_host(*told.house, std::chrono::milliseconds{0}).more);
  CHECK(told.sessions() == 1);
  CHECK_FALSE(mirror_host(*told.house, plenty).more);
  CHECK(told.sessions() == 8);
}

TEST_CASE("what the host removed goes from the mirror") {
  Told told;
  told.host.journal.push_back({ChangeKind::session, session_id(3).value, {}, true, {}});
  mirror_host(*told.house, plenty);
  CHECK(told.sessions() == 7);
}

TEST_CASE("what the host does not send along is asked for, and gone is gone") {
  Told told;
  told.host.sessions[session_id(9).value] = PracticeOfOne::session(9);
  told.host.journal.push_back({ChangeKind::session, session_id(9).value, {}, false, {}});
  told.host.journal.push_back({ChangeKind::session, session_id(10).value, {}, false, {}});
  mirror_host(*told.house, plenty);
  CHECK(told.sessions() == 9);
}

TEST_CASE("a host that is down is told to the operator, and nothing is lost") {
  Told told;
  told.host.is_down = true;
  CHECK(mirror_host(*told.house, plenty).trouble == "mirror: no answer");
  CHECK(tick(*told.house, plenty).trouble.find("no answer") != std::string::npos);
  told.host.is_down = false;
  CHECK(mirror_host(*told.house, plenty).trouble.empty());
  CHECK(told.sessions() == 8);
}

TEST_CASE("a host that forgot the cursor tells everything again") {
  Told told;
  mirror_host(*told.house, plenty);
  told.host.forgets = true;
  told.host.page = 100;
  told.tell(PracticeOfOne::session(9));
  CHECK(mirror_host(*told.house, plenty).trouble.empty());
  CHECK(told.sessions() == 9);
}

TEST_CASE("a session missed after a dip raises a notice when it is mirrored") {
  Told told;
  mirror_host(*told.house, plenty);
  PracticeOfOne forms({}, 1);
  for (int i = 1; i <= 8; ++i) {
    told.host.clock = start_of(i) + std::chrono::hours{1};
    auto sent = forms.submission(i, i == 8 ? 45 : 85);
    REQUIRE(submit_rating(*told.house, sent));
  }
  auto missed = PracticeOfOne::session(9);
  missed.attendance = Attendance::no_show;
  told.tell(missed);
  told.host.clock = start_of(9) + std::chrono::hours{2};
  mirror_host(*told.house, plenty);
  const auto find = [&] {
    std::vector<store::AlertNow> absences;
    for (auto& alert : told.house->store().read(
             [](store::Reader& reader) { return reader.alerts.of_course(course); }))
      if (alert.alert.rule == "N") absences.push_back(std::move(alert));
    return absences;
  };
  REQUIRE(find().size() == 1);
  CHECK(find()[0].alert.kind == store::AlertKind::notice);
  CHECK(find()[0].alert.session == session_id(9));
  CHECK_FALSE(find()[0].alert.before_third_session);
  // It was a mistake of the front desk: the client had called in time.
  missed.attendance = Attendance::cancelled_by_client;
  told.tell(missed);
  mirror_host(*told.house, plenty);
  REQUIRE(find().size() == 1);
  CHECK(find()[0].status == store::AlertStatus::withdrawn);
}

TEST_CASE("a repair ends with its course, and goes on when the course does after all") {
  Told told;
  mirror_host(*told.house, plenty);
  PracticeOfOne forms({}, 1);
  for (int i = 1; i <= 8; ++i) {
    told.host.clock = start_of(i) + std::chrono::hours{1};
    REQUIRE(submit_rating(*told.house, forms.submission(i, i == 8 ? 45 : 85)));
  }
  const auto repair = [&] {
    return told.house->store().read(
        [](store::Reader& reader) { return reader.repairs.of_course(course).at(0); });
  };
  const auto tell = [&](std::optional<Day> ended) {
    practice::Course known;
    known.id = course;
    known.client = client;
    known.clinicians = {clinician};
    known.ended = ended;
    told.host.journal.push_back({ChangeKind::course, course.value, {}, false, known});
    mirror_host(*told.house, plenty);
  };
  CHECK(repair().state == "open");
  const auto last = PracticeOfOne::session(8).day + std::chrono::days{3};
  tell(last);
  CHECK(repair().state == "ended");
  CHECK(repair().closed == last);
  tell(std::nullopt);
  CHECK(repair().state == "open");
  CHECK_FALSE(repair().closed);
}
