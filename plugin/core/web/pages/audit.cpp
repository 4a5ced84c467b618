// SPDX-License-Identifier: MIT
// GET /audit: the log of who looked and what was done, for the records officer.
#include "service/audit_view.hpp"
#include "service/audit_words.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

std::int64_t number_of(std::string_view text) {
  std::int64_t number = 0;
  if (text.empty()) return INT64_MAX;
  for (const char digit : text) {
    if (digit < '0' || digit > '9' || number > INT64_MAX / 100) return INT64_MAX;
    number = number * 10 + (digit - '0');
  }
  return number;
}

std::string detail_of(const Visit& visit, const service::AuditRow& row) {
  const auto& entry = row.line.entry;
  const auto who =
      row.who.empty() ? service::actor_text(entry.actor_kind, visit.language) : row.who;
  std::string detail = who + " · " + service::action_text(entry.action, visit.language);
  if (!row.client.empty()) detail += " · " + row.client;
  detail += " · " + service::reason_text(entry.why, visit.language);
  if (entry.outcome == "denied") detail += " · " + visit("refused");
  return detail;
}

}  // namespace

Response get_audit(const Visit& visit) {
  const std::string person(visit.query.get("person"));
  const auto page = service::read_audit(visit.house(), visit.principal,
                                        {number_of(visit.query.get("before")), person}, "/audit");
  if (!page) return refuse(visit, page.refusal());
  SheetView sheet;
  sheet.title = visit("Who looked, and what was done");
  sheet.lead = text::fill(
      visit.language.plural("{n} line, each bound to the one before it. Nothing can be taken out "
                            "without that showing when the log is verified.",
                            "{n} lines, each bound to the one before it. Nothing can be taken out "
                            "without that showing when the log is verified.",
                            static_cast<long>(page->lines)),
      {{"n", text::number(static_cast<long>(page->lines), visit.language)}});
  SheetSection find;
  find.title = visit("Find");
  SheetForm form{"/audit", visit("Show"), {}, {}, {}, true};
  SheetField field{"person", visit("Person"), person, "text", {{"", visit("Everybody")}}, false};
  for (const auto& [id, name] : page->people) field.choices.emplace_back(id, name);
  form.fields.push_back(std::move(field));
  find.forms.push_back(std::move(form));
  SheetSection lines;
  lines.title = visit("Newest first");
  lines.when_empty = visit("No line fits.");
  for (const auto& row : page->rows)
    lines.lines.push_back({day_and_time(visit, row.line.at), {}, detail_of(visit, row)});
  if (page->has_more)
    lines.lines.push_back(
        {visit("Earlier lines"), "/audit?before=" + std::to_string(page->rows.back().line.number) +
                                     (person.empty() ? "" : "&person=" + percent_encoded(person))});
  sheet.sections = {std::move(find), std::move(lines)};
  return html(render(sheet, visit.page(Section::audit)));
}

}  // namespace holdfast::web
