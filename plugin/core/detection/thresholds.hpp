// SPDX-License-Identifier: MIT
// What a practice may set about rules A, B and E. Everything else of the rules is fixed: the client
// said so (T) is always reported, and notices (L, N) are never alerts. A series keeps what it began
// with; nothing here moves by itself.
#pragma once
#include <cstdint>

namespace holdfast::detection {

struct Thresholds {
  bool sudden_dip = true;            // A is in use
  bool sustained = true;             // B is in use
  double sudden_z = 1.75;            // A, in predictive sd below the expected level
  double sustained_z = 1.2;          // B, now and at the rating before
  double least_drop = 8;             // A and B, POMP points
  double evidence_all_areas = 2.46;  // E, points, with all three subscales
  double evidence_total = 2.19;      // E, points, from the total alone
  std::uint8_t silence = 3;          // ratings that cannot alert after A, B or E
  double speaks_again = 0;           // E, points above its own from which it alerts in a silence
                                     // too; 0: never
  std::uint8_t first_sudden = 2;     // the first rating of a series that A or E may mark
  std::uint8_t first_sustained = 3;  // the same for B

  constexpr bool operator==(const Thresholds&) const = default;
};

// How far a person may move each. A's range is that of evidence.md C; below it chance marks more
// than a practice can follow up, above it hardly anything is left.
struct Range {
  double low, high;
};
inline constexpr Range sudden_z_range{1.5, 2.6};
inline constexpr Range sustained_z_range{1.0, 2.0};
inline constexpr Range least_drop_range{4, 20};
inline constexpr Range evidence_range{1.8, 3.5};
inline constexpr Range silence_range{0, 10};
inline constexpr Range speaks_again_range{0, 3};
inline constexpr Range first_sudden_range{2, 10};
inline constexpr Range first_sustained_range{3, 10};

}  // namespace holdfast::detection
