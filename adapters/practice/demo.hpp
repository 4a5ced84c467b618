// SPDX-License-Identifier: MIT
// A believable practice of synthetic people: three clinicians, 24 clients, two years of sessions up
// to today and booked ones for sixty days more. Pure: the same wish and zone give the same
// contents. README.md lists who is in it. Practice data only; ratings are not a practice system's
// to make.
#pragma once
#include <cstdint>
#include <optional>

#include "contents.hpp"
#include "zone/zone.hpp"

namespace holdfast::adapters::practice {

struct DemoWish {
  std::uint64_t seed = 1;
  payload::Day today{};
  // The hour on the practice's wall, 0 to 23: each clinician then has a session of that hour, so
  // that whoever opens the demo comes into the middle of a day. Absent: early afternoon, at usual
  // hours.
  std::optional<int> hour;
};

Contents make_demo(const DemoWish& wish, const Zone& zone);

}  // namespace holdfast::adapters::practice
