// SPDX-License-Identifier: MIT
// What was noticed, with every number that a sentence about it needs.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "alliance/words.hpp"
#include "detection/parameters.hpp"

namespace holdfast::detection {

// In the order in which the rows of one rating are written: a dip first, then T, L, N.
enum class Rule : std::uint8_t {
  sudden_dip,  // A, alert
  sustained,   // B, alert
  evidence,    // E, alert
  told_us,     // T, alert outside the budget
  low_start,   // L, notice
  absence,     // N, notice; has no score
};

constexpr bool is_dip(Rule rule) { return rule <= Rule::evidence; }      // counted in the budget
constexpr bool is_notice(Rule rule) { return rule >= Rule::low_start; }  // never an alert

// Rule E in points: the sum is compared with the threshold.
struct Evidence {
  double score_points = 0;    // z, or the best area's z less 0.35
  double tension_points = 0;  // 0, 1, 2 or 2.5
  double threshold = 0;       // 2.46 with all three areas, else 2.19
  bool from_area = false;     // the score points are those of Finding::area
  bool operator==(const Evidence&) const = default;
  double sum() const { return score_points + tension_points; }
};

// "In simulated courses, by chance about once in `from` to `to` ratings"; to = 0 reads "or more".
struct Chance {
  int from = 0;
  int to = 0;
  bool operator==(const Chance&) const = default;
};

// Of one drop of that z: about 30 at 1.65, 35 at 1.75, 60 at 2.05, 100 at 2.33 and between them in
// proportion, said as a range around it; nothing below 1.65.
std::optional<Chance> chance_of(double z);

inline constexpr std::size_t most_areas = 4;

struct Finding {
  Rule rule = Rule::sudden_dip;
  bool strong = false;  // z of 2.33 or more; only A
  double score = 0;     // POMP; NaN for N
  double expected = 0;  // M before the rating; NaN for N
  double sd = 0;
  double z = 0;
  double usual_low = 0, usual_high = 0;  // M -/+ 1.75 sd
  std::uint32_t earlier = 0;             // ratings of the series before this one
  int tension = -1;                      // as the client gave it, 0-4; -1: not asked or blank
  bool said_directly = false;            // a direct "yes" item
  int area = -1;                         // the subscale that stands out, by its place; -1: none
  double area_z = 0;                     // of that subscale
  std::optional<Evidence> evidence;      // E only
  std::optional<Chance> chance;          // A only: B and E are not about one drop
  Version parameters;

  bool operator==(const Finding&) const = default;
};

// Beside a rating, never an alert.
struct Annotations {
  bool three_falls = false;  // in a row, 15 points or more together
  bool four_at_top = false;  // small worries may not show
  bool operator==(const Annotations&) const = default;
  bool any() const { return three_falls || four_at_top; }
};

}  // namespace holdfast::detection

template <>
inline constexpr std::array<std::string_view, 6> holdfast::words_of<holdfast::detection::Rule>{
    "A", "B", "E", "T", "L", "N"};
