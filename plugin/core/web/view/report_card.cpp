// SPDX-License-Identifier: MIT
#include "web/view/report_card.hpp"

#include <algorithm>

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::Language;
using text::number;

Values row_of(std::string name, const ShareNumbers& share, const Language& language) {
  Values row;
  row["name"] = std::move(name);
  row["count"] = whole(share.count, language);
  row["rate"] = per_hundred(share, language);
  row["range"] = per_hundred_range(share, language);
  return row;
}

Values marked(const ReportCardView& card, const Language& language) {
  Values rows{Values::type::list};
  for (const MarkedRow& row : card.marked)
    rows << row_of(name_of(row.rule, language), row.ratings, language);
  return rows;
}

Values answered(const ReportCardView& card, const Language& language) {
  Values rows{Values::type::list};
  for (const AnsweredRow& answer : card.answered) {
    Values row;
    row["name"] = answer.rule ? name_of(*answer.rule, language) : language.translate("All");
    row["raised"] = whole(answer.raised, language);
    row["answered"] = whole(answer.real.of, language);
    if (answer.real.of > 0) {
      row["marked_real"] = fill(language.translate("{share} ({range})"),
                                {{"share", percent(answer.real, language)},
                                 {"range", percent_range(answer.real, language)}});
    }
    rows << row;
  }
  return rows;
}

std::string name_of(WayBack way, const Language& language) {
  switch (way) {
    case WayBack::repaired:
      return language.translate("Followed by repair");
    case WayBack::new_level:
      return language.translate("Settled at a new level");
    case WayBack::unrepaired:
      return language.translate("Not back after five ratings or 45 days");
    case WayBack::unfinished:
      return language.translate("No rating closed it");
  }
  return {};
}

Values ways_back(const ReportCardView& card, const Language& language) {
  Values rows{Values::type::list};
  for (const WayBackRow& way : card.ways) {
    Values row;
    row["name"] = name_of(way.way, language);
    row["found"] = percent(way.found, language);
    row["found_range"] = percent_range(way.found, language);
    row["found_bar"] = bar(way.found, 1, language);
    row["chance"] = percent(way.chance, language);
    row["chance_range"] = percent_range(way.chance, language);
    row["chance_bar"] = bar(way.chance, 1, language);
    rows << row;
  }
  return rows;
}

void set_unfinished(Values& values, const ReportCardView& card, const Language& language) {
  Values parts{Values::type::list};
  bool has_any = false;
  const auto add = [&](const ShareNumbers& share, const std::string& sentence) {
    if (share.count == 0) return;
    has_any = true;
    parts << Values(fill(language.translate("{what}: {share} of all dips (95 % interval {range})"),
                         {{"what", fill(sentence, {{"n", whole(share.count, language)}})},
                          {"share", percent(share, language)},
                          {"range", percent_range(share, language)}}));
  };
  const auto n = [](const ShareNumbers& share) { return static_cast<long>(share.count); };
  add(card.dropped_out,
      language.plural("{n} ended by drop-out, as the practice system says",
                      "{n} ended by drop-out, as the practice system says", n(card.dropped_out)));
  add(card.ended, language.plural("{n} in a course that ended otherwise",
                                  "{n} in courses that ended otherwise", n(card.ended)));
  add(card.overdue, language.plural("{n} still open after 45 days or more",
                                    "{n} still open after 45 days or more", n(card.overdue)));
  add(card.followed,
      language.plural("{n} still being followed", "{n} still being followed", n(card.followed)));
  values["unfinished"] = std::move(parts);
  if (has_any) values["has_unfinished"] = true;
}

std::string median_of(const ReportCardView& card, const Language& language) {
  if (!card.median) return language.translate("Fewer than half were seen to be repaired.");
  const auto sentence = language.plural("Half are repaired within {n} rated session",
                                        "Half are repaired within {n} rated sessions",
                                        static_cast<long>(*card.median));
  const auto end = [&](const std::optional<std::uint64_t>& number) {
    return number ? whole(*number, language) : language.translate("more than was seen");
  };
  return fill(language.translate("{sentence} (95 % interval {low} to {high})."),
              {{"sentence", fill(sentence, {{"n", whole(*card.median, language)}})},
               {"low", card.median_low ? whole(*card.median_low, language) : whole(0, language)},
               {"high", end(card.median_high)}});
}

Values times(const ReportCardView& card, const Language& language) {
  Values rows{Values::type::list};
  for (const RepairTime& time : card.times) {
    const ShareNumbers share{0, 0, time.low, time.high};
    Values row;
    row["after"] = whole(time.after, language);
    row["unrepaired"] =
        fill(language.translate("{n} %"), {{"n", number(100 * time.unrepaired, 0, language)}});
    row["range"] = percent_range(share, language);
    row["at_risk"] = whole(time.at_risk, language);
    rows << row;
  }
  return rows;
}

struct Named {
  std::string name, source;
};

