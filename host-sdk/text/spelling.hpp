// SPDX-License-Identifier: MIT
// Days, times and numbers as a language writes them. The patterns and names are sentences of the
// catalogue, so that a translator decides them and no system locale is asked.
#pragma once
#include <chrono>
#include <string>

#include "text/language.hpp"

namespace holdfast::text {

using Day = std::chrono::sys_days;

std::string long_day(Day day, const Language& language);       // "Monday 23 November 2026"
std::string short_day(Day day, const Language& language);      // "23 Nov 2026"
std::string day_and_month(Day day, const Language& language);  // "23 Nov"
std::string clock_time(std::chrono::minutes since_midnight, const Language& language);  // "14:05"
// Digits after the point are fixed; rounds half away from zero.
std::string number(double value, int digits, const Language& language);
std::string number(long value, const Language& language);
std::string range(double low, double high, const Language& language);  // "68–92", whole numbers

}  // namespace holdfast::text
