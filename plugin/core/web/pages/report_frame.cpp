// SPDX-License-Identifier: MIT
#include "web/pages/report_frame.hpp"

#include <charconv>
#include <cmath>

#include "json/writer.hpp"
#include "text/spelling.hpp"

namespace holdfast::web {
namespace {

using detection::Thresholds;
using service::ReportScope;

// One list for showing and for reading.
template <class Each>
void each_threshold(Each&& each) {
  each("sudden_z", "0.05", &Thresholds::sudden_z, detection::sudden_z_range);
  each("sustained_z", "0.05", &Thresholds::sustained_z, detection::sustained_z_range);
  each("least_drop", "0.5", &Thresholds::least_drop, detection::least_drop_range);
  each("silence", "1", &Thresholds::silence, detection::silence_range);
  each("first_sudden", "1", &Thresholds::first_sudden, detection::first_sudden_range);
  each("first_sustained", "1", &Thresholds::first_sustained, detection::first_sustained_range);
  each("evidence_all_areas", "0.01", &Thresholds::evidence_all_areas, detection::evidence_range);
  each("evidence_total", "0.01", &Thresholds::evidence_total, detection::evidence_range);
  each("speaks_again", "0.05", &Thresholds::speaks_again, detection::speaks_again_range);
}

std::string spelled(double value) {
  json::Writer writer;
  writer.number(value);
  return writer.take();
}

// A number as people type it: a comma is a point.
std::optional<double> number_in(std::string_view typed) {
  std::string text(typed);
  for (char& c : text)
    if (c == ',') c = '.';
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string address_of(std::string_view path, std::string_view scope, std::string_view years) {
  std::string address(path);
  char join = '?';
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    address += join + std::string(name) + "=" + percent_encoded(value);
    join = '&';
  };
  add("scope", scope);
  add("years", years);
  return address;
}

std::string name_of(ReportScope scope, const Visit& visit) {
  if (scope == ReportScope::own) return visit("My clients");
  return scope == ReportScope::team ? visit("All supervisees together") : visit("Whole practice");
}

}  // namespace

service::ReportQuestion report_question(const Visit& visit) {
  return {visit.query.get("scope"), visit.query.get("years")};
}

ReportHead report_head(const Visit& visit, const service::ReportAccess& access, ReportTab here) {
  const auto scope = to_word(access.scope);
  const auto years = access.years ? std::to_string(*access.years) : std::string{};
  ReportHead head;
  head.tabs = {
      {visit("Report card"), address_of("/report-card", scope, years), here == ReportTab::card},
      {visit("Try other settings"), address_of("/report-card/preview", scope, years),
       here == ReportTab::preview},
      {visit("Settings and versions"), "/report-card/settings", here == ReportTab::settings}};
  if (here == ReportTab::settings) return head;
  const std::string_view path = here == ReportTab::card ? "/report-card" : "/report-card/preview";
  for (const auto one : access.offered)
    head.scopes.push_back(
        {name_of(one, visit), address_of(path, to_word(one), years), one == access.scope});
  head.spans.push_back({visit("All courses"), address_of(path, scope, {}), !access.years});
  for (const int span : {1, 2, 5})
    head.spans.push_back({text::fill(visit.language.plural("Begun in the last {n} year",
                                                           "Begun in the last {n} years", span),
                                     {{"n", text::number(long{span}, visit.language)}}),
                          address_of(path, scope, std::to_string(span)), access.years == span});
  return head;
}

PastNumbers past_numbers(const service::ReportAccess& access, const service::PastSelection& past,
                         const service::PastFigures& figures) {
  PastNumbers numbers;
  numbers.clients = figures.clients;
  numbers.least_clients = access.least_clients();
  numbers.ratings = figures.summary.ratings;
  numbers.since = past.first;
  if (past.is_cut) numbers.limit = service::most_ratings_read;
  return numbers;
}

ShareNumbers share_numbers(const replay::Share& share) {
  const auto around = replay::wilson95(share);
  return {share.count, share.of, around.low, around.high};
}

Rule rule_of(detection::Rule rule) {
  switch (rule) {
    case detection::Rule::sudden_dip:
      return Rule::sudden_dip;
    case detection::Rule::sustained:
      return Rule::sustained;
    case detection::Rule::evidence:
      return Rule::evidence;
    case detection::Rule::told_us:
      return Rule::told_us;
    case detection::Rule::low_start:
      return Rule::low_start;
    case detection::Rule::absence:
      return Rule::absence;
  }
  return Rule::absence;
}

ThresholdFields threshold_fields(detection::RuleSet rules, const Thresholds& thresholds) {
  ThresholdFields fields;
  fields.uses_evidence = rules == detection::RuleSet::E;
  fields.sudden_dip = thresholds.sudden_dip;
  fields.sustained = thresholds.sustained;
  each_threshold(
      [&](std::string_view name, std::string_view step, auto member, detection::Range range) {
        fields.fields.push_back(
            {name, spelled(static_cast<double>(thresholds.*member)), step, range.low, range.high});
      });
  return fields;
}

AskedRules asked_rules(const Fields& fields, const Thresholds& otherwise) {
  AskedRules asked;
  const auto wrong = [&](std::string_view field, std::string rule, std::string message) {
    asked.problems.push_back({std::string(field), std::move(rule), std::move(message)});
  };
  asked.thresholds = otherwise;
  const auto rules = fields.get("rules");
  if (rules == "E")
    asked.rules = detection::RuleSet::E;
  else if (rules != "AB")
    wrong("rules", "unknown", "Choose rules AB or E.");
  asked.thresholds.sudden_dip = fields.get("sudden_dip") == "1";
  asked.thresholds.sustained = fields.get("sustained") == "1";
  asked.as_typed = threshold_fields(asked.rules, asked.thresholds);
  std::size_t place = 0;
  each_threshold(
      [&](std::string_view name, std::string_view step, auto member, detection::Range range) {
        auto& field = asked.as_typed.fields[place++];
        if (!fields.has(name)) return;
        field.value = fields.get(name);
        const auto value = number_in(field.value);
        const bool is_whole = step != "1" || (value && std::floor(*value) == *value);
        if (!value || !is_whole || !(*value >= range.low && *value <= range.high)) {
          wrong(name, "range",
                "One of the numbers is missing or out of its range; the range stands below it.");
          return;
        }
        auto& number = asked.thresholds.*member;
        number = static_cast<std::remove_reference_t<decltype(number)>>(*value);
      });
  return asked;
}

}  // namespace holdfast::web
