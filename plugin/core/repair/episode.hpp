// SPDX-License-Identifier: MIT
// One dip and what became of it, rating by rating: rules R1 to R11. The level before the dip stays
// frozen, so that a repair is measured against what the client used to say and not against the dip
// itself.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "alliance/moment.hpp"
#include "alliance/words.hpp"
#include "detection/step.hpp"

namespace holdfast::repair {

enum class State : std::uint8_t {
  open,
  improving,
  repaired,
  new_level,  // the therapist is asked whether this is the client's level now
  unrepaired,
  ended,  // the course or the file ended first: censored, not a failure
};
constexpr bool is_closed(State state) { return state >= State::repaired; }

// Where a rating stands. Rank orders sessions within a course and is what outputs print.
struct When {
  Day day{};
  std::int64_t session = 0;
  bool operator==(const When&) const = default;
};

struct Episode {
  std::uint32_t number = 1;  // within the course
  detection::Rule rule = detection::Rule::sudden_dip;
  State state = State::open;
  bool talked_through = false;  // the therapist marked it since the alert
  bool good = false;            // the latest rating after the alert
  bool good_before = false;     // the one before it, after the alert too
  std::uint32_t ratings = 0;    // after the alert
  std::uint32_t repeats = 0;    // alerts that joined
  double before = 0;            // P, frozen
  double lowest = 0;
  double recovered = 0;          // of the latest rating; 1 is all of the drop
  std::array<double, 4> last{};  // scores after the alert, newest first
  When alert;
  When latest;  // the latest rating, or the alert
  detection::Version parameters;

  double drop() const { return before - lowest; }
  int days() const { return static_cast<int>((latest.day - alert.day).count()); }
  bool closed() const { return is_closed(state); }
  bool operator==(const Episode&) const = default;
};

// R1: A opens at the level before this rating, B at the level before the previous one, E as A where
// the drop is 8 points or more. Nothing for a step that opens none.
std::optional<Episode> opened_by(const detection::Step& step, const When& when,
                                 std::uint32_t number);

// R2-R8 for a later rating. Promise: the episode is not closed.
void follow(Episode& episode, double score, const When& when);

// R9: an alert at a rating that found the episode open, also where that rating closes it.
inline void join(Episode& episode) { ++episode.repeats; }

// R4: the therapist marked "talked through" at session `when`. A mark on the session of the latest
// rating counts for that rating, as if it had been there first. True when the episode is repaired
// by it.
bool mark_talked_through(Episode& episode, const When& when);

// R6: as many days after the alert that an episode is not open any more.
constexpr bool is_late(Day alert, Day day) { return (day - alert).count() >= 45; }

// How an episode stands on a day without a rating. R6: 45 days or more after the alert it is
// unrepaired. A view: the episode itself changes by facts only, so that a re-run finds the same.
State state_on(const Episode& episode, Day as_of);

// R10: the state at the end of the course or of the file.
constexpr State state_at_end(State state) { return is_closed(state) ? state : State::ended; }

}  // namespace holdfast::repair

template <>
inline constexpr std::array<std::string_view, 6> holdfast::words_of<holdfast::repair::State>{
    "open", "improving", "repaired", "new level", "unrepaired", "ended"};
