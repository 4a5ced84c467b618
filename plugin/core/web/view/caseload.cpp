// SPDX-License-Identifier: MIT
#include "web/view/caseload.hpp"

#include <algorithm>
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
  if (row.next_session)
    values["upcoming"] = fill(language.translate("next on {day}"),
                              {{"day", text::short_day(*row.next_session, language)}});
  if (row.is_ended) values["is_ended"] = true;
  if (!caseload.show_scores) return values;
  const std::string label = spoken(row.recent, language);
  if (!label.empty()) values["spark"] = chart::spark(row.recent, label, language);
  Values all{Values::type::list};
  for (const auto& one : row.open) {
    Values open;
    open["open_line"] = one.line;
    open["open_href"] = one.href;
    open["pick"] = one.pick;
    if (!one.pick.empty()) {
      open["has_pick"] = true;
      if (one.is_picked) open["is_picked"] = true;
      open["pick_label"] = fill(language.translate("Tick the check-in of {client}"),
                                {{"client", one.about.empty() ? row.client : one.about}});
    }
    all << open;
  }
  values["open"] = std::move(all);
  if (row.is_in_repair) values["is_in_repair"] = true;
  values["is_improving"] = row.is_improving;
  if (row.is_silent) values["is_silent"] = true;
  if (row.is_at_top) values["is_at_top"] = true;
  if (row.is_in_repair || row.is_silent || row.is_at_top) values["has_states"] = true;
  return values;
}

Values options(const std::vector<std::pair<std::string, std::string>>& all,
               const std::string& here) {
  Values list{Values::type::list};
  for (const auto& [value, text] : all) {
    Values option;
    option["value"] = value;
    option["text"] = text;
    option["is_here"] = value == here;
    list << option;
  }
  return list;
}

Values filters(const CaseloadView& caseload, const text::Language& language) {
  return options({{"all", language.translate("All clients")},
                  {"open", language.translate("With an open check-in")},
                  {"repair", language.translate("On the way back after a dip")},
                  {"silent", language.translate("Without a rating of late")},
                  {"top", language.translate("Ratings all at the top")},
                  {"ended", language.translate("Ended")}},
                 caseload.show);
}

Values orders(const CaseloadView& caseload, const text::Language& language) {
  return options({{"attention", language.translate("what needs attention")},
                  {"name", language.translate("name")},
                  {"last", language.translate("last session")},
                  {"next", language.translate("next session")}},
                 caseload.order);
}

// Why a list may be empty, and what that means.
std::string empty_hint(const CaseloadView& caseload, const text::Language& language) {
  if (!caseload.search.empty())
    return language.translate("Only your own clients are searched. Try fewer letters.");
  if (caseload.show == "open")
    return language.translate(
        "No check-in is open. One is suggested when a rating is out of the ordinary for a client.");
  if (caseload.show == "repair")
    return language.translate("After a dip, a client stands here until the ratings are back.");
  if (caseload.show == "silent")
    return language.translate(
        "Every client with two held sessions has rated at least one of the last two.");
  if (caseload.show == "top")
    return language.translate(
        "Nobody has given four ratings in a row at the very top. Where somebody does, small "
        "worries "
        "may not show; ask what could be even a little better.");
  return language.translate("No course has ended yet.");
}

bool may_act(const CaseloadView& caseload) {
  return std::any_of(caseload.rows.begin(), caseload.rows.end(), [](const CaseloadRow& row) {
    return std::any_of(row.open.begin(), row.open.end(),
                       [](const CaseloadRow::Open& open) { return !open.pick.empty(); });
  });
}

}  // namespace

std::string render(const CaseloadView& caseload, const Page& page) {
  const text::Language& language = page.language;
  Values values = common_values(page);
  values["search"] = caseload.search;
  values["action"] = caseload.action;
  values["show"] = caseload.show;
  values["order"] = caseload.order;
  values["filters"] = filters(caseload, language);
  values["orders"] = orders(caseload, language);
  values["found"] = fill(language.plural("{n} client", "{n} clients", caseload.total),
                         {{"n", number(caseload.total, language)}});
  if (caseload.show != "all" || !caseload.search.empty()) {
    values["is_search"] = true;
    values["empty_hint"] = empty_hint(caseload, language);
  }
  if (may_act(caseload)) {
    values["may_act"] = true;
    values["tomorrow"] = to_text(caseload.today + std::chrono::days{1});
    values["latest"] = to_text(caseload.today + std::chrono::days{90});
    values["until"] = caseload.until;
    values["reason"] = caseload.reason;
  }
  set(values, "problem", caseload.problem);
  if (!caseload.rows.empty()) values["has_rows"] = true;
  set(values, "previous", caseload.previous_href);
  set(values, "next", caseload.next_href);
  Values rows{Values::type::list};
  for (const CaseloadRow& row : caseload.rows) rows << values_of(row, caseload, page);
  values["rows"] = std::move(rows);

  Content content;
  content.title = language.translate("Clients");
  content.kind = "clients";
  content.script = "staff.js";
  content.html = page.look.templates().render("caseload", values, language);
  return as_page(content, page);
}

}  // namespace holdfast::web
