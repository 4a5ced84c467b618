// SPDX-License-Identifier: MIT
#include "openemr/series.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::openemr;
using holdfast::payload::parse_day;
using holdfast::payload::to_text;

namespace {

Series series(int kind, const char* start, std::map<std::string, std::string> rule) {
  return {kind, *parse_day(start), std::nullopt, std::move(rule)};
}

std::vector<std::string> days(const Series& of, const char* from, const char* to) {
  std::vector<std::string> texts;
  for (const auto day : days_of(of, *parse_day(from), *parse_day(to)))
    texts.push_back(to_text(day));
  return texts;
}

using Days = std::vector<std::string>;

}  // namespace

TEST_CASE("the rule of a series is read as PHP wrote it") {
  const auto rule = php_array(
      R"(a:4:{s:17:"event_repeat_freq";s:1:"2";s:22:"event_repeat_freq_type";i:1;s:1:"n";N;s:6:"exdate";s:8:"20261123";})");
  CHECK(rule.at("event_repeat_freq") == "2");
  CHECK(rule.at("event_repeat_freq_type") == "1");
  CHECK(rule.at("n").empty());
  CHECK(rule.at("exdate") == "20261123");
}

TEST_CASE("what is not such an array gives no rule") {
  for (const auto* text :
       {"", "a:1:{", "a:1:{s:99:\"x\";N;}", "a:1:{s:1:\"x\";O:1:\"A\":0:{}}", "a:x:{}",
        "a:2:{s:1:\"x\";N;}", "a:-1:{}", "a:1:{s:-3:\"x\";N;}", "b:1;"})
    CHECK(php_array(text).empty());
}

TEST_CASE("a regular series comes every n days, weeks, months or years") {
  CHECK(days(series(1, "2026-11-02", {{"event_repeat_freq", "3"}, {"event_repeat_freq_type", "0"}}),
             "2026-11-01", "2026-11-09") == Days{"2026-11-02", "2026-11-05", "2026-11-08"});
  CHECK(days(series(1, "2026-11-02", {{"event_repeat_freq", "2"}, {"event_repeat_freq_type", "1"}}),
             "2026-11-10", "2026-12-01") == Days{"2026-11-16", "2026-11-30"});
  CHECK(days(series(1, "2026-01-15", {{"event_repeat_freq", "1"}, {"event_repeat_freq_type", "2"}}),
             "2026-01-01", "2026-03-31") == Days{"2026-01-15", "2026-02-15", "2026-03-15"});
  CHECK(days(series(1, "2024-02-29", {{"event_repeat_freq", "1"}, {"event_repeat_freq_type", "3"}}),
             "2024-01-01", "2025-12-31") == Days{"2024-02-29", "2025-03-01"});
}

TEST_CASE("a series of working days leaves out Saturday and Sunday") {
  CHECK(days(series(1, "2026-11-19", {{"event_repeat_freq", "1"}, {"event_repeat_freq_type", "4"}}),
             "2026-11-19",
             "2026-11-24") == Days{"2026-11-19", "2026-11-20", "2026-11-23", "2026-11-24"});
}

TEST_CASE("a series on the n-th weekday keeps to it, and five is the last") {
  const std::map<std::string, std::string> second_tuesday{
      {"event_repeat_on_num", "2"}, {"event_repeat_on_day", "2"}, {"event_repeat_on_freq", "1"}};
  CHECK(days(series(2, "2026-11-10", second_tuesday), "2026-11-01", "2027-01-31") ==
        Days{"2026-11-10", "2026-12-08", "2027-01-12"});
  const std::map<std::string, std::string> last_friday{{"event_repeat_on_num", "5"},
                                                       {"event_repeat_on_day", "5"},
                                                       {"event_repeat_on_freq", "2"},
                                                       {"rt2_pf_flag", "1"}};
  CHECK(days(series(2, "2026-10-30", last_friday), "2026-01-01", "2027-02-28") ==
        Days{"2026-10-30", "2026-12-25", "2027-02-26"});
}

