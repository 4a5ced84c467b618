// SPDX-License-Identifier: MIT
#include "text/spelling.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdlib>

namespace holdfast::text {
namespace {

std::string month_name(unsigned month, const Language& language) {
  switch (month) {
    case 1:
      return language.in_context("month", "January");
    case 2:
      return language.in_context("month", "February");
    case 3:
      return language.in_context("month", "March");
    case 4:
      return language.in_context("month", "April");
    case 5:
      return language.in_context("month", "May");
    case 6:
      return language.in_context("month", "June");
    case 7:
      return language.in_context("month", "July");
    case 8:
      return language.in_context("month", "August");
    case 9:
      return language.in_context("month", "September");
    case 10:
      return language.in_context("month", "October");
    case 11:
      return language.in_context("month", "November");
    default:
      return language.in_context("month", "December");
  }
}

std::string month_short(unsigned month, const Language& language) {
  switch (month) {
    case 1:
      return language.in_context("short month", "Jan");
    case 2:
      return language.in_context("short month", "Feb");
    case 3:
      return language.in_context("short month", "Mar");
    case 4:
      return language.in_context("short month", "Apr");
    case 5:
      return language.in_context("short month", "May");
    case 6:
      return language.in_context("short month", "Jun");
    case 7:
      return language.in_context("short month", "Jul");
    case 8:
      return language.in_context("short month", "Aug");
    case 9:
      return language.in_context("short month", "Sep");
    case 10:
      return language.in_context("short month", "Oct");
    case 11:
      return language.in_context("short month", "Nov");
    default:
      return language.in_context("short month", "Dec");
  }
}

std::string weekday_name(unsigned weekday, const Language& language) {
  switch (weekday) {
    case 0:
      return language.in_context("weekday", "Sunday");
    case 1:
      return language.in_context("weekday", "Monday");
    case 2:
      return language.in_context("weekday", "Tuesday");
    case 3:
      return language.in_context("weekday", "Wednesday");
    case 4:
      return language.in_context("weekday", "Thursday");
    case 5:
      return language.in_context("weekday", "Friday");
    default:
      return language.in_context("weekday", "Saturday");
  }
}

struct Parts {
  std::string day;
  unsigned month = 1;
  std::string year;
};
Parts parts_of(Day day) {
  const std::chrono::year_month_day date(day);
  return {fmt::to_string(unsigned{date.day()}), unsigned{date.month()},
          fmt::to_string(int{date.year()})};
}

}  // namespace

std::string long_day(Day day, const Language& language) {
  const Parts parts = parts_of(day);
  return fill(language.in_context("long date", "{weekday} {day} {month} {year}"),
              {{"weekday", weekday_name(std::chrono::weekday(day).c_encoding(), language)},
               {"day", parts.day},
               {"month", month_name(parts.month, language)},
               {"year", parts.year}});
}

std::string short_day(Day day, const Language& language) {
  const Parts parts = parts_of(day);
  return fill(
      language.in_context("short date", "{day} {month} {year}"),
      {{"day", parts.day}, {"month", month_short(parts.month, language)}, {"year", parts.year}});
}

std::string day_and_month(Day day, const Language& language) {
  const Parts parts = parts_of(day);
  return fill(language.in_context("date without year", "{day} {month}"),
              {{"day", parts.day}, {"month", month_short(parts.month, language)}});
}

std::string clock_time(std::chrono::minutes since_midnight, const Language& language) {
  const auto hours = since_midnight.count() / 60;
  const auto minutes = since_midnight.count() % 60;
  return fill(language.in_context("time of day", "{hour}:{minute}"),
              {{"hour", fmt::format("{:02}", hours)}, {"minute", fmt::format("{:02}", minutes)}});
}

namespace {

// From right to left a minus would land behind its number: a mark keeps it in front.
std::string with_sign(bool is_negative, std::string digits, const Language& language) {
  if (!is_negative) return digits;
  return (language.is_right_to_left() ? "\u200E−" : "−") + digits;
}

}  // namespace

std::string number(double value, int digits, const Language& language) {
  if (digits == 0) return number(std::lround(value), language);
  const double unit = std::pow(10.0, digits);
  const long units = std::lround(value * unit);
  std::string text = fmt::format("{:.{}f}", static_cast<double>(std::labs(units)) / unit, digits);
  text.replace(text.find('.'), 1, language.in_context("decimal point", "."));
  return with_sign(units < 0, std::move(text), language);
}

std::string number(long value, const Language& language) {
  return with_sign(value < 0, fmt::to_string(std::labs(value)), language);
}

std::string range(double low, double high, const Language& language) {
  return fill(language.in_context("range of numbers", "{low}–{high}"),
              {{"low", number(low, 0, language)}, {"high", number(high, 0, language)}});
}

}  // namespace holdfast::text
