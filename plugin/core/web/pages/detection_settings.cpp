// SPDX-License-Identifier: MIT
// /report-card/settings: the settings in force, the practice's own estimates, every version; and
// what an administrator accepts.
#include "web/view/detection_settings.hpp"

#include <charconv>

#include "json/writer.hpp"
#include "service/change_detection.hpp"
#include "service/house.hpp"
#include "web/pages/pages.hpp"
#include "web/pages/report_frame.hpp"

namespace holdfast::web {
namespace {

std::string exact(double value) {
  json::Writer writer;
  writer.number(value);
  return writer.take();
}

EstimateCard card_of(const service::InstrumentEstimate& estimate, const Visit& visit) {
  constexpr detection::Parameters built_in;
  EstimateCard card;
  card.instrument = card.title = estimate.instrument;
  if (const auto* known = visit.house().instruments().find(estimate.instrument))
    card.title = known->title;
  card.clients = estimate.clients;
  card.ratings = estimate.ratings;
  card.from_clients = estimate.in_force.clients;
  card.is_capped = estimate.is_capped;
  card.is_news = estimate.is_news();
  card.mu0 = exact(estimate.advised.mu0);
  card.sB = exact(estimate.advised.sB);
  card.sW = exact(estimate.advised.sW);
  const auto add = [&](Assumed what, double assumed, double in_force, double advised,
                       double detection::LocalMoments::*found, double margin) {
    AssumedRow row{what, assumed, in_force, {}, 0, 0, advised};
    if (estimate.found) {
      row.found = (*estimate.found).*found;
      row.low = std::max(0.0, *row.found - margin);
      row.high = *row.found + margin;
    }
    card.rows.push_back(row);
  };
  const auto& now = estimate.in_force;
  const auto& next = estimate.advised;
  add(Assumed::level, built_in.mu0, now.mu0, next.mu0, &detection::LocalMoments::mu0,
      estimate.margins.mu0);
  add(Assumed::between, built_in.sB, now.sB, next.sB, &detection::LocalMoments::sB,
      estimate.margins.sB);
  add(Assumed::within, built_in.sW, now.sW, next.sW, &detection::LocalMoments::sW,
      estimate.margins.sW);
  return card;
}

Change change_of(std::string_view word) {
  if (word == "thresholds") return Change::thresholds;
  if (word == "estimates") return Change::estimates;
  return word == "revert" ? Change::revert : Change::built_in;
}

VersionRow row_of(const service::SettingsVersion& version, const Visit& visit) {
  VersionRow row;
  row.number = version.number;
  row.change = change_of(version.change);
  row.reverts_to = version.reverts_to;
  row.reason = version.reason;
  if (version.number != service::built_in_version) {
    row.day = visit.house().day_of(version.at);
    row.who = version.by == visit.principal.person.id.value ? visit.principal.person.name
                                                            : visit("a colleague");
  }
  return row;
}

DetectionSettingsView view_of(const service::DetectionSettings& settings, const Visit& visit) {
  const auto& in_force = settings.history.back();
  DetectionSettingsView view;
  view.head = report_head(visit, settings.access, ReportTab::settings);
  view.version = in_force.number;
  view.rules = in_force.choice.rules == detection::RuleSet::E ? "E" : "A|B";
  view.thresholds = threshold_fields(in_force.choice.rules, in_force.choice.thresholds).fields;
  if (!in_force.choice.thresholds.sudden_dip) view.switched_off.push_back("A");
  if (!in_force.choice.thresholds.sustained) view.switched_off.push_back("B");
  for (const auto& estimate : settings.estimates)
    view.estimates.push_back(card_of(estimate, visit));
  view.least_clients = detection::least_clients;
  view.least_ratings = detection::least_ratings;
  for (auto version = settings.history.rbegin(); version != settings.history.rend(); ++version)
    view.history.push_back(row_of(*version, visit));
  view.may_change = settings.access.may_change_settings;
  return view;
}

double number_in(std::string_view text) {
  double value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

int whole_in(std::string_view text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// What the posted form asks for; nothing for an act that the pages do not have.
std::optional<service::DetectionChange> change_in(const Fields& form, Problems& problems) {
  service::DetectionChange change;
  change.seen_version = whole_in(form.get("version"));
  change.reason = form.get("reason");
  const auto act = form.get("do");
  if (act == "estimate") {
    change.what =
        service::AcceptEstimate{std::string(form.get("instrument")), number_in(form.get("mu0")),
                                number_in(form.get("sB")), number_in(form.get("sW"))};
  } else if (act == "revert") {
    change.what = service::RevertTo{whole_in(form.get("to"))};
  } else if (act == "thresholds") {
    auto asked = asked_rules(form, {});
    problems = std::move(asked.problems);
    change.what = service::AcceptThresholds{asked.rules, asked.thresholds};
  } else {
    return std::nullopt;
  }
  return change;
}

}  // namespace

Response get_detection_settings(const Visit& visit) {
  const auto settings = service::read_detection_settings(visit.house(), visit.principal);
  if (!settings) return refuse(visit, settings.refusal());
  return html(render(view_of(*settings, visit), visit.page(Section::report_card)));
}

Response post_detection_settings(const Visit& visit) {
  const auto form = posted_form(visit);
  if (!form) return refuse(visit, form.refusal());
  Problems problems;
  const auto change = change_in(*form, problems);
  if (!change) return refuse(visit, 422, "unknown", "Choose one of the acts on the page.");
  if (!problems.empty()) return refuse(visit, service::invalid(problems));
  const auto done = service::change_detection(visit.house(), visit.principal, *change);
  if (done) return redirect(visit.request.prefix, "/report-card/settings");
  using Kind = service::Refusal::Kind;
  const auto kind = done.refusal().kind;
  if (kind != Kind::invalid && kind != Kind::conflict) return refuse(visit, done.refusal());
  const auto settings = service::read_detection_settings(visit.house(), visit.principal);
  if (!settings) return refuse(visit, settings.refusal());
  auto view = view_of(*settings, visit);
  view.problems.push_back(visit(done.refusal().problems.empty()
                                    ? done.refusal().sentence
                                    : done.refusal().problems.front().message));
  return html(render(view, visit.page(Section::report_card)), http_status(kind));
}

}  // namespace holdfast::web
