// SPDX-License-Identifier: MIT
#include "web/chart/course_graph.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"
#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::web;
using namespace holdfast::web::chart;
using Catch::Contains;

namespace {

struct Setting {
  text::Texts texts = plugin_texts();
  const text::Language& english = texts.of("en");
  const text::Language& mirrored = texts.of("ar-XB");
};

CourseGraph two_sessions() {
  CourseGraph graph;
  const Day day = *parse_day("2026-11-02");
  graph.slots = {{day, 1, Attendance::held}, {day + std::chrono::days(7), 2, Attendance::held}};
  Line line;
  line.points = {{0, 80, 60.0, 100.0}, {1, 60, 62.0, 98.0}};
  graph.lines = {line};
  return graph;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++found;
  return found;
}

}  // namespace

TEST_CASE_METHOD(Setting, "a graph has a title and a sentence for those who do not see it") {
  CourseGraph graph = two_sessions();
  graph.title = "Course <of> A";
  const std::string drawn = svg(graph, {}, english);
  CHECK_THAT(drawn, Contains(R"(role="img" aria-labelledby="graph-title graph-desc")"));
  CHECK_THAT(drawn, Contains("Course &lt;of&gt; A"));
  CHECK_THAT(drawn, Contains("2 client ratings, the latest 60 of 100. 0 dips marked."));
}

TEST_CASE_METHOD(Setting, "a course without a rating is drawn and says so") {
  CHECK_THAT(svg({}, {}, english), Contains("No client rating yet."));
}

TEST_CASE_METHOD(Setting, "each rater has a shape, a line and a place in the legend") {
  CourseGraph graph = two_sessions();
  Line therapist;
  therapist.rater = Rater::therapist;
  therapist.points = {{0, 70, {}, {}}, {1, 72, {}, {}}};
  graph.lines.push_back(therapist);
  const std::string drawn = svg(graph, {}, english);
  CHECK(count(drawn, "<circle class=\"dot client\"") == 3);  // two ratings and the legend
  CHECK(count(drawn, "<rect class=\"dot therapist\"") == 3);
  CHECK_THAT(drawn, Contains("line therapist"));
  CHECK_THAT(drawn, Contains("usual range of this client"));
}

TEST_CASE_METHOD(Setting,
                 "a held session without a rating is bridged by dots, an absence is not a gap") {
  CourseGraph graph = two_sessions();
  const Day day = graph.slots[1].day + std::chrono::days(7);
  graph.slots.push_back({day, 3, Attendance::held});
  graph.lines[0].points[1].slot = 2;
  CHECK(count(svg(graph, {}, english), "line bridge") == 1);
  graph.slots[1].attendance = Attendance::no_show;
  const std::string drawn = svg(graph, {}, english);
  CHECK(count(drawn, "line bridge") == 0);
  CHECK_THAT(drawn, Contains("did not come"));
}

TEST_CASE_METHOD(Setting, "a long time between sessions is marked with its weeks") {
  CourseGraph graph = two_sessions();
  graph.slots[1].day = graph.slots[0].day + std::chrono::days(63);
  CHECK_THAT(svg(graph, {}, english), Contains("9 weeks between sessions"));
}

TEST_CASE_METHOD(Setting, "a right-to-left graph is the same picture mirrored") {
  const CourseGraph graph = two_sessions();
  const std::string left = svg(graph, {Size::phone}, english),
                    right = svg(graph, {Size::phone}, mirrored);
  CHECK_THAT(right, Contains(R"(direction="rtl")"));
  const auto first_x = [](const std::string& drawn) {
    const std::string mark = "<path class=\"line client\" d=\"M";
    return std::stod(drawn.substr(drawn.find(mark) + mark.size()));
  };
  CHECK(first_x(left) + first_x(right) == Approx(380).margin(0.11));
}

TEST_CASE_METHOD(Setting, "the last values have the room that their words need") {
  const CourseGraph graph = two_sessions();
  const auto last_x = [&](const char* tag) {
    const auto drawn = svg(graph, {}, texts.of(tag));
    const auto at = drawn.find("class=\"last client\"");
    const auto x = drawn.rfind("x=\"", at);
    return std::stod(drawn.substr(x + 3));
  };
  CHECK(last_x("de") < last_x("en"));  // "Therapeut:in"
}

TEST_CASE_METHOD(Setting, "marks on sessions that do not exist are left out") {
  CourseGraph graph = two_sessions();
  graph.marks = {{MarkKind::dip, 7, ""}, {MarkKind::comment, -1, ""}};
  graph.episodes = {{0, 9, true, false}};
  graph.lines[0].points.push_back({5, 50, {}, {}});
  const std::string drawn = svg(graph, {}, english);
  CHECK(count(drawn, "class=\"episode") == 0);
  CHECK(drawn.find("nan") == drawn.npos);
}

TEST_CASE_METHOD(Setting, "a picture that stands alone carries its style, one in a page does not") {
  const CourseGraph graph = two_sessions();
  CHECK(count(svg(graph, {}, english), "<style>") == 0);
  const std::string alone = svg(graph, {Size::sheet, Use::stand_alone, "g"}, english);
  CHECK(count(alone, "<style>") == 1);
  CHECK_THAT(alone,
             Contains("prefers-color-scheme:dark") || Contains("prefers-color-scheme: dark"));
  CHECK(alone.find(" style=") == alone.npos);
}

TEST_CASE_METHOD(Setting, "a card says the last value and nothing small") {
  const std::string drawn = svg(two_sessions(), {Size::card, Use::in_page, "c"}, english);
  CHECK(count(drawn, "<text") == 1);
  CHECK_THAT(drawn, Contains(">60</text>"));
}

TEST_CASE_METHOD(Setting, "an outcome measure stands below with its own scale") {
  CourseGraph graph = two_sessions();
  graph.outcome = Outcome{"Distress", 0, 40, false, {{0, 22}, {1, 18}}, 11};
  const std::string drawn = svg(graph, {}, english);
  CHECK_THAT(drawn, Contains("Distress: down is better"));
  CHECK(count(drawn, "dot outcome") == 2);
}

TEST_CASE_METHOD(Setting, "a spark is drawn from what there is") {
  CHECK(spark({}, "none", english).empty());
  CHECK(spark({std::nullopt}, "none", english).empty());
  const std::string drawn = spark({80.0, std::nullopt, 60.0, 70.0}, "a \"label\"", english);
  CHECK_THAT(drawn, Contains("aria-label=\"a &quot;label&quot;\""));
  CHECK(count(drawn, "M") == 2);
}
