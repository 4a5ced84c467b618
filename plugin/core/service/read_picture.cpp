// SPDX-License-Identifier: MIT
#include "service/read_picture.hpp"

#include <algorithm>
#include <iterator>

#include "service/seal.hpp"

namespace holdfast::service {
namespace {

using access::Action;

// Takes out everything that a sealed rating says, also what was derived from it.
void take_out_sealed(store::Reader& reader, Instant now, PictureOfCourse& picture) {
  auto& held = picture.held;
  const auto sealed = sealed_of(reader, held.ratings, now);
  if (sealed.empty()) return;
  std::erase_if(held.repairs, [&](const store::RepairNow& repair) {
    return !is_free_of_sealed(repair, held.ratings, sealed);
  });
  for (const auto& rating : held.ratings)
    if (sealed.contains(rating.id)) picture.sealed_sessions.insert(rating.session);
  std::erase_if(held.ratings, [&](const auto& rating) { return sealed.contains(rating.id); });
  std::erase_if(held.comments, [&](const auto& one) { return sealed.contains(one.rating); });
  std::erase_if(held.alerts, [&](const store::AlertNow& alert) {
    return alert.alert.rule != "T" && sealed.contains(alert.alert.rating);
  });
  for (auto& alert : held.alerts) leave_out_sealed(reader, alert, now);
}

void set_outcomes_apart(PictureOfCourse& picture) {
  auto& ratings = picture.held.ratings;
  const auto outcomes = std::stable_partition(
      ratings.begin(), ratings.end(),
      [](const store::StoredRating& rating) { return rating.measures == Measures::alliance; });
  picture.outcomes.assign(std::move_iterator(outcomes), std::move_iterator(ratings.end()));
  ratings.erase(outcomes, ratings.end());
}

using Gaps = std::map<RatingId, detection::GapReading>;

// From all ratings, the sealed ones too: what is shown of a later one rests on them.
Gaps fill_steps(store::Reader& reader, const House& house, PictureOfCourse& picture) {
  Gaps gaps;
  const auto& held = picture.held;
  const auto subjects = [&] {
    std::set<ClientKey> found;
    for (const auto& rating : picture.held.ratings) found.insert(rating.subject);
    return found;
  }();
  for (const auto& subject : subjects)
    for (auto& step : steps_of(reader, {{held.course.id, subject, house}, {}, {}, {}, nullptr},
                               held.ratings, held.sessions)) {
      if (step.gap) gaps.emplace(step.rating, *step.gap);
      picture.steps.emplace(step.rating, step.step);
    }
  return gaps;
}

void fill_details(store::Reader& reader, PictureOfCourse& picture) {
  for (const auto& [rating, comment] : picture.held.comments) {
    auto& text = picture.comments[rating];
    text += (text.empty() ? "" : " · ") + comment.text;
  }
  for (const auto& repair : picture.held.repairs)
    picture.repair_events[repair.id] = reader.repairs.events(repair.id);
  if (!picture.held.course.clinicians.empty())
    if (const auto lead = reader.mirror.clinician(picture.held.course.clinicians.front()))
      picture.clinician = lead->name;
}

// The picture and what the door needs to know of its course, in one reading. Nothing of it leaves
// before the door has decided.
CourseAtDoor fill(store::Reader& reader, const House& house, PictureOfCourse& picture) {
  const auto now = house.now();
  auto& held = picture.held;
  CourseAtDoor known{held.course.id, held.course, {}, false, false};
  if (!held.client.id.empty()) known.client = held.client;
  known.flagged = is_flagged(reader, {held.alerts, held.repairs}, now);
  known.no_supervision = refuses_supervision(reader, held.course.client);
  const auto gaps = fill_steps(reader, house, picture);
  take_out_sealed(reader, now, picture);
  set_outcomes_apart(picture);
  picture.annotations = annotations_of({held.ratings, picture.steps, gaps});
  fill_details(reader, picture);
  return known;
}

}  // namespace

Reply<PictureOfCourse> read_picture(House& house, const access::Principal& principal,
                                    const CourseId& course, std::string_view from) {
  PictureOfCourse picture;
  CourseAtDoor known{course, {}, {}, false, false};
  house.store().read([&](store::Reader& reader) {
    auto held = reader.pages.picture(course);
    if (!held) return;
    picture.held = std::move(*held);
    known = fill(reader, house, picture);
  });
  auto opened =
      open_course(house, {principal, Action::see_picture, "picture.read", from}, std::move(known));
  if (!opened) return opened.refusal();
  picture.access = std::move(*opened);
  if (picture.access.by_emergency) {  // comments were written for the therapist
    picture.held.comments.clear();
    picture.comments.clear();
  }
  picture.held.course = picture.access.course;
  const access::Subject subject{course, picture.access.client.id, picture.access.course.clinicians,
                                true};
  picture.may_act =
      access::decide(principal, Action::act_on_check_in, subject, house.day_of(house.now()))
          .allowed;
  return picture;
}

}  // namespace holdfast::service
