// SPDX-License-Identifier: MIT
// The report card: what the rules in force would have said of a practice's own past, what people
// made of the check-ins they were given, and what the rules of the textbooks would have said.
#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "detection/budget.hpp"
#include "service/past_run.hpp"
#include "service/report_scope.hpp"

namespace holdfast::service {

// What people made of check-ins that were raised while Holdfast was in use. An answer is "not a
// dip" or a note of what was done; only having seen it is none.
struct Answers {
  std::uint64_t raised = 0, answered = 0, real = 0;
  replay::Share marked_real() const { return {real, answered}; }
};
inline constexpr std::array<std::string_view, 4> answered_rules{"A", "B", "E", "T"};

struct ReportCard {
  ReportAccess access;
  PastSelection past;
  int settings_version = built_in_version;
  detection::RuleSet rules = detection::RuleSet::AB;
  PastFigures figures;
  std::array<Answers, answered_rules.size()> answers;
  std::optional<detection::Budget> budget;  // scope own: of the last 56 days, advice alone

  bool has_enough() const { return figures.clients >= access.least_clients(); }
  Answers all_answers() const;
};

// Refused as open_report(). Where has_enough() is false, nothing but the number of clients may be
// shown.
Reply<ReportCard> read_report_card(House& house, const access::Principal& principal,
                                   const ReportQuestion& question);

}  // namespace holdfast::service
