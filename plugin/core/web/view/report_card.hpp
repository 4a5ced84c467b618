// SPDX-License-Identifier: MIT
// The report card: what the rules in force would have said of the past, what people made of their
// check-ins, how dips went on, and what the rules of the textbooks would have said.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "web/view/figures.hpp"
#include "web/view/page.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {

struct MarkedRow {
  Rule rule = Rule::sudden_dip;
  ShareNumbers ratings;
};
struct AnsweredRow {
  std::optional<Rule> rule;  // none: all together
  std::uint64_t raised = 0;
  ShareNumbers real;  // of the answered ones
};
enum class WayBack { repaired, new_level, unrepaired, unfinished };
struct WayBackRow {
  WayBack way = WayBack::repaired;
  ShareNumbers found, chance;
};
struct RepairTime {
  std::uint64_t after = 0, at_risk = 0;      // rated sessions; dips still open then
  double unrepaired = 1, low = 0, high = 1;  // share not yet repaired, with its interval
};
enum class Compared {
  cut_off,
  one_point_drop,
  reliable_change,
  individuals,
  cusum,
  ewma,
  self_starting,
  low_area
};
struct ComparedRow {
  std::optional<Compared> rule;  // none: the practice's own rules
  ShareNumbers ratings;
};
struct BudgetNumbers {
  std::uint64_t ratings = 0, dips = 0;
  enum class Advice { too_few, within, above } advice = Advice::too_few;
};

struct ReportCardView {
  ReportHead head;
  PastNumbers past;
  std::string rules;  // "A|B" or "E"
  int settings_version = 1;
  ShareNumbers dips;  // A, B and E together
  std::vector<MarkedRow> marked;
  std::vector<AnsweredRow> answered;
  std::uint64_t episodes = 0, least_episodes = 5;
  std::vector<WayBackRow> ways;
  ShareNumbers dropped_out, ended, overdue, followed;  // the unfinished, of all dips followed
  ShareNumbers talked_through;
  std::optional<std::uint64_t> median, median_low, median_high;  // rated sessions
  std::vector<RepairTime> times;
  std::vector<ComparedRow> compared;
  std::optional<BudgetNumbers> budget;  // the therapist's own page alone
  std::string preview_href;
};

std::string render(const ReportCardView& card, const Page& page);

}  // namespace holdfast::web
