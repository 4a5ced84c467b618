// SPDX-License-Identifier: MIT
#include "service/detection_settings.hpp"

#include <catch2/catch.hpp>

#include "json/parse.hpp"
#include "practice_of_many.hpp"
#include "service/change_detection.hpp"
#include "service/course_engine.hpp"
#include "service/detection_settings_json.hpp"
#include "service/preview_settings.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

DetectionChange thresholds(int seen, double sudden_z) {
  DetectionChange change{seen, "fewer check-ins", {}};
  AcceptThresholds accept;
  accept.thresholds.sudden_z = sudden_z;
  change.what = accept;
  return change;
}

PreviewQuestion question(detection::Thresholds asked) {
  PreviewQuestion question;
  question.is_asked = true;
  question.thresholds = asked;
  return question;
}

access::Principal admin() {
  practice::Person person;
  person.id = PersonId{"person-admin"};
  person.roles = {Role::admin};
  return access::principal_of(person);
}

std::vector<store::StoredAlert> facts(PracticeOfOne& practice) {
  return practice.read([](store::Reader& reader) { return reader.alerts.facts_of_course(course); });
}

}  // namespace

TEST_CASE("a choice that is written is the choice that is read") {
  DetectionChoice choice;
  choice.rules = detection::RuleSet::E;
  choice.thresholds = {.sudden_dip = false,
                       .sustained = false,
                       .sudden_z = 2.05,
                       .sustained_z = 1.35,
                       .least_drop = 9.5,
                       .evidence_all_areas = 2.6,
                       .evidence_total = 2.3,
                       .silence = 5,
                       .speaks_again = 0.75,
                       .first_sudden = 4,
                       .first_sustained = 6};
  choice.instruments["wai-sr"] = {77.125, 10.5, 8.3, 41, 700};
  json::Writer writer;
  writer.begin_object();
  write_choice(writer, choice);
  writer.end_object();
  const auto parsed = json::parse(writer.take());
  REQUIRE(parsed);
  Problems problems;
  json::Object in(*parsed, "", problems);
  CHECK(read_choice(in) == choice);
  CHECK(problems.empty());
}

TEST_CASE("a threshold out of its range is refused by name") {
  const auto parsed = json::parse(R"({"thresholds":{"sudden_z":1.2,"unheard_of":1}})");
  REQUIRE(parsed);
  Problems problems;
  json::Object in(*parsed, "", problems);
  read_choice(in);
  REQUIRE(problems.size() == 2);
  CHECK(problems[0].field == "/thresholds/sudden_z");
  CHECK(problems[1].field == "/thresholds/unheard_of");
}

TEST_CASE("a version's name carries its number") {
  CHECK(version_number(version_name(1)) == 1);
  CHECK(version_name(1).view() == "built-in-1");
  CHECK(version_number(version_name(27)) == 27);
  CHECK(version_name(27).view() == "practice-27");
}

TEST_CASE("an accepted version begins new series, and old ones keep theirs") {
  PracticeOfOne practice;
  for (int i = 1; i <= 10; ++i) practice.rate(i, 80 + i % 2);
  REQUIRE(change_detection(*practice.house, admin(), thresholds(1, 2.6)));
  for (int i = 11; i <= 20; ++i) practice.rate(i, 80 + i % 2);
  practice.rate(21, 30);
  REQUIRE(facts(practice).size() == 1);
  CHECK(facts(practice).back().parameter_version == 1);
  // A form in another language begins a series.
  for (int i = 22; i <= 39; ++i) {
    auto submission = practice.submission(i, i == 39 ? 30 : 80 + i % 2);
    submission.language = "ar";
    practice.host.clock = start_of(i) + std::chrono::hours{1};
    REQUIRE(submit_rating(*practice.house, submission));
  }
  REQUIRE(facts(practice).size() == 2);
  CHECK(facts(practice).back().parameter_version == 2);
  const auto state = practice.state();
  const auto file = practice.file();
  practice.house->store().commit([&](store::Unit& unit) { rerun_course(unit, file); });
  CHECK(practice.state() == state);
}

