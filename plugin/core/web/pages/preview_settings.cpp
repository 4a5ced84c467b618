// SPDX-License-Identifier: MIT
// GET /report-card/preview: what other settings would have marked. Nothing is stored.
#include "web/view/preview_settings.hpp"

#include "service/house.hpp"
#include "service/preview_settings.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/report_frame.hpp"

namespace holdfast::web {
namespace {

ChangedRows rows_of(const service::Changes& changes) {
  ChangedRows changed;
  changed.count = changes.count;
  for (const auto& [dip, client] : changes.listed)
    changed.rows.push_back(
        {client, "/courses/" + percent_encoded(dip.course.value), dip.day, rule_of(dip.rule)});
  return changed;
}

void fill_result(const service::Preview& preview, PreviewView& view) {
  view.past = past_numbers(preview.access, preview.past, preview.now);
  view.changes_anything = preview.changes_anything();
  view.now = share_numbers(preview.now.summary.dips());
  view.then = share_numbers(preview.then.summary.dips());
  view.kept = preview.kept;
  view.gone = rows_of(preview.gone);
  view.added = rows_of(preview.added);
}

}  // namespace

Response get_preview_settings(const Visit& visit) {
  service::PreviewQuestion question{report_question(visit), visit.query.has("show"), {}, {}};
  auto asked = asked_rules(visit.query, {});
  if (question.is_asked && asked.problems.empty()) {
    question.rules = asked.rules;
    question.thresholds = asked.thresholds;
  }
  const bool is_wrong = question.is_asked && !asked.problems.empty();
  if (is_wrong) question.is_asked = false;
  const auto preview = service::preview_settings(visit.house(), visit.principal, question);
  if (!preview) return refuse(visit, preview.refusal());
  PreviewView view;
  view.head = report_head(visit, preview->access, ReportTab::preview);
  view.scope = to_word(preview->access.scope);
  if (preview->access.years) view.years = std::to_string(*preview->access.years);
  view.fields = is_wrong ? asked.as_typed
                         : threshold_fields(preview->proposed.rules, preview->proposed.thresholds);
  if (is_wrong) view.problems.push_back(visit(asked.problems.front().message));
  view.is_asked = preview->is_asked;
  view.names_clients = preview->access.scope == service::ReportScope::own;
  view.may_accept = preview->access.may_change_settings;
  view.version = preview->settings_version;
  if (preview->is_asked) fill_result(*preview, view);
  return html(render(view, visit.page(Section::report_card)), is_wrong ? 422 : 200);
}

}  // namespace holdfast::web
