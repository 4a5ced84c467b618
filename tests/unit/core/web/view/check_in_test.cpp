// SPDX-License-Identifier: MIT
#include "web/view/check_in.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"
#include "visible_text.hpp"
#include "web/view/picture.hpp"

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

TEST_CASE_METHOD(Setting, "a check-in says its sentence and shows the calculation") {
  const std::string html = render(samples::check_in(english), page);
  CHECK_THAT(html, Contains("18 points below this client&#39;s usual level"));
  CHECK_THAT(html, Contains("80.00 − 62.00 = 18.00"));
  CHECK_THAT(html, Contains("It is not a risk alert"));
}

TEST_CASE_METHOD(Setting, "a sealed rating shows no number on any part of the page") {
  CheckInView view = samples::check_in(english);
  view.is_sealed = true;
  view.joined.clear();
  std::string seen;
  for (const std::string& text : visible_texts(render(view, page))) seen += text;
  for (const char* number : {"62", "68", "80.00", "level before", "at least", "points below"})
    CHECK(seen.find(number) == seen.npos);
  view.finding->rule = Rule::told_us;
  CHECK_THAT(render(view, page), Contains("The client noted some tension today."));
}

TEST_CASE_METHOD(Setting, "six suggestions stand with their sources, change last") {
  const std::string html = render(samples::check_in(english), page);
  REQUIRE(suggestions().size() == 6);
  std::size_t before = 0;
  for (const Suggestion& suggestion : suggestions()) {
    CHECK_FALSE(suggestion.source.empty());
    const std::size_t at = html.find("name=\"tried." + std::string(suggestion.value));
    CHECK(at != html.npos);
    CHECK(at > before);
    before = at;
  }
  CHECK(suggestions().back().is_later);
  CHECK_FALSE(suggestions().front().is_later);
}

TEST_CASE_METHOD(Setting, "only of a dip is it said that a rating was lower than usual") {
  CheckInView view = samples::check_in(english);
  const auto lower = Contains("Your rating was a bit lower than usual.");
  CHECK_THAT(render(view, page), lower);
  view.finding->rule = Rule::told_us;
  CHECK_THAT(render(view, page), !lower && Contains("You noted some tension."));
  for (const auto rule : {Rule::low_start, Rule::absence}) {
    view.finding->rule = rule;
    CHECK_THAT(render(view, page), !lower && Contains("How was last time for you?"));
  }
}

TEST_CASE("the picture's question is about what was noticed") {
  const text::Texts texts = plugin_texts();
  const auto& english = texts.of("en");
  FactNumbers numbers{.latest = 85, .usual = 86, .low = 75, .high = 97, .earlier = 9};
  const auto asked = [&] { return facts_of(numbers, english).back(); };
  numbers.has_open_check_in = numbers.tension_noted = true;  // rule T alone
  CHECK_THAT(asked().value, Contains("You noted some tension."));
  CHECK(asked().detail == "A check-in is open.");
  numbers.is_dip_open = true;
  CHECK_THAT(asked().value, Contains("Your rating was a bit lower than usual."));
  numbers.is_dip_open = numbers.tension_noted = false;  // rules L and N, or the therapist's own
  CHECK_THAT(asked().value, Contains("What should we keep"));
}

TEST_CASE_METHOD(Setting, "what can be done depends on the state") {
  CheckInView view = samples::check_in(english);
  CHECK_THAT(render(view, page), Contains(R"(name="do" value="acknowledge")"));
  CHECK_THAT(render(view, page), Contains(R"(min="2026-11-24")"));
  view.state = CheckInState::closed;
  const std::string closed = render(view, page);
  CHECK(closed.find("value=\"acknowledge\"") == closed.npos);
  CHECK(closed.find("value=\"snooze\"") == closed.npos);
  CHECK_THAT(closed, Contains(R"(name="do" value="reopen")"));
  view.may_act = false;
  CHECK(render(view, page).find("name=\"do\"") == std::string::npos);
}

TEST_CASE_METHOD(Setting, "one opened by hand needs no score") {
  CheckInView view = samples::check_in(english);
  view.finding.reset();
  view.opened_by = "R. Field";
  const std::string html = render(view, page);
  CHECK_THAT(html, Contains("Opened by R. Field, without a score."));
  CHECK(html.find("How this was worked out") == html.npos);
}
