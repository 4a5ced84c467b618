// SPDX-License-Identifier: MIT
// /admin/instruments and /admin/languages: which forms there are, and in which words clients read
// ours.
#include "service/house.hpp"
#include "service/practice_rules.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/languages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

constexpr std::string_view languages_route = "/admin/languages";

std::string rater_text(Rater rater, const Visit& visit) {
  switch (rater) {
    case Rater::client:
      return visit("filled by the client");
    case Rater::therapist:
      return visit("filled by the therapist");
    case Rater::observer:
      return visit("filled by an observer");
  }
  return {};
}

std::string languages_text(const instrument::Definition& definition, const Visit& visit) {
  std::string names;
  for (const auto& wording : definition.own_wording)
    names += (names.empty() ? "" : ", ") + std::string(text::own_name(wording.language));
  if (!names.empty()) return text::fill(visit("Languages: {names}."), {{"names", names}});
  const auto* pack = visit.house().instruments().wording(definition, visit.language.tag());
  if (pack)
    return text::fill(visit("Wording installed: {language}, from {owner}."),
                      {{"language", text::own_name(pack->language)}, {"owner", pack->owner}});
  return visit(
      "Its wording belongs to somebody else and is not installed. Whoever holds the licence "
      "installs "
      "it with: holdfast wording install");
}

std::string licence_text(const instrument::Definition& definition, const Visit& visit) {
  if (definition.licence.holder.empty()) return {};
  return text::fill(visit("Rights: {holder}. {terms}"),
                    {{"holder", definition.licence.holder}, {"terms", definition.licence.terms}});
}

SheetLine line_of(const instrument::Definition& definition, const Visit& visit) {
  SheetLine line;
  line.title = definition.title + " (" + definition.id + " " + definition.version + ")";
  line.is_name = true;
  const auto n = static_cast<long>(definition.items.size());
  line.detail = rater_text(definition.rater, visit) + " · " +
                text::fill(visit.language.plural("{n} line", "{n} lines", n),
                           {{"n", text::number(n, visit.language)}}) +
                " · " + languages_text(definition, visit);
  const auto licence = licence_text(definition, visit);
  if (!licence.empty()) line.detail += " " + licence;
  return line;
}

bool is_given(const instrument::Definition& definition, const service::Config& config) {
  return definition.id == config.client_form || definition.id == config.therapist_form ||
         definition.id == "holdfast-group" || definition.id == "holdfast-child";
}

SheetLine language_line(const Visit& visit, const std::string& tag) {
  SheetLine line;
  line.title = text::own_name(tag);
  line.href = std::string(languages_route) + "/" + tag;
  const auto approval = visit.house().store().read(
      [&](store::Reader& reader) { return service::approval_of(reader, tag); });
  if (!is_drafted(tag)) {
    line.detail = visit("Written by people. Clients can choose it.");
    return line;
  }
  if (!approval) {
    line.detail =
        visit("Drafted by a machine. Staff can use it; clients get English until it is approved.");
    line.forms.push_back({std::string(languages_route),
                          visit("Let clients see it"),
                          {{"do", "approve"}, {"tag", tag}},
                          {{"by", visit("Who read the texts of the client's pages?")}},
                          visit("Approve")});
    return line;
  }
  line.detail = text::fill(
      visit("Drafted by a machine, read by {name}, approved on {day}. Clients can choose it."),
      {{"name", approval->by},
       {"day", text::long_day(visit.house().day_of(approval->at), visit.language)}});
  line.forms.push_back({std::string(languages_route),
                        text::fill(visit("Take back: {language}"), {{"language", line.title}}),
                        {{"do", "withdraw"}, {"tag", tag}}});
  return line;
}

Response languages_page(const Visit& visit, std::string problem, int status) {
  SheetView sheet;
  sheet.title = visit("Languages");
  sheet.back_href = "/admin";
  sheet.back_text = visit("Set up");
  sheet.lead = visit(
      "A client reads a language that a machine drafted only after a named person here has read "
      "its "
      "texts. A language's name leads to them. The lines of a form bring their own languages.");
  if (!problem.empty()) sheet.problems.push_back(std::move(problem));
  SheetSection section;
  section.title = visit("Languages of the pages");
  for (const auto& tag : visit.site.texts().tags())
    if (tag != text::pseudo_language) section.lines.push_back(language_line(visit, tag));
  sheet.sections.push_back(std::move(section));
  return html(render(sheet, visit.page(Section::admin)), status);
}

}  // namespace

Response get_admin_instruments(const Visit& visit) {
  if (!service::may_see_settings(visit.house(), {visit.principal, "/admin/instruments"},
                                 "settings.read"))
    return refuse(visit, service::no_administrator());
  SheetView sheet;
  sheet.title = visit("Instruments and wording packs");
  sheet.back_href = "/admin";
  sheet.back_text = visit("Set up");
  sheet.lead = visit(
      "Our own forms are ready to use. An instrument that belongs to somebody is scored here, and "
      "can be given once its wording is installed.");
  SheetSection given, ready, missing;
  given.title = visit("In use");
  ready.title = visit("Can be used");
  ready.when_empty = visit("None.");
  missing.title = visit("Without their wording");
  missing.when_empty = visit("None.");
  const auto& house = visit.house();
  for (const auto* definition : house.instruments().all()) {
    auto line = line_of(*definition, visit);
    if (is_given(*definition, house.config()))
      given.lines.push_back(std::move(line));
    else if (house.instruments().wording(*definition, visit.language.tag()))
      ready.lines.push_back(std::move(line));
    else
      missing.lines.push_back(std::move(line));
  }
  sheet.sections = {std::move(given), std::move(ready), std::move(missing)};
  return html(render(sheet, visit.page(Section::admin)));
}

Response get_admin_languages(const Visit& visit) {
  if (!service::may_see_settings(visit.house(), {visit.principal, languages_route},
                                 "settings.read"))
    return refuse(visit, service::no_administrator());
  return languages_page(visit, {}, 200);
}

Response post_admin_languages(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const std::string tag(fields->get("tag")), act(fields->get("do"));
  const bool is_known = (act == "approve" || act == "withdraw") && visit.site.texts().has(tag);
  if (!is_known)
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto change =
      act == "approve"
          ? service::RulesChange{service::ApproveLanguage{tag, std::string(fields->get("by"))}}
          : service::RulesChange{service::WithdrawLanguage{tag}};
  const auto done =
      service::change_rules(visit.house(), {visit.principal, languages_route}, change);
  if (done) return redirect(visit.request.prefix, std::string(languages_route));
  if (done.refusal().kind != service::Refusal::Kind::invalid) return refuse(visit, done.refusal());
  return languages_page(visit, visit(done.refusal().sentence), 422);
}

}  // namespace holdfast::web
