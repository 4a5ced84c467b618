// SPDX-License-Identifier: MIT
#include "service/read_picture.hpp"

#include <algorithm>

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

using Gaps = std::map<RatingId, detection::GapReading>;

// From all ratings, the sealed ones too: what is shown of a later one rests on them.
Gaps fill_steps(store::Reader& reader, Day today, Instant now, PictureOfCourse& picture) {
  Gaps gaps;
  const auto& held = picture.held;
  const auto subjects = [&] {
    std::set<ClientKey> found;
    for (const auto& rating : picture.held.ratings) found.insert(rating.subject);
    return found;
  }();
  for (const auto& subject : subjects)
    for (auto& step : steps_of(reader, {{held.course.id, subject}, {}, now, today, nullptr},
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

}  // namespace

Reply<PictureOfCourse> read_picture(House& house, const access::Principal& principal,
                                    const CourseId& course, std::string_view from) {
  auto opened = open_course(house, {principal, Action::see_picture, "picture.read", from}, course);
  if (!opened) return opened.refusal();
  const auto now = house.now();
  const auto today = house.day_of(now);
  PictureOfCourse picture{std::move(*opened), false, {}, {}, {}, {}, {}, {}, {}};
  const access::Subject subject{course, picture.access.client.id, picture.access.course.clinicians,
                                true};
  picture.may_act = access::decide(principal, Action::act_on_check_in, subject, today).allowed;
  house.store().read([&](store::Reader& reader) {
    if (auto held = reader.pages.picture(course)) picture.held = std::move(*held);
    picture.held.course = picture.access.course;
    const auto gaps = fill_steps(reader, today, now, picture);
    take_out_sealed(reader, now, picture);
    picture.annotations = annotations_of({picture.held.ratings, picture.steps, gaps});
    fill_details(reader, picture);
  });
  return picture;
}

}  // namespace holdfast::service
