// SPDX-License-Identifier: MIT
// What the three report pages share: their head, what was read, and the thresholds as fields.
#pragma once
#include "service/past_run.hpp"
#include "web/view/figures.hpp"
#include "web/view/sentence.hpp"
#include "web/view/thresholds.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

enum class ReportTab { card, preview, settings };

service::ReportQuestion report_question(const Visit& visit);
ReportHead report_head(const Visit& visit, const service::ReportAccess& access, ReportTab here);
PastNumbers past_numbers(const service::ReportAccess& access, const service::PastSelection& past,
                         const service::PastFigures& figures);
ShareNumbers share_numbers(const replay::Share& share);
Rule rule_of(detection::Rule rule);

ThresholdFields threshold_fields(detection::RuleSet rules, const detection::Thresholds& thresholds);

// What a form or a query says about the rules; absent numbers are those of `otherwise`. Problems
// are English and name the field.
struct AskedRules {
  detection::RuleSet rules = detection::RuleSet::AB;
  detection::Thresholds thresholds;
  ThresholdFields as_typed;
  Problems problems;
};
AskedRules asked_rules(const Fields& fields, const detection::Thresholds& otherwise);

}  // namespace holdfast::web
