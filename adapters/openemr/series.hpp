// SPDX-License-Identifier: MIT
// A recurring appointment of OpenEMR: one row of its calendar that stands for many days. Pure.
//
// The row's pc_recurrspec is a PHP array written by serialize(); its words are
//   event_repeat_freq, event_repeat_freq_type   every n days (0), weeks (1), months (2), years (3),
//                                               working days (4); with type 6 a list of weekdays,
//                                               "2,4" with 1 for Sunday
//   event_repeat_on_num, _on_day, _on_freq      the n-th (5: last) weekday (0: Sunday) of every
//                                               f-th month
//   rt2_pf_flag                                 1: months are counted from the first of the month
//   exdate                                      days left out, "20261123,20261130"
#pragma once
#include <holdfast/cpp/moment.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::adapters::openemr {

// The texts of a PHP array of scalars; what is not readable as one gives no entries.
std::map<std::string, std::string> php_array(std::string_view serialized);

struct Series {
  int kind = 0;                             // pc_recurrtype: 1 regular, 2 n-th weekday, 3 weekdays
  payload::Day start{};                     // the first day
  std::optional<payload::Day> last{};       // absent: no end
  std::map<std::string, std::string> rule;  // of php_array
};

// As OpenEMR's own calendar counts, also where another would not: each day is reckoned from the one
// before it, so that the 31st of January is followed by the 3rd of March and then the 3rd of April;
// and the row's first day is always one, though no weekday of the rule falls on it.
//
// The days from `from` up to and with `to`, in order. A rule that cannot be followed gives none.
std::vector<payload::Day> days_of(const Series& series, payload::Day from, payload::Day to);

}  // namespace holdfast::adapters::openemr
