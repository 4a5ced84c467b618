// SPDX-License-Identifier: MIT
// GET /courses/{course}/ratings, GET and POST /ratings/{rating}: take a rating out, or move it to
// whom it belongs. Nothing is edited.
#include "service/end_rating.hpp"
#include "service/seal.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

constexpr const char* list_route = "/courses/{course}/ratings";
constexpr const char* one_route = "/ratings/{rating}";

std::string list_of(const CourseId& course) {
  return "/courses/" + percent_encoded(course.value) + "/ratings";
}

// "by the client – Total 31"; a sealed one keeps its total.
std::string about(const Visit& visit, const store::StoredRating& rating, bool is_sealed) {
  auto text =
      rating.series.rater == Rater::client ? visit("by the client") : visit("by the therapist");
  if (rating.raw && !is_sealed)
    text += " – " + text::fill(visit("Total {total}"), {{"total", *rating.raw}});
  return text;
}

SheetForm void_form(const Visit& visit, const std::string& action) {
  return {action,
          visit("Take it out"),
          {{"do", "void"}},
          {{"cause",
            visit("What is wrong with it?"),
            {},
            "text",
            {{"wrong_person", visit("Another person filled it in")},
             {"test", visit("It was a test")},
             {"duplicate", visit("It is there twice")}}},
           {"reason", visit("In a few words")}},
          visit("Take this rating out")};
}

using Names = std::vector<std::pair<std::string, std::string>>;  // course, client

SheetForm move_form(const Visit& visit, const std::string& action, const Names& others) {
  return {action,
          visit("Move it"),
          {{"do", "move"}},
          {{"course", visit("To whom does it belong?"), {}, "text", others},
           {"reason", visit("In a few words")}},
          visit("Move it to another client")};
}

Names other_courses(const Visit& visit, const std::vector<practice::Course>& courses) {
  Names others;
  visit.house().store().read([&](store::Reader& reader) {
    for (const auto& other : courses)
      if (const auto client = reader.mirror.client(other.client))
        others.emplace_back(other.id.value, client->name);
  });
  return others;
}

}  // namespace

Response get_course_ratings(const Visit& visit) {
  auto& house = visit.house();
  const CourseId course{visit.at("course")};
  const auto access = service::open_course(
      house, {visit.principal, access::Action::end_rating, "ratings.list", list_route}, course);
  if (!access) return refuse(visit, access.refusal());
  SheetView sheet;
  sheet.title = visit("Ratings of this course");
  sheet.lead =
      visit("Nobody edits a rating. Open one that does not belong here to take it out or move it.");
  sheet.back_href = "/courses/" + percent_encoded(course.value);
  sheet.back_text = access->client_name();
  SheetSection section;
  section.title = visit("Ratings");
  section.when_empty = visit("None yet.");
  house.store().read([&](store::Reader& reader) {
    auto ratings = reader.ratings.of_course(course);
    const auto sealed = service::sealed_of(reader, ratings, visit.now);
    for (auto rating = ratings.rbegin(); rating != ratings.rend(); ++rating)
      section.lines.push_back({text::long_day(rating->day, visit.language),
                               "/ratings/" + rating->id.value,
                               about(visit, *rating, sealed.contains(rating->id))});
  });
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::caseload)));
}

Response get_rating(const Visit& visit) {
  auto found =
      service::open_rating(visit.house(), visit.principal, RatingId{visit.at("rating")}, one_route);
  if (!found) return refuse(visit, found.refusal());
  const auto& rating = found->rating;
  const bool is_sealed = visit.house().store().read([&](store::Reader& reader) {
    return !service::sealed_of(reader, {rating}, visit.now).empty();
  });
  SheetView sheet;
  sheet.title = visit("A rating that does not belong here");
  sheet.lead = visit(
      "Nobody edits a rating. One that does not belong here is taken out or moved; the fact stays "
      "with the records officer, and everything is worked out again without it.");
  sheet.back_href = list_of(rating.series.course);
  sheet.back_text = visit("Ratings of this course");
  SheetSection section;
  section.title = text::long_day(rating.day, visit.language);
  section.text = about(visit, rating, is_sealed);
  const auto action = "/ratings/" + rating.id.value;
  section.forms.push_back(void_form(visit, action));
  const auto others = other_courses(visit, found->others);
  if (!others.empty()) section.forms.push_back(move_form(visit, action, others));
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::caseload)));
}

Response post_rating(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto text = [&](std::string_view name) { return std::string(fields->get(name)); };
  const RatingId rating{visit.at("rating")};
  auto& house = visit.house();
  const bool is_move = text("do") == "move";
  if (!is_move && text("do") != "void")
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto done = is_move ? service::move_rating(house, visit.principal, rating, one_route,
                                                   {CourseId{text("course")}, text("reason")})
                            : service::void_rating(house, visit.principal, rating, one_route,
                                                   {text("cause"), text("reason")});
  if (!done) return refuse(visit, done.refusal());
  const auto ended =
      house.store().read([&](store::Reader& reader) { return reader.ratings.find(rating); });
  return redirect(visit.request.prefix, list_of(ended->series.course));
}

}  // namespace holdfast::web
