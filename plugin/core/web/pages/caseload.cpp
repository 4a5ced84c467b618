// SPDX-License-Identifier: MIT
// /caseload: the clients of a therapist, or the flagged ones of a supervisor's supervisees; and one
// act on several of their open check-ins.
#include "web/view/caseload.hpp"

#include "service/check_ins_together.hpp"
#include "service/house.hpp"
#include "service/read_caseload.hpp"
#include "text/spelling.hpp"
#include "web/pages/finding_numbers.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {
namespace {

using service::CaseloadOrder;
using service::CaseloadShow;

constexpr std::size_t page_length = 50;
constexpr std::string_view tick = "check_in-";  // and the id: one field a check-in

service::CaseloadQuestion question_of(const Fields& fields) {
  service::CaseloadQuestion question;
  question.text = fields.get("q");
  question.show = from_word<CaseloadShow>(fields.get("show")).value_or(CaseloadShow::all);
  question.order = from_word<CaseloadOrder>(fields.get("order")).value_or(CaseloadOrder::attention);
  question.from = fields.passed_over().value_or(0);
  question.most = page_length;
  return question;
}

std::string address(const service::CaseloadQuestion& question, std::size_t from) {
  std::string query = "/caseload?from=" + std::to_string(from);
  if (!question.text.empty()) query += "&q=" + percent_encoded(question.text);
  query += "&show=" + std::string(to_word(question.show));
  return query + "&order=" + std::string(to_word(question.order));
}

CaseloadRow row_of(const service::CaseloadLine& line, const Visit& visit) {
  CaseloadRow row;
  row.client = line.name;
  row.href = "/courses/" + percent_encoded(line.course.value);
  row.clinician = line.clinician;
  row.sessions = line.sessions;
  row.last_session = line.last_session;
  if (line.next_session) row.next_session = visit.house().day_of(*line.next_session);
  row.recent = line.recent;
  row.is_in_repair = !line.repair.empty();
  row.is_improving = line.repair == "improving";
  row.is_silent = line.is_silent;
  row.is_at_top = line.is_at_top;
  row.is_ended = line.is_ended;
  if (!line.partner.empty()) row.client += " · " + line.partner;
  for (const auto& open : line.open) {
    const auto& alert = open.alert.alert;
    auto sentence = sentence_of(alert, visit.language);
    if (!open.about.empty()) sentence = said_of(open.about, sentence, visit.language);
    row.open.push_back({std::move(sentence), "/check-ins/" + alert.id.value,
                        line.may_act ? std::string(tick) + alert.id.value : std::string{},
                        open.about});
  }
  return row;
}

service::Reply<CaseloadView> view_of(const Visit& visit,
                                     const service::CaseloadQuestion& question) {
  const auto caseload = service::read_caseload(visit.house(), visit.principal, question);
  if (!caseload) return caseload.refusal();
  CaseloadView view;
  view.search = question.text;
  view.action = "/caseload";
  view.show = to_word(question.show);
  view.order = to_word(question.order);
  view.today = visit.today;
  view.total = static_cast<long>(caseload->total);
  const auto from = std::min(question.from, caseload->total);
  if (from > 0) view.previous_href = address(question, from - std::min(from, page_length));
  if (from + page_length < caseload->total) view.next_href = address(question, from + page_length);
  for (const auto& line : caseload->rows) view.rows.push_back(row_of(line, visit));
  return view;
}

Section place_of(const service::CaseloadQuestion& question) {
  return question.show == CaseloadShow::open ? Section::check_ins : Section::caseload;
}

// "3 check-ins are noted." once, after the act.
std::string notice_of(const Visit& visit) {
  const auto done = visit.query.get("done");
  if (done.empty() || done.size() > 3 || done.find_first_not_of("0123456789") != done.npos)
    return {};
  const long n = std::stol(std::string(done));
  return text::fill(visit.language.plural("{n} check-in is noted.", "{n} check-ins are noted.", n),
                    {{"n", text::number(n, visit.language)}});
}

std::vector<AlertId> ticked(const Fields& fields) {
  std::vector<AlertId> ids;
  for (const auto& [name, value] : fields.all())
    if (name.starts_with(tick)) ids.emplace_back(name.substr(tick.size()));
  return ids;
}

}  // namespace

Response get_caseload(const Visit& visit) {
  const auto question = question_of(visit.query);
  const auto view = view_of(visit, question);
  if (!view) return refuse(visit, view.refusal());
  auto page = visit.page(place_of(question));
  page.notice = notice_of(visit);
  return html(render(*view, page));
}

Response post_caseload(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto question = question_of(*fields);
  auto view = view_of(visit, question);
  if (!view) return refuse(visit, view.refusal());
  view->until = fields->get("until");
  view->reason = fields->get("reason");
  const auto act = fields->get("do");
  if (act != "acknowledge" && act != "snooze")
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto wanted = act == "snooze"
                          ? service::CheckInAct{service::Snooze{view->until, view->reason}}
                          : service::CheckInAct{service::Acknowledge{}};
  const auto done =
      service::act_on_check_ins(visit.house(), visit.principal, ticked(*fields), wanted);
  if (done)
    return redirect(visit.request.prefix,
                    address(question, 0) + "&done=" + std::to_string(done->done));
  if (done.refusal().kind != service::Refusal::Kind::invalid) return refuse(visit, done.refusal());
  view->problem = visit(done.refusal().sentence);
  for (auto& row : view->rows)
    for (auto& open : row.open) open.is_picked = !open.pick.empty() && fields->has(open.pick);
  return html(render(*view, visit.page(place_of(question))), http_status(done.refusal().kind));
}

}  // namespace holdfast::web
