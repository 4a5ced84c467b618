// SPDX-License-Identifier: MIT
#include "golden/golden.hpp"

#include <catch2/catch.hpp>

#include "detection/step.hpp"

using namespace holdfast;
using namespace holdfast::detection;

namespace {

void check(const std::string& expected, double found) {
  CHECK(found == Approx(std::stod(expected)).margin(1e-6).epsilon(0));
}

}  // namespace

TEST_CASE("the baseline and every alert of the golden files are met to the sixth decimal") {
  const Settings settings;
  for (const auto& instrument : golden::instruments) {
    const auto trace = golden::rows(instrument.name + ".trace.csv");
    const auto alerts = golden::rows(instrument.name + ".alerts.csv");
    const auto ratings = golden::ratings(instrument);
    REQUIRE(ratings.size() > 600);
    REQUIRE(trace.size() == ratings.size());
    std::size_t alert = 0;
    State state;
    for (std::size_t i = 0; i < ratings.size(); ++i) {
      const auto& rating = ratings[i];
      INFO(instrument.name << " " << rating.client << " session " << rating.session);
      if (rating.first) state = start(settings);
      const Step step = advance(settings, state, {.score = rating.score});
      check(trace[i][2], step.expected);
      check(trace[i][3], step.weight);
      check(trace[i][4], step.sd);
      check(trace[i][5], step.z);
      for (const Finding& finding : findings_of(settings, step)) {
        REQUIRE(alert < alerts.size());
        const auto& row = alerts[alert++];
        CHECK(row[0] == rating.client);
        CHECK(std::stoll(row[1]) == rating.session);
        CHECK(row[2] == to_word(finding.rule));
        CHECK(row[3] == (finding.strong ? "1" : "0"));
        check(row[4], finding.score);
        check(row[5], finding.expected);
        check(row[6], finding.sd);
        check(row[7], finding.z);
      }
    }
    CHECK(alert == alerts.size());
  }
}
