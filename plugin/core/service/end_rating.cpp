// SPDX-License-Identifier: MIT
#include "service/end_rating.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "service/course_engine.hpp"
#include "service/form_of_session.hpp"
#include "service/outgoing.hpp"
#include "service/taking_part.hpp"

namespace holdfast::service {
namespace {

using access::Action;

constexpr std::array<std::string_view, 3> causes{"wrong_person", "test", "duplicate"};
constexpr std::size_t longest_reason = 500;

Refusal taken_out_before() {
  return {Refusal::Kind::conflict, "ended", "This rating was taken out before.", {}};
}

Problems check_reason(const std::string& reason) {
  if (!reason.empty() && reason.size() <= longest_reason) return {};
  return {{"reason", "required", "Say why in up to 500 characters."}};
}

std::optional<store::StoredRating> standing(store::Reader& reader, const RatingId& id) {
  auto rating = reader.ratings.find(id);
  if (!rating || !reader.ratings.stands(id)) return std::nullopt;
  return rating;
}

void rerun(store::Unit& unit, const House& house, const CourseId& id,
           const store::ClientKey& subject) {
  const auto course = unit.mirror.course(id);
  const auto settings = house.detection_settings(unit);
  const auto now = house.now();
  rerun_course(unit, {{id, subject, house},
                      course ? course->clinicians.front() : ClinicianId{},
                      now,
                      house.day_of(now),
                      &settings});
}

// The session that is named, else its own where it stays in the course or the practice system says
// so; of another course the one that the form may have been meant for, on the same day.
void place_in_course(store::Reader& reader, const Moving& moving, store::StoredRating& rating) {
  const bool keeps_session = moving.keeps_session || moving.to.id == moving.rating.series.course;
  if (!moving.session.empty()) rating.session = moving.session;
  const bool is_known = keeps_session || !moving.session.empty();
  if (!is_known) {
    rating.session = SessionId{};
    rating.session_start.reset();
    rating.session_number = 0;
  }
  for (const auto& [session, number] : reader.mirror.sessions_of_course(moving.to.id)) {
    const bool is_it = is_known
                           ? session.id == rating.session
                           : session.day == rating.day && session.attendance == Attendance::held;
    if (!is_it) continue;
    rating.session = session.id;
    rating.session_start = session.start;
    rating.session_number = number;
    if (!moving.session.empty()) {
      rating.day = session.day;
      rating.series.clinician = session.clinician;
    }
  }
}

// What the practice system had of the rating goes into the right client's file there. What it never
// had, of an imported rating say, it is not given now.
void give_again(store::Unit& unit, const House& house, const Moving& moving,
                const store::StoredRating& rating, const std::set<std::string>& had) {
  const auto* definition = house.instruments().find(rating.series.instrument);
  if (!definition || rating.declined) return;
  Submission submission;
  submission.definition = definition;
  submission.course = moving.to.id;
  submission.client = moving.client;
  submission.clinician = rating.series.clinician;
  submission.session = rating.session;
  submission.language = rating.series.language;
  for (const auto& [item, value, touched] : unit.ratings.answers(moving.rating.id))
    if (const auto* asked = definition->find(item))
      if (auto answer = value ? instrument::read_answer(*asked, *value)
                              : Result<std::optional<instrument::Answer>>{instrument::Declined{}};
          answer && *answer)
        submission.answers.emplace(item, std::move(**answer));
  instrument::Scored scored;
  scored.total = rating.raw;
  scored.pomp = rating.score;
  for (const auto& subscale : rating.subscales)
    scored.subscales.push_back({subscale.name, subscale.raw, subscale.score});
  // The right client's therapist reads a risk answer too. A merge moves years of them, long read.
  if (!moving.keeps_session)
    for (const auto& read : unit.risks.of_rating(moving.rating.id))
      if (read.cause == "risk_item" &&
          std::find(scored.risks.begin(), scored.risks.end(), read.item) == scored.risks.end())
        scored.risks.push_back(read.item);
  put_outgoing(unit, house, {submission, rating, scored, {}, &had});
}

// The one whom a rating is moved to, among those who take part in the course.
Result<ClientId> belongs_to(store::Reader& reader, const CourseAccess& course,
                            const MoveWish& wish) {
  const auto all = participants_of(reader, course.course.id);
  const auto whose = wish.whose.empty() ? course.client.id : wish.whose;
  if (std::find(all.begin(), all.end(), whose) == all.end())
    return Problems{{"client", "unknown", "Choose one of those who take part in this course."}};
  return whose;
}

}  // namespace

void note(store::Unit& unit, const House& house, const store::StoredRating& rating,
          store::AuditEntry entry) {
  entry.actor_kind = entry.actor.empty() ? "holdfast" : "staff";
  entry.outcome = "done";
  entry.client = rating.subject;
  entry.object = "rating:" + rating.id.value;
  unit.audit.append(entry, house.now());
}

Reply<RatingToEnd> open_rating(House& house, const access::Principal& principal, const RatingId& id,
                               std::string_view from) {
  auto found = house.store().read([&](store::Reader& reader) { return reader.ratings.find(id); });
  if (!found)
    return Refusal{Refusal::Kind::not_found, "unknown-rating", "There is no such rating.", {}};
  auto course = open_course(house, {principal, Action::end_rating, "rating.open", from},
                            found->series.course);
  if (!course) return course.refusal();
  RatingToEnd opened{std::move(*found), std::move(*course)};
  const bool stands =
      house.store().read([&](store::Reader& reader) { return reader.ratings.stands(id); });
  if (!stands) return taken_out_before();
  return opened;
}

std::vector<Belonging> belongings_of(House& house, const access::Principal& principal,
                                     const RatingToEnd& opened) {
  std::vector<Belonging> others;
  const auto& own = opened.course.course.id;
  house.store().read([&](store::Reader& reader) {
    const auto add = [&](const CourseId& course, const ClientId& id) {
      if (auto client = reader.mirror.client(id))
        others.push_back({course, id, std::move(client->name)});
    };
    const auto subject = reader.people.client_of(opened.rating.subject);
    for (const auto& id : participants_of(reader, own))
      if (id != subject) add(own, id);
    const auto& clinician = principal.person.clinician;
    std::set<CourseId> open;
    for (const auto& course : reader.mirror.courses_of_clinician(clinician)) {
      if (course.id == own || course.ended) continue;
      open.insert(course.id);
      add(course.id, course.client);
    }
    for (const auto& partner : reader.pages.partners(clinician))
      if (open.contains(partner.course)) add(partner.course, partner.client);
  });
  return others;
}

Reply<RatingId> void_rating(House& house, const access::Principal& principal, const RatingId& id,
                            std::string_view from, const VoidWish& wish) {
  auto opened = open_rating(house, principal, id, from);
  if (!opened) return opened.refusal();
  auto problems = check_reason(wish.reason);
  if (std::find(causes.begin(), causes.end(), wish.cause) == causes.end())
    problems.push_back({"cause", "unknown", "The cause is one of: wrong_person, test, duplicate."});
  if (!problems.empty()) return invalid(problems);
  const bool is_done = house.store().commit([&](store::Unit& unit) {
    const auto rating = standing(unit, id);
    if (!rating) return false;
    take_back(unit, {*rating, wish.cause, house.now()});
    unit.ratings.end({id,
                      store::EndOfRating::voided,
                      wish.cause + ": " + wish.reason,
                      principal.person.id.value,
                      {},
                      house.now()});
    rerun(unit, house, rating->series.course, rating->subject);
    store::AuditEntry entry;
    entry.actor = principal.person.id.value;
    entry.action = "rating.void";
    entry.why = wish.cause;
    entry.from = from;
    note(unit, house, *rating, std::move(entry));
    return true;
  });
  if (!is_done) return taken_out_before();
  return id;
}

namespace {

// As it will be in its new place.
store::StoredRating moved(store::Unit& unit, const Moving& moving) {
  auto fresh = moving.rating;
  fresh.id = RatingId{unit.ids.uuid()};
  fresh.series.course = moving.to.id;
  fresh.subject = unit.people.key_of(moving.client);
  if (!moving.keeps_session && !moving.to.clinicians.empty())
    fresh.series.clinician = moving.to.clinicians.front();
  place_in_course(unit, moving, fresh);
  fresh.idempotency_key.clear();
  fresh.request_digest.clear();
  fresh.salt.clear();
  fresh.takes_place_of = moving.rating.id;
  return fresh;
}

RatingId put_moved(store::Unit& unit, const House& house, const Moving& moving,
                   const store::StoredRating& fresh) {
  const auto& old = moving.rating;
  auto comments = unit.ratings.comments(old.id, store::Addressee::therapist);
  for (auto& comment : unit.ratings.comments(old.id, store::Addressee::second_contact))
    comments.push_back(std::move(comment));
  const auto had = take_back(unit, {old, "moved", house.now()});
  unit.ratings.insert(fresh, unit.ratings.answers(old.id), comments);
  unit.ratings.end(
      {old.id, store::EndOfRating::moved, moving.reason, moving.by, fresh.id, house.now()});
  rerun(unit, house, old.series.course, old.subject);
  if (fresh.series.course != old.series.course || fresh.subject != old.subject)
    rerun(unit, house, fresh.series.course, fresh.subject);
  give_again(unit, house, moving, fresh, had);
  return fresh.id;
}

}  // namespace

RatingId move_in(store::Unit& unit, const House& house, const Moving& moving) {
  return put_moved(unit, house, moving, moved(unit, moving));
}

Reply<RatingId> move_rating(House& house, const access::Principal& principal, const RatingId& id,
                            std::string_view from, const MoveWish& wish) {
  auto opened = open_rating(house, principal, id, from);
  if (!opened) return opened.refusal();
  if (auto problems = check_reason(wish.reason); !problems.empty()) return invalid(problems);
  const Refusal not_another = invalid({{"course", "required", "Choose where else it belongs."}});
  if (wish.to.empty()) return not_another;
  auto target = open_course(house, {principal, Action::end_rating, "rating.move", from}, wish.to);
  if (!target) return target.refusal();
  return house.store().commit([&](store::Unit& unit) -> Reply<RatingId> {
    const auto rating = standing(unit, id);
    if (!rating) return taken_out_before();
    const auto whose = belongs_to(unit, *target, wish);
    if (!whose) return invalid(whose.problems());
    if (wish.to == rating->series.course && unit.people.key_of(*whose) == rating->subject)
      return not_another;
    const Moving moving{*rating, target->course, *whose, wish.reason, principal.person.id.value,
                        false};
    const auto there = moved(unit, moving);
    if (is_filled(unit, house, there, there.session)) return filled_already();
    const auto fresh = put_moved(unit, house, moving, there);
    store::AuditEntry entry;
    entry.actor = principal.person.id.value;
    entry.action = "rating.move";
    entry.why = "wrong_person";
    entry.from = from;
    note(unit, house, *rating, entry);
    note(unit, house, *unit.ratings.find(fresh), std::move(entry));
    return fresh;
  });
}

}  // namespace holdfast::service
