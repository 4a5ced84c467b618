// SPDX-License-Identifier: MIT
// GET /courses/{course}/ratings, GET and POST /ratings/{rating}: take a rating out, or move it to
// whom it belongs. Nothing is edited.
#include <charconv>
#include <map>

#include "service/end_rating.hpp"
#include "service/no_appointment.hpp"
#include "service/seal.hpp"
#include "service/taking_part.hpp"
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

// Of those who take part, where they are several; else nobody has to be told apart.
using Names = std::map<store::ClientKey, std::string>;
Names names_in(store::Reader& reader, const CourseId& course) {
  Names names;
  const auto all = service::participants_of(reader, course);
  if (all.size() < 2) return names;
  for (const auto& id : all)
    if (const auto key = reader.people.find_key(id))
      if (const auto client = reader.mirror.client(id)) names.emplace(*key, client->name);
  return names;
}

// "by the client – Total 31", with whose it is in a couple; a sealed one keeps its total.
std::string about(const Visit& visit, const store::StoredRating& rating, bool is_sealed,
                  const Names& names) {
  auto text =
      rating.series.rater == Rater::client ? visit("by the client") : visit("by the therapist");
  if (const auto whose = names.find(rating.subject); whose != names.end())
    text += " · " + whose->second;
  if (rating.session.empty()) text += " · " + visit("without an appointment");
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

// A choice of the page as one value: the course's id says where the client's begins.
std::string value_of(const service::Belonging& place) {
  return std::to_string(place.course.value.size()) + " " + place.course.value + place.client.value;
}
service::MoveWish wish_in(std::string_view value, std::string reason) {
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), length);
  const auto start = static_cast<std::size_t>(end - value.data()) + 1;
  if (error != std::errc{} || start > value.size() || length > value.size() - start)
    return {{}, {}, std::move(reason)};
  return {CourseId{std::string(value.substr(start, length))},
          ClientId{std::string(value.substr(start + length))}, std::move(reason)};
}

// Of a form given without an appointment: which session it is about.
SheetForm match_form(const Visit& visit, const std::string& action,
                     const std::vector<store::NumberedSession>& sessions) {
  std::vector<std::pair<std::string, std::string>> choices;
  for (const auto& [session, number] : sessions)
    choices.emplace_back(
        session.id.value,
        text::fill(
            visit("{day}, {time}"),
            {{"day", text::long_day(session.day, visit.language)},
             {"time", text::clock_time(visit.house().minute_of(session.start), visit.language)}}));
  return {action,
          visit("It is about this session"),
          {{"do", "match"}},
          {{"session", visit("Which session is it about?"), {}, "text", choices}}};
}

SheetForm move_form(const Visit& visit, const std::string& action,
                    const std::vector<service::Belonging>& places) {
  std::vector<std::pair<std::string, std::string>> others;
  for (const auto& place : places) others.emplace_back(value_of(place), place.name);
  return {action,
          visit("Move it"),
          {{"do", "move"}},
          {{"belongs", visit("To whom does it belong?"), {}, "text", others},
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
    const auto names = names_in(reader, course);
    for (auto rating = ratings.rbegin(); rating != ratings.rend(); ++rating)
      section.lines.push_back({text::long_day(rating->day, visit.language),
                               "/ratings/" + rating->id.value,
                               about(visit, *rating, sealed.contains(rating->id), names)});
  });
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::caseload)));
}

Response get_rating(const Visit& visit) {
  auto found =
      service::open_rating(visit.house(), visit.principal, RatingId{visit.at("rating")}, one_route);
  if (!found) return refuse(visit, found.refusal());
  const auto& rating = found->rating;
  Names names;
  const bool is_sealed = visit.house().store().read([&](store::Reader& reader) {
    names = names_in(reader, rating.series.course);
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
  section.text = about(visit, rating, is_sealed, names);
  const auto action = "/ratings/" + rating.id.value;
  const auto sessions = visit.house().store().read([&](store::Reader& reader) {
    return service::sessions_to_match(reader, visit.house(), rating);
  });
  if (!sessions.empty()) section.forms.push_back(match_form(visit, action, sessions));
  section.forms.push_back(void_form(visit, action));
  if (const auto others = service::belongings_of(visit.house(), visit.principal, *found);
      !others.empty())
    section.forms.push_back(move_form(visit, action, others));
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
  const bool is_match = text("do") == "match";
  if (!is_move && !is_match && text("do") != "void")
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto done =
      is_match ? service::match_rating(house, visit.principal, {rating, SessionId{text("session")}},
                                       one_route)
      : is_move ? service::move_rating(house, visit.principal, rating, one_route,
                                       wish_in(fields->get("belongs"), text("reason")))
                : service::void_rating(house, visit.principal, rating, one_route,
                                       {text("cause"), text("reason")});
  if (!done) return refuse(visit, done.refusal());
  const auto ended =
      house.store().read([&](store::Reader& reader) { return reader.ratings.find(rating); });
  return redirect(visit.request.prefix, list_of(ended->series.course));
}

}  // namespace holdfast::web