TEST_CASE("a rebuild without any saved state finds the versions that stood then") {
  PracticeOfOne practice;
  for (int i = 1; i <= 5; ++i) practice.rate(i, 80);
  practice.host.clock += std::chrono::hours{1};
  REQUIRE(change_detection(*practice.house, admin(), thresholds(1, 2.6)));
  for (int i = 6; i <= 9; ++i) {
    auto submission = practice.submission(i, 80);
    submission.language = "ar";
    REQUIRE(submit_rating(*practice.house, submission));
  }
  const auto state = practice.state();
  const auto file = practice.file();
  practice.folder.by_hand("DELETE FROM course_state");
  practice.house->store().commit([&](store::Unit& unit) { rerun_course(unit, file); });
  CHECK(practice.state() == state);
}

TEST_CASE("a change is a version with its reason and an audit line, and can be taken back") {
  PracticeOfMany practice({.clients = 2, .ratings = 3});
  auto& house = *practice.house;
  const auto principal = practice.as("admin");
  CHECK(*change_detection(house, principal, thresholds(1, 2.0)) == 2);
  CHECK(*change_detection(house, principal, thresholds(2, 2.2)) == 3);
  CHECK(*change_detection(house, principal, {3, "back as it was", RevertTo{2}}) == 4);
  CHECK(*change_detection(house, principal, {4, "as built in", RevertTo{1}}) == 5);
  const auto settings = read_detection_settings(house, principal);
  REQUIRE(settings);
  REQUIRE(settings->history.size() == 5);
  CHECK(settings->history[3].choice.thresholds.sudden_z == 2.0);
  CHECK(settings->history[3].change == "revert");
  CHECK(settings->history[3].reverts_to == 2);
  CHECK(settings->history[3].reason == "back as it was");
  CHECK(settings->history[4].choice == settings->history[0].choice);
  CHECK(settings->history[1].by == principal.person.id.value);
  house.store().read([](store::Reader& reader) {
    int changes = 0;
    for (const auto& line : reader.audit.lines(1, 1000))
      if (line.entry.action == "detection_settings.change") ++changes;
    CHECK(changes == 4);
    CHECK_FALSE(reader.audit.verify().finding);
  });
}

TEST_CASE("a change is refused without the right, without a reason, and after another one") {
  PracticeOfMany practice({.clients = 2, .ratings = 3});
  auto& house = *practice.house;
  const auto kind = [&](const std::string& actor, const DetectionChange& change) {
    const auto reply = change_detection(house, practice.as(actor), change);
    REQUIRE_FALSE(reply);
    return reply.refusal().kind;
  };
  CHECK(kind("one", thresholds(1, 2)) == Refusal::Kind::denied);
  CHECK(kind("supervisor", thresholds(1, 2)) == Refusal::Kind::denied);
  auto silent = thresholds(1, 2);
  silent.reason.clear();
  CHECK(kind("admin", silent) == Refusal::Kind::invalid);
  CHECK(kind("admin", thresholds(1, 1.75)) == Refusal::Kind::invalid);  // nothing changes
  REQUIRE(change_detection(house, practice.as("admin"), thresholds(1, 2)));
  CHECK(kind("admin", thresholds(1, 2.5)) == Refusal::Kind::conflict);
  CHECK(kind("admin", {2, "no such", RevertTo{9}}) == Refusal::Kind::invalid);
  CHECK(kind("admin", {2, "no such", AcceptEstimate{"wai-sr", 80, 12, 9}}) ==
        Refusal::Kind::invalid);
}

