// SPDX-License-Identifier: MIT
// Alliance and outcome share one picture, and the rules look at the alliance alone.
#include <catch2/catch.hpp>

#include "service/submit_rating.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

bool has(const web::Response& page, std::string_view words) {
  return page.body.find(words) != std::string::npos;
}

struct WithOutcome : SiteInPractice {
  void client_answers_phq(int number, double each) const {
    service::Submission form;
    form.definition = house().instruments().find("phq-9");
    form.course = CourseId{"co-2"};
    form.client = ClientId{"c-2"};
    form.clinician = ClinicianId{"cl-1"};
    form.session = SessionId{session("co-2", number)};
    for (const auto& item : form.definition->items) form.answers.emplace(item.id, each);
    form.key = new_key();
    form.digest = "digest of " + form.key;
    form.submitted_by = "client";
    REQUIRE(service::submit_rating(house(), form));
  }
};

}  // namespace

TEST_CASE("an outcome measure that falls marks nothing, and no missed form follows from it") {
  WithOutcome site;
  for (int number = 1; number <= 4; ++number) {
    site.client_rates(site.session("co-2", number), 80);
    site.client_answers_phq(number, number < 4 ? 0 : 3);
  }
  CHECK(site.count("SELECT COUNT(*) FROM rating WHERE instrument = 'phq-9' AND pomp = 0") == 1);
  CHECK(site.count("SELECT COUNT(*) FROM alert") == 0);
  CHECK(site.count("SELECT COUNT(*) FROM repair_now") == 0);
  // The same fall on the alliance form does.
  site.client_rates(site.session("co-2", 5), 40);
  CHECK(site.count("SELECT COUNT(*) FROM alert WHERE instrument = 'holdfast-session'") == 1);
}

TEST_CASE("a first outcome score near the bottom is no low start") {
  WithOutcome site;
  site.client_answers_phq(1, 3);
  CHECK(site.count("SELECT COUNT(*) FROM alert") == 0);
}

TEST_CASE("the picture draws the outcome below, in its own unit, and counts the alliance alone") {
  WithOutcome site;
  for (int number = 1; number <= 6; ++number) site.client_rates(site.session("co-2", number), 80);
  site.client_answers_phq(6, 2);
  const auto page = site.get("own", "/courses/co-2");
  REQUIRE(page.status == 200);
  CHECK(has(page, "PHQ-9: down is better"));
  CHECK(has(page, "<th scope=\"col\">PHQ-9</th>"));
  CHECK(has(page, "<td>18</td>"));
  CHECK(has(page, "6 client ratings, the latest 80 of 100"));
  const auto graph = site.get("own", "/courses/co-2/chart.svg");
  CHECK(has(graph, "class=\"line outcome\""));
  CHECK(has(site.get("own", "/api/v1/courses/co-2"), R"("measures":"outcome")"));
  CHECK(has(site.get("own", "/report-card"), "6 ratings of 1 client"));
}

TEST_CASE(
    "the picture says whether an outcome changed by more than its own error, and by whose figure") {
  WithOutcome site;
  const auto picture = [&] { return site.get("own", "/courses/co-2"); };
  site.client_answers_phq(1, 2);
  CHECK_FALSE(has(picture(), "own error"));  // one score is no change
  site.client_answers_phq(2, 2);
  CHECK(has(picture(), "PHQ-9: from 18 to 18. Less than 6 points may be"));
  site.client_answers_phq(3, 1);
  CHECK(has(picture(), "PHQ-9: from 18 to 9, a reliable improvement"));
  CHECK(has(picture(), "Source: Improving Access to Psychological Therapies"));
  site.client_answers_phq(4, 3);
  CHECK(has(picture(), "PHQ-9: from 18 to 27, a reliable deterioration"));
}
