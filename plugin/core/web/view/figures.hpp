// SPDX-License-Identifier: MIT
// Figures about many ratings, as the report pages show them: a number with what it counts and how
// sure it is.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "text/language.hpp"
#include "web/view/templates.hpp"

namespace holdfast::web {

// So many of so many, with the ends of a 95 % interval of the share.
struct ShareNumbers {
  std::uint64_t count = 0, of = 0;
  double low = 0, high = 1;
  double value() const {
    return of == 0 ? 0 : static_cast<double>(count) / static_cast<double>(of);
  }
};

std::string per_hundred(const ShareNumbers& share, const text::Language& language);  // "4.1"
std::string per_hundred_range(const ShareNumbers& share, const text::Language& language);
std::string percent(const ShareNumbers& share, const text::Language& language);  // "54 %"
std::string percent_range(const ShareNumbers& share, const text::Language& language);
std::string whole(std::uint64_t count, const text::Language& language);  // "1,204" as written there

// A bar of the share's value with a line for its interval, `widest` filling it; decoration beside
// the same numbers as text.
std::string bar(const ShareNumbers& share, double widest, const text::Language& language);

// One choice of a row of links.
struct Choice {
  std::string text;  // translated
  std::string href;
  bool is_here = false;
};
Values choices_of(const std::vector<Choice>& choices);

// What stands on top of each of the three report pages.
struct ReportHead {
  std::vector<Choice> tabs;
  std::vector<Choice> scopes;  // fewer than two: not shown
  std::vector<Choice> spans;   // of years; empty: not shown
};
void set_head(Values& values, const ReportHead& head);

// What was read, and whether it may be shown.
struct PastNumbers {
  std::uint64_t clients = 0, least_clients = 1;
  std::uint64_t ratings = 0;
  std::optional<Day> since;  // the day on which the oldest course begins
  std::uint64_t limit = 0;   // not 0: older courses were left out at so many ratings
  bool has_enough() const { return clients >= least_clients && ratings > 0; }
};
// Sets "past", "limit", and "enough" or "too_few".
void set_past(Values& values, const PastNumbers& past, const text::Language& language);

}  // namespace holdfast::web
