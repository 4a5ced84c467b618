// SPDX-License-Identifier: MIT
// The one sentence of each finding, from its numbers. Wording is fixed by the clinic's rules: what
// is measured, what is usual for this client, how often chance alone does the same.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "detection/thresholds.hpp"
#include "text/language.hpp"

namespace holdfast::web {

enum class Rule { sudden_dip, sustained, told_us, low_start, absence, evidence };  // A B T L N E

struct FindingNumbers {
  Rule rule = Rule::sudden_dip;
  double rating = 0;  // y, POMP
  double usual = 0;   // M before this rating
  double sd = 0;      // of the prediction
  double z = 0;       // (usual − rating) / sd
  int earlier = 0;    // ratings of this series before this one
  double highest_earlier = 0;
  bool is_strong = false;            // z ≥ 2.33, rule A
  std::optional<double> previous_z;  // rule B: at the rating before
  std::optional<double> previous_rating;
  std::optional<int> tension;          // 0–4
  bool said_yes = false;               // rule T: a direct yes item
  std::optional<double> evidence;      // rule E: the sum …
  std::optional<double> score_points;  // … of which from the score
  double tension_points = 0;           // … and from the tension answer
  double evidence_threshold = 0;       // 2.46 with subscales, 2.19 without
  std::string area;                    // id of the subscale that leads; may be empty
  std::optional<double> area_z;  // rule E, where that subscale gave the points from the ratings
  bool declined_form = false;    // rule N: a declined form, not a no-show
  bool before_third_session = false;  // rule N
  bool is_taken_out = false;          // the rating that it was found in: no number is left of it

  // For the calculation alone.
  detection::Thresholds thresholds;  // of the settings that its series began with
  struct After {                     // a rating that came in the silence after A, B or E
    double rating = 0, z = 0;
    bool ends = false;  // below half a step: the next may alert
  };
  std::vector<After> silent;
  struct Absence {                // rule N
    int held_before = 0;          // sessions of the course
    int forms_before = 0;         // completed by the client
    std::optional<int> days;      // since the check-in that was open then
    bool cancelled_late = false;  // else it was missed without a word
  };
  std::optional<Absence> absence;
};

constexpr double usual_width = 1.75;  // usual range = M ± 1.75 sd
// Below this many earlier ratings the level is "expected so far", not "usual".
constexpr int ratings_for_usual = 4;

std::string sentence(const FindingNumbers& numbers, const text::Language& language);
// The same in a few words, for a list.
std::string one_line(const FindingNumbers& numbers, const text::Language& language);
// "about once in 30 to 40 ratings": by table, in simulated courses.
std::string chance(double z, const text::Language& language);
// "tasks": a part of the form, by the id that its definition gives it.
std::string area_name(const std::string& area, const text::Language& language);
// "A · sudden dip": for lists and headings.
std::string name_of(Rule rule, const text::Language& language);

// The calculation, step by step, with these numbers: what is compared, how, and which condition
// held.
struct Step {
  std::string what;   // "How far below usual"
  std::string how;    // "80 − 62 = 18"
  std::string meets;  // "at least 8: yes"; empty: no condition
};
std::vector<Step> calculation(const FindingNumbers& numbers, const text::Language& language);

}  // namespace holdfast::web
