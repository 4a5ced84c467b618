// SPDX-License-Identifier: MIT
// The way of a rating through the site: handed over, answered, noticed, read, acknowledged.
#include <catch2/catch.hpp>

#include "detection/step.hpp"
#include "json/parse.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

constexpr std::array<int, 10> steady{81, 79, 80, 82, 78, 80, 81, 79, 80, 82};
constexpr int low = 52;

detection::Step step_of_the_low_rating() {
  const detection::Settings settings;
  auto state = detection::start(settings);
  for (const int mark : steady)
    detection::advance(settings, state, {.score = Pomp{static_cast<double>(mark)}});
  return detection::advance(settings, state, {.score = Pomp{static_cast<double>(low)}});
}

// The client of co-2 rated ten sessions steadily.
struct Steady {
  SiteInPractice site;
  Steady() {
    for (std::size_t i = 0; i < steady.size(); ++i)
      site.client_rates(SiteInPractice::session("co-2", static_cast<int>(i) + 1), steady[i]);
  }
};

}  // namespace

TEST_CASE("a form handed over and answered low becomes a check-in with its sentence and numbers") {
  Steady practice;
  auto& site = practice.site;
  CHECK(site.open_check_in("co-2").empty());

  const auto offer = site.get("own", "/sessions/co-2-s11/hand-over");
  REQUIRE(offer.status == 200);
  const auto handed = site.post_form("own", "/sessions/co-2-s11/hand-over", "pin=2580");
  REQUIRE(handed.status == 303);
  const auto form_at = header_of(handed, "location");
  const auto form = site.get("", form_at);
  REQUIRE(form.status == 200);
  const auto key = attribute_in(form.body, "name=\"key\"", "value");
  const auto sent = site.post_form("", form_at, marks(low, key));
  REQUIRE(sent.status == 303);
  CHECK(header_of(sent, "location") == form_at + "/thanks");
  CHECK(site.get("", form_at + "/thanks").status == 200);

  const auto id = site.open_check_in("co-2");
  REQUIRE_FALSE(id.empty());
  const auto step = step_of_the_low_rating();
  REQUIRE(step.raises_dip());

  const auto today = site.get("own", "/today");
  CHECK_THAT(today.body, Contains("/check-ins/" + id) && Contains("Wilma Xaver"));

  const auto shown = site.get("own", "/check-ins/" + id);
  REQUIRE(shown.status == 200);
  const auto answered = site.get("own", "/api/v1/check-ins/" + id);
  REQUIRE(answered.status == 200);
  const auto json = json::parse(answered.body);
  REQUIRE(json);
  CHECK(json->string_or("status") == "open");
  CHECK(json->string_or("rule") == "A");
  CHECK(json->find("score")->number() == Approx(low));
  CHECK(json->find("expected")->number() == Approx(step.expected).epsilon(1e-9));
  CHECK(json->find("sd")->number() == Approx(step.sd).epsilon(1e-9));
  CHECK(json->find("z")->number() == Approx(step.z).epsilon(1e-9));
  CHECK(json->find("earlier_ratings")->number() == 10);
  CHECK(json->find("usual_low")->number() == Approx(step.expected - 1.75 * step.sd).epsilon(1e-9));
  // The page says the same sentence, with these numbers as people write them.
  const std::string sentence(json->string_or("sentence"));
  std::string written = sentence;
  for (auto at = written.find('\''); at != std::string::npos; at = written.find('\''))
    written.replace(at, 1, "&#39;");
  CHECK_THAT(shown.body, Contains(written));
  CHECK_THAT(sentence, Contains(std::to_string(low)));
  CHECK_THAT(sentence, Contains(std::to_string(std::lround(step.expected))));

  REQUIRE(site.post_form("own", "/check-ins/" + id, "do=acknowledge").status == 303);
  const auto after = json::parse(site.get("own", "/api/v1/check-ins/" + id).body);
  CHECK(after->string_or("status") == "acknowledged");
  CHECK(site.count("SELECT count(*) FROM alert_event WHERE kind = 'acknowledged'") == 1);
}

TEST_CASE("the same way over the API ends in the same check-in") {
  Steady practice;
  auto& site = practice.site;
  const auto token = site.link("co-2-s11");
  const auto form = json::parse(site.get("", "/api/v1/invitations/" + token).body);
  REQUIRE(form);
  // All that somebody who draws the form themselves has to show.
  CHECK(form->string_or("who_reads").find("your therapist") != std::string::npos);
  CHECK(form->string_or("note") == "Not a validated measure.");
  const auto& first = form->find("items")->items().front();
  CHECK(first.find("required")->boolean());
  for (const char* words : {"title", "text", "low", "high"}) CHECK(!first.string_or(words).empty());
  CHECK(form->string_or("instrument") == "holdfast-session");
  const auto stored = site.post_json("", "/api/v1/invitations/" + token + "/ratings",
                                     marks_json(low), site.new_key());
  REQUIRE(stored.status == 201);
  // A client learns that it is stored, never a score.
  CHECK(stored.body.find("pomp") == std::string::npos);
  const auto id = site.open_check_in("co-2");
  REQUIRE_FALSE(id.empty());
  const auto course = json::parse(site.get("own", "/api/v1/courses/co-2").body);
  REQUIRE(course);
  const auto& last = course->find("ratings")->items().back();
  CHECK(last.find("pomp")->number() == Approx(low));
  CHECK(last.find("z")->number() == Approx(step_of_the_low_rating().z).epsilon(1e-9));
  const auto done = site.post_json(
      "own", "/api/v1/check-ins/" + id + "/events",
      R"({"do":"log","strain":"moving_away","tried":["name_gently"],"talked_through":true})");
  INFO(done.body);
  CHECK(done.status == 200);
}

TEST_CASE("what was done is kept as it was ticked on the page") {
  Steady practice;
  auto& site = practice.site;
  site.client_rates("co-2-s11", low);
  const auto id = site.open_check_in("co-2");
  const auto page = site.get("own", "/check-ins/" + id).body;
  // Two boxes of "What did you try?", posted under the names that the page gives them.
  std::string body = "do=log&strain=both&words=it+was+too+fast";
  auto from = page.find("id=\"log\"");
  for (int box = 0; box < 2; ++box) {
    from = page.find("type=\"checkbox\"", from + 1);
    REQUIRE(from != std::string::npos);
    body += "&" + attribute_in(page.substr(from), "", "name") + "=" +
            attribute_in(page.substr(from), "", "value");
  }
  const auto done = site.post_form("own", "/check-ins/" + id, body);
  REQUIRE(done.status == 303);
  const auto events = site.house().store().read(
      [&](store::Reader& reader) { return reader.alerts.events(AlertId{id}); });
  REQUIRE(events.size() == 1);
  CHECK(events.front().strain == "both");
  CHECK(events.front().words == "it was too fast");
  CHECK(std::count(events.front().tried.begin(), events.front().tried.end(), ',') == 1);
}

TEST_CASE("a therapist's own check-in needs no score, and closes with a reason") {
  SiteInPractice site;
  const auto opened = site.post_json("own", "/api/v1/courses/co-1/check-ins",
                                     R"({"reason":"short answers today"})");
  REQUIRE(opened.status == 201);
  const std::string id(json::parse(opened.body)->string_or("id"));
  CHECK(site.get("own", "/check-ins/" + id).status == 200);
  const auto closed = site.post_json("own", "/api/v1/check-ins/" + id + "/events",
                                     R"({"do":"not_a_dip","cause":"slip","reason":"a slip"})");
  CHECK_THAT(closed.body, Contains("closed"));
}