TEST_CASE("a series on weekdays counts Sunday as one") {
  CHECK(
      days(series(3, "2026-11-23", {{"event_repeat_freq", "2,4"}, {"event_repeat_freq_type", "6"}}),
           "2026-11-01", "2026-12-01") == Days{"2026-11-23", "2026-11-25", "2026-11-30"});
}

TEST_CASE("a month that has no such day goes on into the next, and from there, as OpenEMR counts") {
  CHECK(days(series(1, "2026-01-31", {{"event_repeat_freq", "1"}, {"event_repeat_freq_type", "2"}}),
             "2026-01-01",
             "2026-05-31") == Days{"2026-01-31", "2026-03-03", "2026-04-03", "2026-05-03"});
  CHECK(days(series(1, "2028-01-31", {{"event_repeat_freq", "1"}, {"event_repeat_freq_type", "2"}}),
             "2028-01-01", "2028-04-30") == Days{"2028-01-31", "2028-03-02", "2028-04-02"});
  CHECK(days(series(1, "2026-08-31", {{"event_repeat_freq", "3"}, {"event_repeat_freq_type", "2"}}),
             "2026-08-01",
             "2027-06-30") == Days{"2026-08-31", "2026-12-01", "2027-03-01", "2027-06-01"});
}

TEST_CASE("the first day of a series on weekdays is one, whatever weekday it is") {
  // A Tuesday; the rule is Monday and Wednesday.
  CHECK(
      days(series(3, "2026-11-24", {{"event_repeat_freq", "2,4"}, {"event_repeat_freq_type", "6"}}),
           "2026-11-01", "2026-12-01") == Days{"2026-11-24", "2026-11-25", "2026-11-30"});
}

TEST_CASE("an old series on the n-th weekday that began on a 31st leaves out shorter months") {
  const std::map<std::string, std::string> last_saturday{
      {"event_repeat_on_num", "5"}, {"event_repeat_on_day", "6"}, {"event_repeat_on_freq", "1"}};
  CHECK(days(series(2, "2026-01-31", last_saturday), "2026-01-01", "2026-04-30") ==
        Days{"2026-01-31", "2026-03-28", "2026-04-25"});
  auto flagged = last_saturday;
  flagged.emplace("rt2_pf_flag", "1");
  CHECK(days(series(2, "2026-01-31", flagged), "2026-01-01", "2026-04-30") ==
        Days{"2026-01-31", "2026-02-28", "2026-03-28", "2026-04-25"});
}

TEST_CASE("days that were taken out, and those after the last, are no sessions") {
  auto weekly = series(1, "2026-11-02",
                       {{"event_repeat_freq", "1"},
                        {"event_repeat_freq_type", "1"},
                        {"exdate", "20261109,20261123"}});
  weekly.last = parse_day("2026-11-30");
  CHECK(days(weekly, "2026-01-01", "2027-12-31") == Days{"2026-11-02", "2026-11-16", "2026-11-30"});
}

TEST_CASE("a rule of nonsense ends, with no day of its own") {
  for (const auto* every : {"0", "-1", "x", ""})
    CHECK(days(series(1, "2026-11-02",
                      {{"event_repeat_freq", every}, {"event_repeat_freq_type", "1"}}),
               "2026-01-01", "2027-12-31")
              .empty());
  CHECK(days(series(1, "2026-11-02", {}), "2026-01-01", "2027-12-31").empty());
  CHECK(days(series(2, "2026-11-02",
                    {{"event_repeat_on_num", "9"},
                     {"event_repeat_on_day", "1"},
                     {"event_repeat_on_freq", "1"}}),
             "2026-01-01", "2027-12-31")
            .empty());
  CHECK(days(series(3, "2026-11-02", {{"event_repeat_freq", "8,9"}}), "2026-01-01", "2027-12-31")
            .size() <= 1);
  CHECK(days(series(7, "2026-11-02", {{"event_repeat_freq", "1"}, {"event_repeat_freq_type", "1"}}),
             "2026-01-01", "2026-11-30")
            .size() <= 5);
}
