// SPDX-License-Identifier: MIT
#include "web/view/detection_settings.hpp"

#include "text/spelling.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::Language;
using text::number;

std::string name_of(Assumed what, const Language& language) {
  switch (what) {
    case Assumed::level:
      return language.translate("Where a new client is expected");
    case Assumed::between:
      return language.translate("How much clients differ");
    case Assumed::within:
      return language.translate("How much one client's ratings vary");
  }
  return {};
}

Values assumed_rows(const EstimateCard& card, const Language& language) {
  Values rows{Values::type::list};
  for (const AssumedRow& row : card.rows) {
    Values item;
    item["name"] = name_of(row.what, language);
    item["built_in"] = number(row.built_in, 1, language);
    item["in_force"] = number(row.in_force, 1, language);
    if (row.found) {
      item["found"] = number(*row.found, 1, language);
      item["range"] =
          fill(language.translate("{low} to {high}"),
               {{"low", number(row.low, 1, language)}, {"high", number(row.high, 1, language)}});
      item["advised"] = number(row.advised, 1, language);
    }
    rows << item;
  }
  return rows;
}

Values estimate_cards(const DetectionSettingsView& settings, const Language& language) {
  Values cards{Values::type::list};
  int place = 0;
  for (const EstimateCard& card : settings.estimates) {
    Values item;
    item["place"] = std::to_string(++place);
    item["id"] = card.instrument;
    item["instrument"] = card.title;
    const bool is_enough = card.clients >= settings.least_clients;
    item["from"] = fill(
        is_enough ? language.translate("From {ratings} ratings of {clients} clients.")
                  : language.translate("{clients} clients have {least_ratings} ratings or more; an "
                                       "estimate begins at {least} such clients."),
        {{"ratings", whole(card.ratings, language)},
         {"clients", whole(card.clients, language)},
         {"least", whole(settings.least_clients, language)},
         {"least_ratings", whole(settings.least_ratings, language)}});
    item["rows"] = assumed_rows(card, language);
    if (is_enough) item["has_advice"] = true;
    if (card.is_capped) item["is_capped"] = true;
    if (is_enough && !card.is_news) item["is_same"] = true;
    if (card.is_news && settings.may_change) item["may_accept"] = true;
    item["mu0"] = card.mu0;
    item["sB"] = card.sB;
    item["sW"] = card.sW;
    cards << item;
  }
  return cards;
}

std::string text_of(const VersionRow& version, const Language& language) {
  switch (version.change) {
    case Change::built_in:
      return language.translate("Built in");
    case Change::thresholds:
      return language.translate("Other rules or thresholds");
    case Change::estimates:
      return language.translate("Estimates from the practice's own ratings");
    case Change::revert:
      return fill(language.translate("Back to version {n}"),
                  {{"n", number(long{version.reverts_to}, language)}});
  }
  return {};
}

Values versions(const DetectionSettingsView& settings, const Language& language) {
  Values rows{Values::type::list};
  for (const VersionRow& version : settings.history) {
    Values item;
    item["title"] =
        fill(language.translate("Version {n}"), {{"n", number(long{version.number}, language)}});
    item["number"] = std::to_string(version.number);
    item["change"] = text_of(version, language);
    if (version.day) item["day"] = text::short_day(*version.day, language);
    set(item, "who", version.who);
    set(item, "reason", version.reason);
    if (version.number == settings.version)
      item["is_in_force"] = true;
    else if (settings.may_change)
      item["may_go_back"] = true;
    rows << item;
  }
  return rows;
}

Values threshold_lines(const DetectionSettingsView& settings, const Language& language) {
  Values lines{Values::type::list};
  for (const ThresholdField& field : settings.thresholds) {
    Values line;
    line["name"] = name_of_threshold(field.name, language);
    line["value"] = field.value;
    lines << line;
  }
  return lines;
}

}  // namespace

std::string render(const DetectionSettingsView& settings, const Page& page) {
  const Language& language = page.language;
  Values values = common_values(page);
  set_head(values, settings.head);
  values["rules"] = settings.rules;
  values["version"] = number(long{settings.version}, language);
  values["seen"] = std::to_string(settings.version);
  values["thresholds"] = threshold_lines(settings, language);
  Values off{Values::type::list};
  for (const auto rule : settings.switched_off)
    off << Values(fill(language.translate("Rule {rule} is switched off."), {{"rule", rule}}));
  values["switched_off"] = std::move(off);
  values["estimates"] = estimate_cards(settings, language);
  if (!settings.estimates.empty()) values["has_estimates"] = true;
  values["versions"] = versions(settings, language);
  if (settings.may_change) values["may_change"] = true;
  Values problems{Values::type::list};
  for (const std::string& problem : settings.problems) problems << Values(problem);
  values["problems"] = std::move(problems);
  Content content;
  content.title = language.translate("Settings of the rules");
  content.kind = "report";
  content.sheet = Look::Sheet::report;
  content.html = page.look.templates().render("detection_settings", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
