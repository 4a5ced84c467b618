// SPDX-License-Identifier: MIT
#include "service/course_repairs.hpp"

#include <algorithm>
#include <set>

namespace holdfast::service {
namespace {

std::string word_of(repair::State state) {
  return state == repair::State::new_level ? "new_level" : std::string(to_word(state));
}

void carry(const repair::Episode& episode, Day at, store::RepairNow& repair) {
  repair.state = word_of(episode.state);
  repair.level = episode.before;
  repair.lowest = episode.lowest;
  repair.recovered = episode.recovered;
  repair.ratings = static_cast<int>(episode.ratings);
  repair.repeats = static_cast<int>(episode.repeats);
  repair.talked_through = episode.talked_through;
  repair.asks_for_new_level = episode.state == repair::State::new_level;
  if (episode.closed()) repair.closed = at;
}

store::RepairEvent event_of(store::Unit& unit, const store::RepairNow& repair, const Fact& fact,
                            Instant now) {
  store::RepairEvent event;
  event.id = unit.ids.uuid();
  event.repair = repair.id;
  event.course = repair.course;
  event.subject = repair.subject;
  event.rating = fact.rating;
  event.session = fact.session;
  event.at = now;
  return event;
}

}  // namespace

void CourseRepairs::begin_again() {
  for (const auto& repair : unit_.repairs.of_course(file_.of.course))
    if (repair.subject == file_.of.subject) ids_.emplace(repair.opened_by, repair.id);
  unit_.repairs.forget_course(file_.of.course, file_.of.subject);
}

std::optional<store::RepairNow> CourseRepairs::stored(const RepairMove& move) const {
  const auto& opened = move.outcome.episode->alert;
  for (auto& repair : unit_.repairs.of_course(file_.of.course)) {
    if (repair.subject != file_.of.subject || repair.opened != opened.day) continue;
    const auto rating = unit_.ratings.find(repair.opened_by);
    if (rating && rating->session_number == opened.session &&
        replay::series_name(rating->series) == move.series)
      return std::move(repair);
  }
  return std::nullopt;
}

bool CourseRepairs::needs_rerun(const RepairMove& move) const {
  if (!move.outcome.episode || move.outcome.episode_opened) return false;
  const auto repair = stored(move);
  return !repair || repair->closed;
}

std::optional<store::RepairNow> CourseRepairs::follow(const RepairMove& move) {
  const auto& outcome = move.outcome;
  if (!outcome.episode) return std::nullopt;
  store::RepairNow repair;
  const bool is_known = outcome.episode_opened && ids_.contains(move.fact.rating);
  if (outcome.episode_opened) {
    repair.id = is_known ? ids_[move.fact.rating] : RepairId{unit_.ids.uuid()};
    repair.course = file_.of.course;
    repair.subject = file_.of.subject;
    repair.clinician = file_.clinician;
    repair.alert = move.alert;
    repair.opened_by = move.fact.rating;
    repair.opened = move.fact.place.day;
  } else if (const auto known = by_number_.find(outcome.episode->number);
             known != by_number_.end()) {
    repair = known->second;
  } else if (auto before = stored(move)) {
    repair = std::move(*before);
  } else {
    return std::nullopt;
  }
  const auto state_before = repair.state;
  carry(*outcome.episode, move.fact.place.day, repair);
  unit_.repairs.put(repair);
  by_number_[outcome.episode->number] = repair;
  auto event = event_of(unit_, repair, move.fact, file_.now);
  if (outcome.episode_opened) {
    event.kind = "opened";
  } else if (outcome.episode_joined) {
    event.kind = "repeated";
  } else {
    event.kind = "state";
    event.detail = repair.state;
  }
  if (!is_known && (event.kind != "state" || state_before != repair.state))
    unit_.repairs.record(event);
  return repair;
}

std::vector<RepairId> CourseRepairs::gone() const {
  std::set<RepairId> here;
  for (const auto& [number, repair] : by_number_) here.insert(repair.id);
  std::vector<RepairId> gone;
  for (const auto& [rating, id] : ids_)
    if (!here.contains(id)) gone.push_back(id);
  return gone;
}

void CourseRepairs::settle(const replay::CourseRun& run) {
  keep_marks(run);
  keep_answers();
  keep_transfers();
  end_with_course();
}

// "Talked through" holds for every episode that is followed, and an outcome tells of one at most.
void CourseRepairs::keep_marks(const replay::CourseRun& run) {
  for (const auto& series : run.series()) {
    const auto known = series.episode ? by_number_.find(series.episode->number) : by_number_.end();
    if (known == by_number_.end()) continue;
    auto& repair = known->second;
    const auto state = word_of(series.episode->state);
    if (repair.state == state && repair.talked_through == series.episode->talked_through) continue;
    carry(*series.episode, repair.closed.value_or(series.episode->latest.day), repair);
    unit_.repairs.put(repair);
  }
}

// The question about a new usual level is asked once: a re-run does not forget the answer.
void CourseRepairs::keep_answers() {
  for (auto& repair : unit_.repairs.of_course(file_.of.course)) {
    if (!repair.asks_for_new_level || repair.subject != file_.of.subject) continue;
    for (const auto& event : unit_.repairs.events(repair.id))
      if (event.kind == "new_level_accepted" || event.kind == "new_level_declined")
        repair.asks_for_new_level = false;
    if (!repair.asks_for_new_level) unit_.repairs.put(repair);
  }
}

// A repair ended when the course went over to somebody else, and a re-run does not bring it back.
void CourseRepairs::keep_transfers() {
  for (auto& repair : unit_.repairs.of_course(file_.of.course)) {
    if (repair.subject != file_.of.subject || repair.closed) continue;
    for (const auto& event : unit_.repairs.events(repair.id)) {
      if (event.kind != "transferred") continue;
      repair.state = "transferred";
      repair.closed = std::chrono::floor<std::chrono::days>(event.at);
    }
    if (repair.closed) unit_.repairs.put(repair);
  }
}

void CourseRepairs::end_with_course() {
  const auto course = unit_.mirror.course(file_.of.course);
  if (!course || !course->ended) return;
  for (auto& repair : unit_.repairs.of_course(file_.of.course)) {
    if (repair.subject != file_.of.subject || repair.closed) continue;
    repair.state = word_of(repair::State::ended);
    repair.closed = std::max(repair.opened, *course->ended);
    repair.asks_for_new_level = false;
    unit_.repairs.put(repair);
  }
}

}  // namespace holdfast::service
