// SPDX-License-Identifier: MIT
// The pure function of one course's ordered facts: facts go in one after another, out come findings
// and the movements of repair episodes.
//
//   CourseRun run;                                  // or CourseRun::restored(bytes) to go on from
//   a saved state for (const Event& event : events) {             // ordered by session date, then
//   session number
//     const Outcome outcome = run.apply(event);
//     ...
//   }
//   std::string saved = run.saved();
//
// A fact that comes last is one apply() on the restored state. A fact that comes late, is corrected
// or is deleted means a run over all facts from an empty CourseRun; both ways give the same bytes.
// Within one session the order is: attendance, client's rating, therapist's rating, marks,
// acceptance of a new level.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "alliance/result.hpp"
#include "alliance/series.hpp"
#include "detection/gap.hpp"
#include "detection/step.hpp"
#include "repair/episode.hpp"

namespace holdfast::replay {

using repair::When;

// The parts of a key as one text, for Rated::series; the course itself is not in it. A client's
// rating and a therapist's never share a series.
std::string series_name(const SeriesKey& key);

// A completed form.
struct Rated {
  When when;
  std::string_view series;      // which baseline; borrowed for the call
  Rater rater = Rater::client;  // rules hold for client ratings; others have a baseline only
  Pomp score;                   // the total; a real number
  int tension = -1;             // 0-4; -1: not asked or blank
  bool said_directly = false;   // a direct item answered "yes"
  bool talked_through = false;  // marked on this session, known with the rating
  std::size_t area_count = 0;   // subscales of the instrument; 3 makes rule E use them
  std::array<double, detection::most_areas> areas{};  // POMP, NaN where not given
  const detection::Settings* begin_with = nullptr;  // for a series not seen before; null: built-in.
                                                    // A series keeps what it began with
};

// A past session that was not held. Other attendance is accepted and changes nothing.
struct Attended {
  When when;
  Attendance attendance = Attendance::held;
  std::int64_t held_before = 0;  // held sessions of the course before this one
};

struct Declined {
  When when;
};  // the client left the form blank or refused it
struct TalkedThrough {
  When when;
};  // by the therapist, for the dip that is being followed
struct NewLevelAccepted {
  std::string_view series;
};  // W := 2 before that series' next rating
// A person closed the open check-in about dips, or about what the client told; of another cause it
// changes nothing.
struct CheckInClosed {
  When when;
  enum class Cause : std::uint8_t { dip, told, other } cause = Cause::dip;
};

using Event =
    std::variant<Rated, Attended, Declined, TalkedThrough, NewLevelAccepted, CheckInClosed>;

struct SeriesRun {
  std::string name;
  Rater rater = Rater::client;
  detection::Settings settings;
  detection::State state;
  std::optional<repair::Episode> episode;  // the latest of this series, open or closed
  std::optional<Day> open_dip;             // day of the latest dip that is still open
  std::optional<Day> open_told;            // the same of what the client told
  When latest;                             // the latest rating
  double latest_score = 0;
  bool latest_was_dip = false;
  detection::Gap gap;       // kept with the client's series
  std::string gap_partner;  // the therapist's series it is kept for
  bool operator==(const SeriesRun&) const = default;
};

struct Outcome {
  Outcome() {}  // not defaulted: the compiler would clear all of it for each rating of a replay
  std::optional<detection::Step> step;       // the numbers of a rating, before it was learnt
  std::vector<detection::Finding> findings;  // A, B or E first, then T, L, N
  std::optional<repair::Episode> episode;    // as it is now, when this event opened or moved it
  bool episode_opened = false;
  bool episode_joined = false;               // an alert joined the open episode
  std::optional<detection::GapReading> gap;  // when both rated this session
  bool series_began = false;                 // a new baseline
  std::size_t series = 0;                    // place in CourseRun::series(), for a rating
};

class CourseRun {
 public:
  Outcome apply(const Event& event);
  Outcome rated(const Rated& rating);
  Outcome attended(const Attended& session);
  Outcome declined(const Declined& form);
  Outcome talked_through(const TalkedThrough& mark);
  Outcome new_level_accepted(const NewLevelAccepted& acceptance);
  Outcome check_in_closed(const CheckInClosed& closing);

  // In the order in which they began; the old ones stay as they were left and are resumed on
  // return.
  const std::vector<SeriesRun>& series() const { return series_; }
  const SeriesRun* find(std::string_view series) const;
  std::uint32_t episodes() const { return episodes_; }

  // Versioned bytes, the same on every machine; equal states have equal bytes.
  std::string saved() const;
  static Result<CourseRun> restored(std::string_view bytes);

  bool operator==(const CourseRun&) const = default;

 private:
  std::size_t series_of(const Rated& rating, Outcome& outcome);
  void follow_repair(SeriesRun& series, const Rated& rating, Outcome& outcome);
  void read_gap(SeriesRun& series, Outcome& outcome);
  bool has_open_alert(Day day) const;
  bool follows_a_dip() const;

  std::vector<SeriesRun> series_;
  std::uint32_t episodes_ = 0;       // opened so far, over all series
  std::uint32_t completed_ = 0;      // client forms
  std::uint32_t latest_client_ = 0;  // place of the series of the latest client rating
  bool low_start_said_ = false;      // once a course
};

// "0a1f…" for logs and tests.
std::string to_hex(std::string_view bytes);

}  // namespace holdfast::replay
