// SPDX-License-Identifier: MIT
#include "web/view/today.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"

using namespace holdfast;
using namespace holdfast::web;
using Catch::Contains;

namespace {

struct Setting {
  text::Texts texts = plugin_texts();
  Look look{texts};
  const text::Language& english = texts.of("en");
  Page page = samples::page(look, english);
};

}  // namespace

TEST_CASE_METHOD(Setting, "Today begins with what happened since the person was last here") {
  const std::string html = render(samples::today(english), page);
  CHECK(html.find("Since you were last here") < html.find("Sessions</h2>"));
  CHECK_THAT(html, Contains("3 clients answered"));
}

TEST_CASE_METHOD(Setting, "the front desk sees forms and never a score, an alert or a sentence") {
  TodayView view = samples::front_desk(english);
  const std::string html = render(view, page);
  CHECK_THAT(html, Contains("Client&#39;s form done"));
  CHECK_THAT(html, Contains("Hand over"));
  for (const char* hidden : {"usual range", "/check-ins/", "Open check-ins", "tension",
                             "Read today", "Since you were last here"})
    CHECK(html.find(hidden) == html.npos);
}

TEST_CASE_METHOD(Setting, "whoever is named to read something today is told, whatever their role") {
  TodayView view = samples::front_desk(english);
  view.read_today = {{"A client", "/read-today/1"}};
  CHECK_THAT(render(view, page), Contains("Read today") && Contains("/read-today/1"));
}

TEST_CASE_METHOD(Setting, "an answer that needs reading today stands above everything") {
  TodayView view = samples::today(english);
  view.read_today = {{"Nora", "/read/1"}};
  const std::string html = render(view, page);
  CHECK(html.find("Read today") < html.find("Since you were last here"));
  CHECK_THAT(html, Contains("/holdfast/read/1"));
}

TEST_CASE_METHOD(Setting,
                 "an empty day says where sessions come from, the first day how it begins") {
  const std::string html = render(samples::first_day(english), page);
  CHECK_THAT(html, Contains("Sessions come from your practice system"));
  CHECK_THAT(html, Contains("How it begins"));
  CHECK_THAT(html, Contains("Nothing new"));
}

TEST_CASE_METHOD(Setting, "every link carries the prefix the host gave") {
  page.script_name = "/interface/x";
  const std::string html = render(samples::today(english), page);
  for (std::size_t at = html.find("href=\"/"); at != html.npos; at = html.find("href=\"/", at + 1))
    CHECK(html.substr(at + 6, 12) == "/interface/x");
}

TEST_CASE_METHOD(Setting, "a right-to-left language turns the page") {
  const Page turned = samples::page(look, texts.of("ar-XB"));
  CHECK_THAT(render(samples::today(turned.language), turned),
             Contains(R"(<html lang="ar-XB" dir="rtl">)"));
}

TEST_CASE_METHOD(Setting, "the navigation holds what the roles may open") {
  page.person->roles = {Role::front_desk};
  const std::string desk = render(samples::front_desk(english), page);
  CHECK(desk.find("/caseload\"") == desk.npos);
  CHECK(desk.find("/caseload?show=open\"") == desk.npos);
  page.person->roles = {Role::therapist, Role::admin};
  const std::string therapist = render(samples::today(english), page);
  CHECK_THAT(therapist, Contains(R"(href="/holdfast/caseload")"));
  CHECK_THAT(therapist, Contains(R"(href="/holdfast/today" aria-current="page")"));
}