TEST_CASE("estimates come from thirty clients on, and move a fifth a month at most") {
  PracticeOfMany few({.clients = 29, .ratings = 5}), enough({.clients = 30, .ratings = 8});
  const auto of = [](PracticeOfMany& practice) {
    auto settings = read_detection_settings(*practice.house, practice.as("admin"));
    REQUIRE(settings);
    REQUIRE(settings->estimates.size() == 1);
    return settings->estimates.front();
  };
  CHECK_FALSE(of(few).found);
  CHECK(of(few).clients == 29);
  CHECK_FALSE(of(few).is_news());
  const auto advice = of(enough);
  REQUIRE(advice.found);
  REQUIRE(advice.is_news());
  CHECK(advice.found->clients == 30);
  CHECK(advice.advised.sB >= 12 * 0.8 - 1e-9);
  CHECK(advice.margins.mu0 > 0);

  const auto accept = [&](int seen, const InstrumentEstimate& seen_advice) {
    return change_detection(*enough.house, enough.as("admin"),
                            {seen, "our own clients",
                             AcceptEstimate{"wai-sr", seen_advice.advised.mu0,
                                            seen_advice.advised.sB, seen_advice.advised.sW}});
  };
  auto other = advice;
  other.advised.mu0 += 3;
  const auto refused = accept(1, other);
  REQUIRE_FALSE(refused);
  CHECK(refused.refusal().kind == Refusal::Kind::conflict);
  REQUIRE(accept(1, advice));
  // Within the same month the step is not taken twice.
  const auto after = of(enough);
  CHECK(after.in_force == after.advised);
  CHECK_FALSE(after.is_news());
  enough.host.clock += std::chrono::days{31};
  const auto later = of(enough);
  CHECK(later.in_force.sB == advice.advised.sB);
  CHECK(later.is_news() == advice.is_capped);
  const auto settings = enough.house->store().read(
      [&](store::Reader& reader) { return enough.house->detection_settings(reader); });
  CHECK(settings.of_instrument("wai-sr").given.total.mu0 == advice.advised.mu0);
  CHECK(settings.of_instrument("wai-sr").given.area.sW == Approx(10.3 * advice.advised.sW / 9));
  CHECK(settings.of_instrument("srs-3").given.total.mu0 == 80);
}

TEST_CASE("a preview of the settings in force changes nothing, and nothing is stored by any") {
  PracticeOfMany practice;
  const auto lines = [&] {
    return practice.house->store().read(
        [](store::Reader& reader) { return settings_history(reader, Config{}).size(); });
  };
  const auto same = preview_settings(*practice.house, practice.as("admin"), question({}));
  REQUIRE(same);
  CHECK(same->gone.count == 0);
  CHECK(same->added.count == 0);
  CHECK(same->kept == same->now.dips.size());
  CHECK_FALSE(same->changes_anything());
  CHECK(lines() == 1);
}

TEST_CASE("a stricter threshold takes marks away, and the counts add up") {
  PracticeOfMany practice;
  const auto strict =
      preview_settings(*practice.house, practice.as("one"), question({.sudden_z = 2.6}));
  REQUIRE(strict);
  CHECK(strict->gone.count > 0);
  CHECK(strict->now.dips.size() == strict->kept + strict->gone.count);
  CHECK(strict->then.dips.size() == strict->kept + strict->added.count);
  CHECK(strict->gone.listed.size() == std::min<std::size_t>(strict->gone.count, 50));
  CHECK(strict->gone.listed.front().client.starts_with("Client 1"));
  const auto off = preview_settings(*practice.house, practice.as("one"),
                                    question({.sudden_dip = false, .sustained = false}));
  REQUIRE(off);
  CHECK(off->then.dips.empty());
}

TEST_CASE("a preview about other people's clients counts and names nobody") {
  PracticeOfMany practice;
  const auto team =
      preview_settings(*practice.house, practice.as("head"), question({.sudden_z = 2.6}));
  REQUIRE(team);
  CHECK(team->gone.count > 0);
  CHECK(team->gone.listed.empty());
  CHECK(team->added.listed.empty());
}
