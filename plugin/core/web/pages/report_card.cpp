// SPDX-License-Identifier: MIT
// GET /report-card: what the rules would have said of the past, and what people made of it.
#include "web/view/report_card.hpp"

#include "repair/survival.hpp"
#include "service/house.hpp"
#include "service/report_card.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/report_frame.hpp"

namespace holdfast::web {
namespace {

using detection::Rule;
using repair::State;

void add_marked(const service::ReportCard& card, ReportCardView& view) {
  const auto& summary = card.figures.summary;
  view.dips = share_numbers(summary.dips());
  const bool is_e = card.rules == detection::RuleSet::E;
  for (const auto rule : {Rule::sudden_dip, Rule::sustained, Rule::evidence, Rule::told_us,
                          Rule::low_start, Rule::absence}) {
    if (rule == Rule::evidence && !is_e && summary.rate(rule).count == 0) continue;
    view.marked.push_back({rule_of(rule), share_numbers(summary.rate(rule))});
  }
}

void add_answered(const service::ReportCard& card, ReportCardView& view) {
  constexpr std::array rules{Rule::sudden_dip, Rule::sustained, Rule::evidence, Rule::told_us};
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (card.answers[i].raised > 0)
      view.answered.push_back({rule_of(rules[i]), card.answers[i].raised,
                               share_numbers(card.answers[i].marked_real())});
  const auto all = card.all_answers();
  view.answered.push_back({std::nullopt, all.raised, share_numbers(all.marked_real())});
}

void add_ways_back(const service::ReportCard& card, ReportCardView& view) {
  const auto& summary = card.figures.summary;
  view.episodes = summary.found.episodes;
  view.least_episodes = replay::enough_episodes;
  for (const auto& [way, state] : {std::pair{WayBack::repaired, State::repaired},
                                   {WayBack::new_level, State::new_level},
                                   {WayBack::unrepaired, State::unrepaired},
                                   {WayBack::unfinished, State::ended}})
    view.ways.push_back({way, share_numbers(summary.found.share(state)),
                         share_numbers(summary.by_chance.share(state))});
  const auto& unfinished = card.figures.unfinished;
  const auto of_all = [&](std::uint64_t count) {
    return share_numbers({count, summary.found.episodes});
  };
  view.dropped_out = of_all(unfinished.dropped_out);
  view.ended = of_all(unfinished.ended);
  view.overdue = of_all(unfinished.overdue);
  view.followed = of_all(unfinished.followed);
  view.talked_through = share_numbers({summary.talked_through, summary.found.episodes});
  const auto steps = repair::kaplan_meier(summary.times);
  view.median = repair::median_time(steps);
  const auto around = repair::median_interval(steps);
  view.median_low = around.low;
  view.median_high = around.high;
  for (const auto& step : steps)
    if (step.repaired > 0)
      view.times.push_back({step.ratings, step.at_risk, step.unrepaired, step.low, step.high});
}

void add_compared(const service::ReportCard& card, ReportCardView& view) {
  const auto& summary = card.figures.summary;
  view.compared.push_back({std::nullopt, share_numbers(summary.dips())});
  for (std::size_t i = 0; i < detection::textbook_count; ++i)
    view.compared.push_back(
        {static_cast<Compared>(i), share_numbers({summary.textbook[i], summary.ratings})});
  if (card.figures.low_area.of > 0)
    view.compared.push_back({Compared::low_area, share_numbers(card.figures.low_area)});
}

void add_budget(const service::ReportCard& card, ReportCardView& view) {
  if (!card.budget) return;
  using Advice = detection::Budget::Advice;
  BudgetNumbers budget{card.budget->ratings, card.budget->dips, {}};
  budget.advice = card.budget->advice == Advice::above    ? BudgetNumbers::Advice::above
                  : card.budget->advice == Advice::within ? BudgetNumbers::Advice::within
                                                          : BudgetNumbers::Advice::too_few;
  view.budget = budget;
}

}  // namespace

Response get_report_card(const Visit& visit) {
  const auto card =
      service::read_report_card(visit.house(), visit.principal, report_question(visit));
  if (!card) return refuse(visit, card.refusal());
  ReportCardView view;
  view.head = report_head(visit, card->access, ReportTab::card);
  view.past = past_numbers(card->access, card->past, card->figures);
  view.preview_href = view.head.tabs[1].href;
  add_budget(*card, view);
  if (card->has_enough()) {
    view.rules = card->rules == detection::RuleSet::E ? "E" : "A|B";
    view.settings_version = card->settings_version;
    add_marked(*card, view);
    add_answered(*card, view);
    add_ways_back(*card, view);
    add_compared(*card, view);
  }
  return html(render(view, visit.page(Section::report_card)));
}

}  // namespace holdfast::web
