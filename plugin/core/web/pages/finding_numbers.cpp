// SPDX-License-Identifier: MIT
#include "web/pages/finding_numbers.hpp"

#include "detection/step.hpp"
#include "service/taken_out.hpp"

namespace holdfast::web {
namespace {

Rule rule_of(std::string_view letter) {
  if (letter == "B") return Rule::sustained;
  if (letter == "T") return Rule::told_us;
  if (letter == "L") return Rule::low_start;
  if (letter == "N") return Rule::absence;
  if (letter == "E") return Rule::evidence;
  return Rule::sudden_dip;
}

}  // namespace

FindingNumbers finding_numbers(const store::StoredAlert& alert) {
  FindingNumbers numbers;
  numbers.rule = rule_of(alert.rule);
  numbers.is_taken_out = service::is_taken_out(alert);
  numbers.rating = alert.score;
  numbers.usual = alert.expected;
  numbers.sd = alert.sd;
  numbers.z = alert.z;
  numbers.earlier = alert.earlier;
  numbers.highest_earlier = alert.highest;
  numbers.is_strong = alert.strong;
  numbers.tension = alert.tension;
  numbers.said_yes = alert.said_directly;
  if (alert.previous_z) numbers.previous_z = alert.previous_z;
  if (alert.previous_score) numbers.previous_rating = alert.previous_score;
  numbers.area = alert.area;
  if (numbers.rule == Rule::evidence) {
    numbers.evidence = alert.evidence;
    numbers.tension_points = alert.tension_points;
    numbers.score_points = alert.evidence - alert.tension_points;
    numbers.evidence_threshold = alert.evidence_threshold;
    // The better of two is what counted: more than z came from the area.
    if (!alert.area.empty() && *numbers.score_points > alert.z + 1e-9)
      numbers.area_z = *numbers.score_points + detection::rules::area_handicap;
  }
  numbers.declined_form = alert.cause == "declined";
  numbers.before_third_session = alert.before_third_session;
  return numbers;
}

std::string line_of(const store::StoredAlert& alert, const text::Language& language) {
  if (alert.kind == store::AlertKind::own) return language("Check-in opened by the therapist");
  return one_line(finding_numbers(alert), language);
}

std::string said_of(const std::string& name, const std::string& sentence,
                    const text::Language& language) {
  return text::fill(language.in_context("whom a check-in is about", "{name}: {sentence}"),
                    {{"name", name}, {"sentence", sentence}});
}

std::string sentence_of(const store::StoredAlert& alert, const text::Language& language) {
  if (alert.kind == store::AlertKind::own) return language("Check-in opened by the therapist");
  return sentence(finding_numbers(alert), language);
}

}  // namespace holdfast::web
