// SPDX-License-Identifier: MIT
#include "web/view/supervision.hpp"

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

std::string joined(const std::vector<std::string>& names, const text::Language& language) {
  std::string all;
  for (const auto& name : names)
    all += (all.empty() ? "" : language.in_context("between the parts of a list", ", ")) + name;
  return all;
}

std::string lead(const SupervisionView& view, const text::Language& language) {
  if (!view.is_own)
    return language.translate(
        "Courses of your supervisees that ask for attention. Each therapist reads this page too, "
        "about the own work, and sees when you opened a client's file.");
  if (view.supervisors.empty())
    return language.translate(
        "Nobody supervises you here. This page shows what a supervisor would see, and who looked "
        "at "
        "your clients' files.");
  return fill(
      language.translate("This is what {names} can see of your work, and when it was looked at."),
      {{"names", joined(view.supervisors, language)}});
}

Values values_of(const SupervisedRow& row, const text::Language& language) {
  Values values;
  values["client"] = row.client;
  values["href"] = row.href;
  set(values, "clinician", row.clinician);
  values["since"] =
      fill(language.translate("open since {day}"), {{"day", text::short_day(row.since, language)}});
  set(values, "line", row.line);
  if (row.repair == SupervisedRow::Repair::open)
    values["repair"] = language.translate("ratings are not back yet");
  if (row.repair == SupervisedRow::Repair::improving)
    values["repair"] = language.translate("ratings are on the way back");
  values["is_talked_about"] = row.is_talked_about;
  return values;
}

struct FigureRow {
  std::string name, value, interval, of;
};

void add(Values& rows, const FigureRow& row) {
  Values values;
  values["name"] = row.name;
  values["value"] = row.value;
  values["interval"] = row.interval;
  values["of"] = row.of;
  rows << values;
}

// `of`: how many it is of, with {n}.
void add_share(Values& rows, const std::string& name, const ShareNumbers& share,
               const std::string& of, const text::Language& language) {
  add(rows, {name, percent(share, language), percent_range(share, language),
             fill(of, {{"n", whole(share.of, language)}})});
}

void set_rows(Values& values, const TeamNumbers& team, const text::Language& language) {
  Values rows{Values::type::list};
  if (team.level)
    add(rows, {language.translate("Mean rating of a client, 0–100"),
               number(team.level->mean, 0, language),
               text::range(team.level->low, team.level->high, language),
               fill(language.plural("{n} client", "{n} clients", static_cast<long>(team.clients)),
                    {{"n", whole(team.clients, language)}})});
  if (const auto& share = team.sessions_rated; share.of > 0)
    add_share(rows, language.translate("Held sessions with a rating"), share,
              language.plural("{n} session", "{n} sessions", static_cast<long>(share.of)),
              language);
  // No rate of repair stands here: by itself, without what chance alone gives, it would mislead.
  if (const auto& share = team.talked_about; share.of > 0)
    add_share(rows, language.translate("Check-ins that were talked about"), share,
              language.plural("{n} check-in", "{n} check-ins", static_cast<long>(share.of)),
              language);
  values["rows"] = std::move(rows);
  values["has_rows"] = true;
}

Values values_of(const TeamNumbers& team, std::size_t place, const text::Language& language) {
  Values values;
  values["id"] = "team-" + std::to_string(place);
  values["title"] = team.supervisor.empty()
                        ? language.translate("The team in the last twelve months")
                        : fill(language.translate("The team of {name} in the last twelve months"),
                               {{"name", team.supervisor}});
  if (!team.has_enough) {
    values["too_few"] = fill(
        language.plural("Figures begin at {least} clients with ratings; there is {n}.",
                        "Figures begin at {least} clients with ratings; there are {n}.",
                        static_cast<long>(team.clients)),
        {{"least", whole(team.least_clients, language)}, {"n", whole(team.clients, language)}});
    return values;
  }
  values["about"] =
      fill(language.plural("{ratings} ratings, with {n} therapist.",
                           "{ratings} ratings, with {n} therapists.",
                           static_cast<long>(team.therapists)),
           {{"ratings", whole(team.ratings, language)}, {"n", whole(team.therapists, language)}});
  set_rows(values, team, language);
  return values;
}

Values values_of(const LookRow& look) {
  Values values;
  values["when"] = look.when;
  values["who"] = look.who;
  values["client"] = look.client;
  values["href"] = look.href;
  values["what"] = look.what;
  values["why"] = look.why;
  return values;
}

}  // namespace

std::string render(const SupervisionView& supervision, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["lead"] = lead(supervision, language);
  if (supervision.choice.size() > 1) {
    values["has_choice"] = true;
    values["choice"] = choices_of(supervision.choice);
  }
  Values flagged{Values::type::list}, figures{Values::type::list}, looks{Values::type::list};
  for (const auto& row : supervision.flagged) flagged << values_of(row, language);
  for (std::size_t i = 0; i < supervision.figures.size(); ++i)
    figures << values_of(supervision.figures[i], i + 1, language);
  for (const auto& look : supervision.looks) looks << values_of(look);
  if (!supervision.flagged.empty()) values["has_flagged"] = true;
  if (!supervision.looks.empty()) values["has_looks"] = true;
  if (supervision.is_own) values["is_own"] = true;
  values["flagged"] = std::move(flagged);
  values["figures"] = std::move(figures);
  values["looks"] = std::move(looks);
  Content content;
  content.title = language.translate("Supervision");
  content.kind = "clients";
  content.script = "staff.js";
  content.html = page.look.templates().render("supervision", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
