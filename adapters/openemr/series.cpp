// SPDX-License-Identifier: MIT
#include "series.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace holdfast::adapters::openemr {
namespace {

using payload::Day;
using std::chrono::days;
using std::chrono::weekday;
using std::chrono::year_month_day;

constexpr std::string_view exclusions = "exdate";
constexpr int most_steps = 20'000;  // fifty years of days: a rule of nonsense ends too

int number_in(const Series& series, const char* name, int fallback) {
  const auto found = series.rule.find(name);
  if (found == series.rule.end()) return fallback;
  int value = fallback;
  std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
  return value;
}

std::set<int> numbers_of(std::string_view list) {
  std::set<int> numbers;
  while (!list.empty()) {
    const auto one = list.substr(0, list.find(','));
    int value = 0;
    if (std::from_chars(one.data(), one.data() + one.size(), value).ec == std::errc{})
      numbers.insert(value);
    list.remove_prefix(std::min(one.size() + 1, list.size()));
  }
  return numbers;
}

bool is_weekend(Day day) {
  const weekday of{day};
  return of == std::chrono::Saturday || of == std::chrono::Sunday;
}

// As a calendar that counts on: the 31st of a month of thirty days is the 1st of the next.
Day on_day(std::chrono::year_month month, unsigned day) {
  return Day{year_month_day{month / std::chrono::day{1}}} + days{day - 1};
}

std::optional<Day> next_regular(Day day, int every, int unit) {
  if (every < 1) return std::nullopt;
  const year_month_day date{day};
  const std::chrono::year_month month{date.year(), date.month()};
  switch (unit) {
    case 0:
      return day + days{every};
    case 1:
      return day + days{7 * every};
    case 2:
      return on_day(month + std::chrono::months{every}, static_cast<unsigned>(date.day()));
    case 3:
      return on_day(month + std::chrono::years{every}, static_cast<unsigned>(date.day()));
    case 4:
      for (int left = every; left > 0;) {
        day += days{1};
        if (!is_weekend(day)) --left;
      }
      return day;
    default:
      return std::nullopt;
  }
}

std::optional<Day> next_of_weekdays(Day day, const std::set<int>& weekdays) {
  for (int ahead = 1; ahead <= 7; ++ahead)
    if (const auto next = day + days{ahead};
        weekdays.contains(static_cast<int>(weekday{next}.c_encoding()) + 1))
      return next;
  return std::nullopt;
}

std::optional<Day> nth_weekday(std::chrono::year_month month, int nth, int day_of_week) {
  if (nth < 1 || nth > 5 || day_of_week < 0 || day_of_week > 6) return std::nullopt;
  const weekday wanted{static_cast<unsigned>(day_of_week)};
  if (nth == 5) return Day{month / wanted[std::chrono::last]};
  return Day{month / wanted[static_cast<unsigned>(nth)]};
}

std::vector<Day> all_days(const Series& series, Day to) {
  std::vector<Day> found;
  if (series.kind == 2) {
    const int every = number_in(series, "event_repeat_on_freq", 0);
    // What was made before OpenEMR set this flag steps from its first day's number: from the 31st
    // over a month of thirty days into the one after it.
    const bool is_plain = number_in(series, "rt2_pf_flag", 0) == 0;
    year_month_day at{series.start};
    unsigned number = is_plain ? static_cast<unsigned>(at.day()) : 1;
    std::chrono::year_month month{at.year(), at.month()};
    for (int step = 0; every >= 1 && step < most_steps; ++step) {
      const auto day = nth_weekday(month, number_in(series, "event_repeat_on_num", 0),
                                   number_in(series, "event_repeat_on_day", -1));
      if (!day || *day > to) break;
      if (*day >= series.start) found.push_back(*day);
      at = on_day(month + std::chrono::months{every}, number);
      month = {at.year(), at.month()};
      number = static_cast<unsigned>(at.day());
    }
    return found;
  }
  const auto frequency = series.rule.find("event_repeat_freq");
  const auto weekdays = series.kind == 3 && frequency != series.rule.end()
                            ? numbers_of(frequency->second)
                            : std::set<int>{};
  if (series.kind == 1 && !next_regular(series.start, number_in(series, "event_repeat_freq", 0),
                                        number_in(series, "event_repeat_freq_type", -1)))
    return found;
  if (series.kind == 3 && weekdays.empty()) return found;
  std::optional<Day> day = series.start;
  for (int step = 0; day && *day <= to && step < most_steps; ++step) {
    found.push_back(*day);
    day = series.kind == 3 ? next_of_weekdays(*day, weekdays)
                           : next_regular(*day, number_in(series, "event_repeat_freq", 0),
                                          number_in(series, "event_repeat_freq_type", -1));
  }
  return found;
}

std::set<int> left_out(const Series& series) {
  const auto found = series.rule.find(std::string(exclusions));
  return found == series.rule.end() ? std::set<int>{} : numbers_of(found->second);
}

int as_number(Day day) {
  const year_month_day date{day};
  return static_cast<int>(date.year()) * 10000 +
         static_cast<int>(static_cast<unsigned>(date.month())) * 100 +
         static_cast<int>(static_cast<unsigned>(date.day()));
}

}  // namespace

std::map<std::string, std::string> php_array(std::string_view text) {
  std::map<std::string, std::string> array;
  const auto take = [&](std::string_view start) {
    if (!text.starts_with(start)) return false;
    text.remove_prefix(start.size());
    return true;
  };
  const auto number = [&](char end) -> std::optional<long> {
    long value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto used = static_cast<std::size_t>(stop - text.data());
    if (error != std::errc{} || used >= text.size() || *stop != end) return std::nullopt;
    text.remove_prefix(used + 1);
    return value;
  };
  const auto scalar = [&]() -> std::optional<std::string> {
    if (take("N;")) return std::string{};
    if (take("i:")) {
      const auto value = number(';');
      return value ? std::optional{std::to_string(*value)} : std::nullopt;
    }
    if (!take("s:")) return std::nullopt;
    const auto length = number(':');
    if (!length || *length < 0 || static_cast<std::size_t>(*length) + 3 > text.size() ||
        text[0] != '"')
      return std::nullopt;
    std::string value{text.substr(1, static_cast<std::size_t>(*length))};
    text.remove_prefix(static_cast<std::size_t>(*length) + 1);
    return take("\";") ? std::optional{value} : std::nullopt;
  };
  if (!take("a:")) return array;
  const auto count = number(':');
  if (!count || !take("{")) return array;
  for (long i = 0; i < *count; ++i) {
    const auto key = scalar();
    const auto value = key ? scalar() : std::nullopt;
    if (!value) return {};
    array[*key] = *value;
  }
  return array;
}

std::vector<Day> days_of(const Series& series, Day from, Day to) {
  if (series.last) to = std::min(to, *series.last);
  const auto excluded = left_out(series);
  auto found = all_days(series, to);
  std::erase_if(found, [&](Day day) { return day < from || excluded.contains(as_number(day)); });
  return found;
}

}  // namespace holdfast::adapters::openemr