Named named(Compared rule, const Language& language) {
  switch (rule) {
    case Compared::cut_off:
      return {language.translate("Cut-off: below 90 of 100 (36 of 40)"),
              "Duncan, Miller et al. 2003"};
    case Compared::one_point_drop:
      return {language.translate("Drop of 2.5 points (1 of 40) since the last rating"),
              language.translate("Feedback-informed treatment, rule of thumb")};
    case Compared::reliable_change:
      return {language.translate("Drop beyond measurement error since the last rating"),
              "Jacobson & Truax 1991"};
    case Compared::individuals:
      return {language.translate("Individuals chart, limits from the first five ratings"),
              "Shewhart 1931; Montgomery"};
    case Compared::cusum:
      return {language.translate("CUSUM, level from the first five ratings"), "Page 1954"};
    case Compared::ewma:
      return {language.translate("Moving average (EWMA), level from the first five ratings"),
              "Roberts 1959"};
    case Compared::self_starting:
      return {language.translate("Self-starting CUSUM"), "Hawkins 1987"};
    case Compared::low_area:
      return {language.translate("One area below 75 of 100 (7.5 of 10)"),
              language.translate("Feedback-informed treatment, rule of thumb")};
  }
  return {};
}

Values compared(const ReportCardView& card, const Language& language) {
  double widest = 0;
  for (const ComparedRow& row : card.compared) widest = std::max(widest, row.ratings.high);
  Values rows{Values::type::list};
  for (const ComparedRow& one : card.compared) {
    const Named rule = one.rule ? named(*one.rule, language)
                                : Named{language.translate("The rules in use here"), {}};
    Values row = row_of(rule.name, one.ratings, language);
    set(row, "source", rule.source);
    row["bar"] = bar(one.ratings, widest, language);
    if (!one.rule) row["is_own"] = true;
    rows << row;
  }
  return rows;
}

void set_budget(Values& values, const ReportCardView& card, const Language& language) {
  if (!card.budget) return;
  const auto& budget = *card.budget;
  values["has_budget"] = true;
  values["budget"] =
      fill(language.plural("{dips} check-in from a dip in your last {ratings} ratings (8 weeks).",
                           "{dips} check-ins from dips in your last {ratings} ratings (8 weeks).",
                           static_cast<long>(budget.dips)),
           {{"dips", whole(budget.dips, language)}, {"ratings", whole(budget.ratings, language)}});
  if (budget.advice == BudgetNumbers::Advice::above) {
    values["budget_above"] = true;
    values["budget_advice"] = language.translate(
        "More than 5 in 100 is more than a person can well follow up. Look below what other "
        "settings would have marked, and talk with the practice. Nothing changes by itself.");
  } else {
    values["budget_advice"] =
        budget.advice == BudgetNumbers::Advice::within
            ? language.translate("That is within 5 in 100, what a person can well follow up.")
            : language.translate("Below 20 ratings a rate says nothing.");
  }
}

void set_facts(Values& values, const ReportCardView& card, const Language& language) {
  values["dips"] = per_hundred(card.dips, language);
  values["dips_detail"] = fill(language.translate("per 100 ratings; 95 % interval {range}"),
                               {{"range", per_hundred_range(card.dips, language)}});
  const auto all = std::find_if(card.answered.begin(), card.answered.end(),
                                [](const AnsweredRow& row) { return !row.rule; });
  if (all != card.answered.end() && all->real.of > 0) {
    values["real"] = percent(all->real, language);
    values["real_detail"] =
        fill(language.plural("of {n} answered check-in; 95 % interval {range}",
                             "of {n} answered check-ins; 95 % interval {range}",
                             static_cast<long>(all->real.of)),
             {{"n", whole(all->real.of, language)}, {"range", percent_range(all->real, language)}});
  }
  for (const WayBackRow& way : card.ways)
    if (way.way == WayBack::repaired && card.episodes >= card.least_episodes) {
      values["repaired"] = fill(
          language.translate("{found} against {chance}"),
          {{"found", percent(way.found, language)}, {"chance", percent(way.chance, language)}});
      values["has_ways"] = true;
    }
}

}  // namespace

std::string render(const ReportCardView& card, const Page& page) {
  const Language& language = page.language;
  Values values = common_values(page);
  set_head(values, card.head);
  set_past(values, card.past, language);
  set_budget(values, card, language);
  if (card.past.has_enough()) {
    set_facts(values, card, language);
    values["rules"] = card.rules;
    values["version"] = number(long{card.settings_version}, language);
    values["marked"] = marked(card, language);
    values["answered"] = answered(card, language);
    values["episodes"] = fill(language.plural("{n} dip was followed.", "{n} dips were followed.",
                                              static_cast<long>(card.episodes)),
                              {{"n", whole(card.episodes, language)}});
    values["ways"] = ways_back(card, language);
    set_unfinished(values, card, language);
    values["talked"] =
        fill(language.translate(
                 "{n} of {of} were marked as talked through by the therapist ({share}; 95 % "
                 "interval {range})."),
             {{"n", whole(card.talked_through.count, language)},
              {"of", whole(card.talked_through.of, language)},
              {"share", percent(card.talked_through, language)},
              {"range", percent_range(card.talked_through, language)}});
    values["median"] = median_of(card, language);
    values["times"] = times(card, language);
    if (!card.times.empty()) values["has_times"] = true;
    values["compared"] = compared(card, language);
    values["preview"] = card.preview_href;
  }
  Content content;
  content.title = language.translate("Report card");
  content.kind = "report";
  content.sheet = Look::Sheet::report;
  content.html = page.look.templates().render("report_card", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
