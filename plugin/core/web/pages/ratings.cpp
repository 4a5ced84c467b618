// SPDX-License-Identifier: MIT
// GET /courses/{course}/ratings, POST /ratings/{rating}: take a rating out, or move it to whom it
// belongs. Nothing is edited.
#include "service/end_rating.hpp"
#include "service/seal.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

constexpr const char* list_route = "/courses/{course}/ratings";

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

}  // namespace

Response get_course_ratings(const Visit& visit) {
  auto& house = visit.house();
  const CourseId course{visit.at("course")};
  const auto access = service::open_course(
      house, {visit.principal, access::Action::end_rating, "ratings.list", list_route}, course);
  if (!access) return refuse(visit, access.refusal());
  SheetView sheet;
  sheet.title = visit("Ratings of this course");
  sheet.lead = visit(
      "Nobody edits a rating. One that does not belong here is taken out or moved; the fact stays "
      "with the records officer, and everything is worked out again without it.");
  sheet.back_href = "/courses/" + percent_encoded(course.value);
  sheet.back_text = access->client_name();
  SheetSection section;
  section.title = visit("Ratings");
  section.when_empty = visit("None yet.");
  house.store().read([&](store::Reader& reader) {
    Names others;
    for (const auto& other : reader.mirror.courses_of_clinician(visit.principal.person.clinician))
      if (other.id != course && !other.ended)
        if (const auto client = reader.mirror.client(other.client))
          others.emplace_back(other.id.value, client->name);
    auto ratings = reader.ratings.of_course(course);
    const auto sealed = service::sealed_of(reader, ratings, visit.now);
    for (auto rating = ratings.rbegin(); rating != ratings.rend(); ++rating) {
      SheetLine line;
      line.title = text::long_day(rating->day, visit.language);
      const bool is_client = rating->series.rater == Rater::client;
      line.detail = is_client ? visit("by the client") : visit("by the therapist");
      if (rating->raw && !sealed.contains(rating->id))
        line.detail += " – " + text::fill(visit("Total {total}"), {{"total", *rating->raw}});
      const auto action = "/ratings/" + rating->id.value;
      line.forms.push_back(void_form(visit, action));
      if (!others.empty()) line.forms.push_back(move_form(visit, action, others));
      section.lines.push_back(std::move(line));
    }
  });
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::caseload)));
}

Response post_rating(const Visit& visit) {
  constexpr const char* route = "/ratings/{rating}";
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto text = [&](std::string_view name) { return std::string(fields->get(name)); };
  const RatingId rating{visit.at("rating")};
  auto& house = visit.house();
  const bool is_move = text("do") == "move";
  if (!is_move && text("do") != "void")
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto done = is_move ? service::move_rating(house, visit.principal, rating, route,
                                                   {CourseId{text("course")}, text("reason")})
                            : service::void_rating(house, visit.principal, rating, route,
                                                   {text("cause"), text("reason")});
  if (!done) return refuse(visit, done.refusal());
  const auto ended =
      house.store().read([&](store::Reader& reader) { return reader.ratings.find(rating); });
  return redirect(visit.request.prefix,
                  "/courses/" + percent_encoded(ended->series.course.value) + "/ratings");
}

}  // namespace holdfast::web
