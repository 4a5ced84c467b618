// SPDX-License-Identifier: MIT
// GET /caseload: the clients of a therapist, or the flagged ones of a supervisor's supervisees.
#include "web/view/caseload.hpp"

#include "service/house.hpp"
#include "service/read_caseload.hpp"
#include "text/spelling.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

constexpr std::size_t page_length = 50;

std::string address(const Visit& visit, std::size_t from) {
  std::string query = "/caseload?from=" + std::to_string(from);
  if (!visit.query.get("q").empty()) query += "&q=" + percent_encoded(visit.query.get("q"));
  if (visit.query.get("open") == "1") query += "&open=1";
  return query;
}

std::size_t from_of(const Visit& visit) {
  std::size_t from = 0;
  for (const char digit : visit.query.get("from")) {
    if (digit < '0' || digit > '9' || from > 1'000'000) return 0;
    from = from * 10 + static_cast<std::size_t>(digit - '0');
  }
  return from;
}

}  // namespace

Response get_caseload(const Visit& visit) {
  const service::CaseloadQuestion question{std::string(visit.query.get("q")),
                                           visit.query.get("open") == "1"};
  const auto caseload = service::read_caseload(visit.house(), visit.principal, question);
  if (!caseload) return refuse(visit, caseload.refusal());
  CaseloadView view;
  view.search = question.text;
  view.action = "/caseload";
  view.only_open = question.only_open;
  view.total = static_cast<long>(caseload->rows.size());
  const auto from = std::min(from_of(visit), caseload->rows.size());
  const auto to = std::min(from + page_length, caseload->rows.size());
  if (from > 0) view.previous_href = address(visit, from - std::min(from, page_length));
  if (to < caseload->rows.size()) view.next_href = address(visit, to);
  for (auto i = from; i < to; ++i) {
    const auto& row = caseload->rows[i];
    CaseloadRow line;
    line.client = row.name;
    line.href = "/courses/" + percent_encoded(row.course.value);
    line.clinician = row.clinician;
    line.sessions = row.sessions;
    line.last_session = row.last_session;
    line.recent = row.recent;
    if (row.open) {
      line.open_line = sentence_of(row.open->alert, visit.language);
      line.open_href = "/check-ins/" + row.open->alert.id.value;
    }
    view.rows.push_back(std::move(line));
  }
  return html(render(view, visit.page(Section::caseload)));
}

}  // namespace holdfast::web
