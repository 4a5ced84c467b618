// SPDX-License-Identifier: MIT
#include "service/report_card.hpp"

#include <catch2/catch.hpp>

#include "practice_of_many.hpp"
#include "service/check_in.hpp"
#include "service/tool.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

ReportCard card_of(PracticeOfMany& practice, const std::string& actor,
                   ReportQuestion question = {}) {
  auto card = read_report_card(*practice.house, practice.as(actor), question);
  REQUIRE(card);
  return std::move(*card);
}

std::string replayed(const std::string& file) {
  RecordingHost host;
  const auto house = House::open({.open = Open::nothing}, host);
  StringsIo io;
  io.in["in"] = file;
  const auto problems =
      find_tool("replay")->run(*house, R"({"instrument":"wai-sr","channels":["summary"]})", io);
  CHECK(problems.empty());
  return io.out["summary"];
}

}  // namespace

TEST_CASE("the report card and the summary of a replay come to the same figures") {
  PracticeOfMany practice;
  const auto card = card_of(practice, "admin");
  CHECK(card.figures.clients == 24);
  CHECK(card.figures.summary.ratings == 24 * 30);
  CHECK(card.figures.summary.found.episodes > 20);
  CHECK(to_text(card.figures.summary) == replayed(practice.replay_file));
  CHECK(card.figures.dips.size() == card.figures.summary.dips().count);
}

TEST_CASE("a therapist's card is about the own clients alone") {
  PracticeOfMany practice;
  const auto mine = card_of(practice, "one"), theirs = card_of(practice, "two");
  const auto all = card_of(practice, "admin");
  CHECK(mine.access.scope == ReportScope::own);
  CHECK(mine.figures.clients == 12);
  CHECK(mine.has_enough());
  CHECK(mine.figures.summary.ratings + theirs.figures.summary.ratings ==
        all.figures.summary.ratings);
  for (const auto& dip : mine.figures.dips) CHECK(std::stoi(dip.course.value.substr(7)) % 2 == 0);
}

TEST_CASE("figures about other people's clients begin at twenty") {
  PracticeOfMany practice;
  CHECK_FALSE(card_of(practice, "supervisor").has_enough());
  CHECK(card_of(practice, "head").has_enough());
  PracticeOfMany small({.clients = 19, .ratings = 6});
  CHECK_FALSE(card_of(small, "admin").has_enough());
  CHECK(card_of(small, "one").has_enough());
}

TEST_CASE("nobody sees a scope that is not theirs") {
  PracticeOfMany practice({.clients = 2, .ratings = 3});
  const auto refused = [&](const std::string& actor, std::string_view scope) {
    const auto card = read_report_card(*practice.house, practice.as(actor), {scope, {}});
    return !card && card.refusal().kind == Refusal::Kind::denied;
  };
  CHECK(refused("desk", ""));
  CHECK(refused("one", "practice"));
  CHECK(refused("one", "team"));
  CHECK(refused("supervisor", "own"));
  CHECK(refused("supervisor", "practice"));
  CHECK(refused("admin", "own"));
  CHECK(refused("admin", "everything"));
}

TEST_CASE("older courses are left out whole when a span of years is asked for") {
  PracticeOfMany practice({.clients = 4, .ratings = 10});
  practice.host.clock += std::chrono::days{400};
  CHECK(card_of(practice, "admin", {"", "2"}).past.courses.size() == 4);
  CHECK(card_of(practice, "admin", {"", "1"}).past.courses.empty());
  CHECK_FALSE(read_report_card(*practice.house, practice.as("admin"), {"", "7"}));
}

TEST_CASE("what people made of a check-in counts as their last act says") {
  PracticeOfOne practice({}, 21);
  for (int i = 1; i <= 20; ++i) practice.rate(i, 80 + i % 2);
  practice.rate(21, 30);
  const auto principal = practice.therapist();
  const auto of_a = [&] {
    auto card = read_report_card(*practice.house, principal, {});
    REQUIRE(card);
    return card->answers[0];
  };
  const auto alert = practice.alerts().back().alert.id;
  CHECK(of_a().raised == 1);
  CHECK(of_a().answered == 0);
  REQUIRE(act_on_check_in(*practice.house, principal, alert, Acknowledge{}));
  CHECK(of_a().answered == 0);
  REQUIRE(act_on_check_in(*practice.house, principal, alert, NotADip{"slip", "mis-click"}));
  CHECK(of_a().answered == 1);
  CHECK(of_a().real == 0);
  REQUIRE(act_on_check_in(*practice.house, principal, alert, Reopen{}));
  CHECK(of_a().answered == 0);
  LogWhatWasDone log;
  log.strain = "moving_away";
  REQUIRE(act_on_check_in(*practice.house, principal, alert, log));
  CHECK(of_a().answered == 1);
  CHECK(of_a().real == 1);
}

TEST_CASE("the budget is the last eight weeks of the therapist who looks") {
  PracticeOfOne practice;
  for (int i = 1; i <= 39; ++i) practice.rate(i, 80 + i % 2);
  practice.rate(40, 30);
  const auto card = read_report_card(*practice.house, practice.therapist(), {});
  REQUIRE(card);
  REQUIRE(card->budget);
  CHECK(card->budget->ratings == 8);
  CHECK(card->budget->dips == 1);
  CHECK(card->budget->advice == detection::Budget::Advice::too_few);
}

TEST_CASE("a sealed rating is not there yet") {
  PracticeOfOne practice({.seal = true}, 13);
  for (int i = 1; i <= 12; ++i) practice.rate(i, 80 + i % 2);
  practice.host.clock = start_of(13);
  const auto before = read_report_card(*practice.house, practice.therapist(), {});
  practice.rate(13, 30);
  const auto sealed = read_report_card(*practice.house, practice.therapist(), {});
  REQUIRE((before && sealed));
  CHECK(to_text(sealed->figures.summary) == to_text(before->figures.summary));
  CHECK(sealed->all_answers().raised == 0);
  CHECK(sealed->budget->dips == 0);
  practice.host.clock += std::chrono::hours{25};
  const auto open = read_report_card(*practice.house, practice.therapist(), {});
  REQUIRE(open);
  CHECK(open->figures.summary.dips().count == 1);
  CHECK(open->all_answers().raised == 1);
  CHECK(open->budget->dips == 1);
}

TEST_CASE("a repair that no rating closed is told apart by what became of the course") {
  PracticeOfOne practice;
  for (int i = 1; i <= 12; ++i) practice.rate(i, 80 + i % 2);
  practice.rate(13, 30);
  const auto unfinished = [&] {
    auto card = read_report_card(*practice.house, practice.therapist(), {});
    REQUIRE(card);
    CHECK(card->figures.summary.found.share(repair::State::ended).count ==
          card->figures.unfinished.all());
    return card->figures.unfinished;
  };
  practice.host.clock = start_of(14);
  CHECK(unfinished().followed == 1);
  practice.host.clock = start_of(22);
  CHECK(unfinished().overdue == 1);
  auto ended = practice.host.courses.begin()->second;
  ended.ended = day_of(14);
  ended.end_reason = "dropped_out";
  practice.house->store().commit([&](store::Unit& unit) { unit.mirror.put(ended); });
  CHECK(unfinished().dropped_out == 1);
  ended.end_reason = "completed";
  practice.house->store().commit([&](store::Unit& unit) { unit.mirror.put(ended); });
  CHECK(unfinished().ended == 1);
}
