// SPDX-License-Identifier: MIT
#include "service/no_appointment.hpp"

#include <algorithm>

#include "service/end_rating.hpp"
#include "service/form_of_session.hpp"
#include "service/taking_part.hpp"

namespace holdfast::service {
namespace {

constexpr std::chrono::days longest_ago{14};

}  // namespace

Reply<SessionAccess> open_without_session(House& house, const Asking& asking, const CourseId& id) {
  auto course = open_course(house, asking, id);
  if (!course) return course.refusal();
  practice::Session session;
  session.course = id;
  if (!course->course.clinicians.empty()) session.clinician = course->course.clinicians.front();
  session.start = house.now();
  session.day = house.day_of(session.start);
  session.attendance = Attendance::held;
  house.store().read([&](store::Reader& reader) {
    for (const auto& client : participants_of(reader, id))
      if (client != course->client.id) session.participants.push_back(client);
    // A group stays one between its sessions.
    if (const auto last = reader.mirror.previous_held(id, session.start))
      session.setting = last->setting;
  });
  return SessionAccess{std::move(session), 0, std::move(*course)};
}

std::vector<store::NumberedSession> sessions_to_match(store::Reader& reader, const House& house,
                                                      const store::StoredRating& rating) {
  std::vector<store::NumberedSession> fitting;
  if (!rating.session.empty()) return fitting;
  const auto all = reader.mirror.sessions_of_course(rating.series.course);
  for (auto one = all.rbegin(); one != all.rend(); ++one) {
    const auto& session = one->session;
    if (session.attendance == Attendance::held && session.day <= rating.day &&
        session.day + longest_ago >= rating.day && session.start <= rating.entered_at &&
        !is_filled(reader, house, rating, session.id))
      fitting.push_back(*one);
  }
  return fitting;
}

Reply<RatingId> match_rating(House& house, const access::Principal& principal,
                             const Matching& matching, std::string_view from) {
  const auto opened = open_rating(house, principal, matching.rating, from);
  if (!opened) return opened.refusal();
  return house.store().commit([&](store::Unit& unit) -> Reply<RatingId> {
    const auto rating = unit.ratings.find(matching.rating);
    if (!rating || !unit.ratings.stands(matching.rating) || !rating->session.empty())
      return Refusal{
          Refusal::Kind::conflict, "matched", "This rating has its session already.", {}};
    const auto sessions = sessions_to_match(unit, house, *rating);
    const auto found = std::find_if(sessions.begin(), sessions.end(), [&](const auto& one) {
      return one.session.id == matching.session;
    });
    const auto whose = unit.people.client_of(rating->subject);
    if (found == sessions.end() || !whose)
      return invalid({{"session", "unknown", "Choose one of the sessions on the page."}});
    const auto& by = principal.person.id.value;
    const auto fresh = move_in(unit, house,
                               {*rating, opened->course.course, *whose, "matched with its session",
                                by, false, matching.session});
    store::AuditEntry entry;
    entry.actor = by;
    entry.action = "rating.match";
    entry.from = from;
    note(unit, house, *unit.ratings.find(fresh), std::move(entry));
    return fresh;
  });
}

}  // namespace holdfast::service
