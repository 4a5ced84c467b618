// SPDX-License-Identifier: MIT
#include "web/view/caseload.hpp"

#include <utility>

#include "text/spelling.hpp"
#include "web/chart/course_graph.hpp"
#include "web/view/layout.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

std::string spoken(const std::vector<std::optional<double>>& values,
                   const text::Language& language) {
  for (auto value = values.rbegin(); value != values.rend(); ++value)
    if (*value)
      return fill(language.translate("Recent ratings, the last one {rating}"),
                  {{"rating", number(**value, 0, language)}});
  return {};
}

Values values_of(const CaseloadRow& row, const CaseloadView& caseload, const Page& page) {
  const text::Language& language = page.language;
  Values values;
  values["client"] = row.client;
  values["href"] = row.href;
  set(values, "clinician", row.clinician);
  values["sessions"] = fill(language.plural("{n} session", "{n} sessions", row.sessions),
                            {{"n", number(long{row.sessions}, language)}});
  if (row.last_session)
    values["last"] = fill(language.translate("last on {day}"),
                          {{"day", text::short_day(*row.last_session, language)}});
  if (!caseload.show_scores) return values;
  const std::string label = spoken(row.recent, language);
  if (!label.empty()) values["spark"] = chart::spark(row.recent, label, language);
  set(values, "open_line", row.open_line);
  values["open_href"] = row.open_href;
  return values;
}

}  // namespace

std::string render(const CaseloadView& caseload, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["search"] = caseload.search;
  values["action"] = caseload.action;
  values["found"] = fill(language.plural("{n} client", "{n} clients", caseload.total),
                         {{"n", number(caseload.total, language)}});
  if (caseload.only_open) values["only_open"] = true;
  if (caseload.only_open || !caseload.search.empty()) values["is_search"] = true;
  if (!caseload.rows.empty()) values["has_rows"] = true;
  set(values, "previous", caseload.previous_href);
  set(values, "next", caseload.next_href);
  Values rows{Values::type::list};
  for (const CaseloadRow& row : caseload.rows) rows << values_of(row, caseload, page);
  values["rows"] = std::move(rows);

  Content content;
  content.title = language.translate("Clients");
  content.kind = "clients";
  content.html = page.look.templates().render("caseload", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
