// SPDX-License-Identifier: MIT
#include "service/read_picture.hpp"

#include <algorithm>
#include <iterator>

#include "service/practice_rules.hpp"
#include "service/repair_today.hpp"
#include "service/seal.hpp"
#include "service/taken_out.hpp"

namespace holdfast::service {
namespace {

using access::Action;

// Takes out everything that a sealed rating says, also what was derived from it.
void take_out_sealed(store::Reader& reader, Instant now, PictureOfCourse& picture) {
  auto& held = picture.held;
  leave_out_taken_out(reader, held.ratings, now, held.alerts);
  const auto sealed = sealed_of(reader, held.ratings, now);
  if (sealed.empty()) return;
  std::erase_if(held.repairs, [&](const store::RepairNow& repair) {
    return !is_free_of_sealed(repair, held.ratings, sealed);
  });
  for (const auto& rating : held.ratings)
    if (sealed.contains(rating.id)) {
      picture.sealed_sessions.insert(rating.session);
      picture.sealed_of[rating.subject].insert(rating.session);
    }
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
    for (auto& step :
         steps_of(reader, {{held.course.id, subject, house}, {}, {}, {}, nullptr}, held.ratings)) {
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

// Everybody whom what is shown is about; of a picture that shows one alone, that one.
std::set<ClientKey> subjects_in(const PictureOfCourse& picture,
                                const std::optional<std::string_view>& about) {
  std::set<ClientKey> subjects;
  for (const auto& rating : picture.held.ratings) subjects.insert(rating.subject);
  for (const auto& rating : picture.outcomes) subjects.insert(rating.subject);
  for (const auto& alert : picture.held.alerts) subjects.insert(alert.alert.subject);
  for (const auto& repair : picture.held.repairs) subjects.insert(repair.subject);
  if (about) std::erase_if(subjects, [&](const ClientKey& key) { return key.value != *about; });
  return subjects;
}

// The picture and what the door needs to know of its course, in one reading. Nothing of it leaves
// before the door has decided.
CourseAtDoor fill(store::Reader& reader, const House& house, const Asking& asking,
                  PictureOfCourse& picture) {
  const auto now = house.now();
  auto& held = picture.held;
  CourseAtDoor known{.id = held.course.id, .course = held.course};
  if (!held.client.id.empty()) known.client = held.client;
  const auto today = house.day_of(now);
  judge_on(today, held.repairs);
  known.flagged = is_flagged(reader, {held.alerts, held.repairs}, {now, today});
  known.no_supervision = refuses_supervision(reader, held.course.client);
  if (asking.action == Action::see_as_carer)
    known.carers_may_look =
        carers_may_look_until(reader, house.config(), held.client, today).has_value();
  const auto gaps = fill_steps(reader, house, picture);
  take_out_sealed(reader, now, picture);
  set_outcomes_apart(picture);
  picture.annotations = annotations_of({held.ratings, picture.steps, gaps});
  fill_details(reader, picture);
  return known;
}

Reply<PictureOfCourse> open_picture(House& house, const Asking& asking, const CourseId& course,
                                    std::optional<std::string_view> about) {
  PictureOfCourse picture;
  CourseAtDoor known{.id = course};
  house.store().read([&](store::Reader& reader) {
    auto held = reader.pages.picture(course);
    if (!held) return;
    picture.held = std::move(*held);
    known = fill(reader, house, asking, picture);
    known.others = subjects_in(picture, about);
    for (const auto& subject : subjects_in(picture, {}))
      if (refuses_supervision(reader, subject)) known.not_for_supervision.insert(subject);
  });
  auto opened = open_course(house, asking, std::move(known));
  if (!opened) return opened.refusal();
  picture.access = std::move(*opened);
  if (const auto& out = picture.access.left_out; !out.empty())
    leave_out(picture, [&](const ClientKey& subject) { return out.contains(subject); });
  picture.held.course = picture.access.course;
  return picture;
}

}  // namespace

void leave_out(PictureOfCourse& picture, const std::function<bool(const ClientKey&)>& is_out) {
  auto& held = picture.held;
  std::set<RatingId> others;
  for (const auto* ratings : {&held.ratings, &picture.outcomes})
    for (const auto& rating : *ratings)
      if (is_out(rating.subject)) others.insert(rating.id);
  const auto is_rating_out = [&](const auto& one) { return others.contains(one.rating); };
  std::erase_if(held.ratings, [&](const auto& rating) { return others.contains(rating.id); });
  std::erase_if(picture.outcomes, [&](const auto& rating) { return is_out(rating.subject); });
  std::erase_if(held.comments, is_rating_out);
  std::erase_if(held.alerts, [&](const auto& alert) { return is_out(alert.alert.subject); });
  std::erase_if(held.repairs, [&](const auto& repair) { return is_out(repair.subject); });
  std::erase_if(picture.steps, [&](const auto& one) { return others.contains(one.first); });
  std::erase_if(picture.comments, [&](const auto& one) { return others.contains(one.first); });
  std::erase_if(picture.annotations, is_rating_out);
}

Reply<PictureOfCourse> read_as_carer(House& house, const access::Principal& principal,
                                     const CourseId& course, std::string_view from) {
  auto picture =
      open_picture(house, {principal, Action::see_as_carer, "picture.read", from}, course, "");
  if (!picture) return picture;
  const auto ward = house.store().read([&](store::Reader& reader) {
    return reader.people.find_key(picture->access.client.id).value_or(ClientKey{});
  });
  std::erase_if(picture->held.ratings, [&](const store::StoredRating& rating) {
    return rating.subject != ward || rating.series.rater != Rater::client ||
           rating.series.relation != Relation::self;
  });
  picture->held.alerts.clear();
  picture->held.repairs.clear();
  picture->held.comments.clear();
  picture->outcomes.clear();
  picture->annotations.clear();
  picture->comments.clear();
  picture->repair_events.clear();
  return picture;
}

Reply<PictureOfCourse> read_picture(House& house, const access::Principal& principal,
                                    const CourseId& course, std::string_view from,
                                    std::optional<std::string_view> about) {
  auto picture =
      open_picture(house, {principal, Action::see_picture, "picture.read", from}, course, about);
  if (!picture) return picture;
  if (picture->access.by_emergency) {  // comments were written for the therapist
    picture->held.comments.clear();
    picture->comments.clear();
  }
  const access::Subject subject{course, picture->access.client.id,
                                picture->access.course.clinicians, true};
  picture->may_act =
      access::decide(principal, Action::act_on_check_in, subject, house.day_of(house.now()))
          .allowed;
  return picture;
}

}  // namespace holdfast::service
