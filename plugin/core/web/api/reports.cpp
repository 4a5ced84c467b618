// SPDX-License-Identifier: MIT
// /api/v1/report-card, its preview, and /detection-settings: the report pages' numbers for
// programs.
#include "json/object.hpp"
#include "json/writer.hpp"
#include "repair/survival.hpp"
#include "service/change_detection.hpp"
#include "service/detection_settings_json.hpp"
#include "service/house.hpp"
#include "service/preview_settings.hpp"
#include "service/report_card.hpp"
#include "web/api/api.hpp"
#include "web/api/body.hpp"
#include "web/pages/report_frame.hpp"

namespace holdfast::web {
namespace {

using repair::State;

void write_share(json::Writer& writer, std::string_view name, const replay::Share& share) {
  const auto around = replay::wilson95(share);
  writer.key(name).begin_object();
  writer.key("count").integer(static_cast<std::int64_t>(share.count));
  writer.key("of").integer(static_cast<std::int64_t>(share.of));
  writer.key("share").number(share.value());
  writer.key("low").number(around.low).key("high").number(around.high);
  writer.end_object();
}

void write_count(json::Writer& writer, std::string_view name, std::uint64_t count) {
  writer.key(name).integer(static_cast<std::int64_t>(count));
}

// What was read; the figures follow only when there are enough clients.
void write_past(json::Writer& writer, const service::ReportAccess& access,
                const service::PastSelection& past, const service::PastFigures& figures) {
  writer.member("scope", to_word(access.scope));
  write_count(writer, "clients", figures.clients);
  write_count(writer, "least_clients", access.least_clients());
  writer.key("older_courses_left_out").boolean(past.is_cut);
  if (past.first) writer.member("since", to_text(*past.first));
}

void write_time_to_repair(json::Writer& writer, const replay::Summary& summary) {
  const auto steps = repair::kaplan_meier(summary.times);
  const auto median = repair::median_time(steps);
  const auto around = repair::median_interval(steps);
  const auto write = [&](std::string_view name, const std::optional<std::uint32_t>& ratings) {
    if (ratings) writer.key(name).integer(*ratings);
  };
  writer.key("time_to_repair").begin_object();
  write("median", median);
  write("low", around.low);
  write("high", around.high);
  writer.key("steps").begin_array();
  for (const auto& step : steps) {
    writer.begin_object();
    writer.key("ratings").integer(step.ratings).key("at_risk").integer(step.at_risk);
    writer.key("unrepaired").number(step.unrepaired);
    writer.key("low").number(step.low).key("high").number(step.high);
    writer.end_object();
  }
  writer.end_array().end_object();
}

void write_way_back(json::Writer& writer, const service::PastFigures& figures) {
  const auto& summary = figures.summary;
  const bool is_enough = summary.found.episodes >= replay::enough_episodes;
  writer.key("after_a_dip").begin_object();
  write_count(writer, "dips", summary.found.episodes);
  if (is_enough) {
    for (const auto& [name, state] : {std::pair{"repaired", State::repaired},
                                      {"new_level", State::new_level},
                                      {"unrepaired", State::unrepaired},
                                      {"unfinished", State::ended}}) {
      writer.key(name).begin_object();
      write_share(writer, "found", summary.found.share(state));
      write_share(writer, "by_chance", summary.by_chance.share(state));
      writer.end_object();
    }
    write_share(writer, "talked_through", {summary.talked_through, summary.found.episodes});
    const auto& unfinished = figures.unfinished;
    for (const auto& [name, count] : {std::pair{"dropped_out", unfinished.dropped_out},
                                      {"course_ended", unfinished.ended},
                                      {"open_45_days", unfinished.overdue},
                                      {"followed", unfinished.followed}})
      write_share(writer, name, {count, summary.found.episodes});
    write_time_to_repair(writer, summary);
  }
  writer.end_object();
}

void write_card(json::Writer& writer, const service::ReportCard& card) {
  const auto& summary = card.figures.summary;
  write_count(writer, "ratings", summary.ratings);
  writer.key("settings_version").integer(card.settings_version);
  writer.key("marked").begin_object();
  write_share(writer, "dips", summary.dips());
  for (const auto rule : words_of<detection::Rule>)
    write_share(writer, rule, summary.rate(*from_word<detection::Rule>(rule)));
  writer.end_object();
  writer.key("answered").begin_object();
  for (std::size_t i = 0; i < card.answers.size(); ++i) {
    writer.key(service::answered_rules[i]).begin_object();
    write_count(writer, "raised", card.answers[i].raised);
    write_share(writer, "real", card.answers[i].marked_real());
    writer.end_object();
  }
  writer.end_object();
  write_way_back(writer, card.figures);
  writer.key("other_rules").begin_object();
  for (std::size_t i = 0; i < detection::textbook_count; ++i)
    write_share(writer, to_word(static_cast<detection::Textbook>(i)),
                {summary.textbook[i], summary.ratings});
  write_share(writer, "low area", card.figures.low_area);
  writer.end_object();
}

void write_budget(json::Writer& writer, const detection::Budget& budget) {
  using Advice = detection::Budget::Advice;
  writer.key("budget").begin_object();
  writer.key("days").integer(detection::budget_days);
  writer.key("ratings").integer(budget.ratings).key("dips").integer(budget.dips);
  writer.member("advice", budget.advice == Advice::above    ? "above"
                          : budget.advice == Advice::within ? "within"
                                                            : "too_few");
  writer.end_object();
}

void write_changes(json::Writer& writer, std::string_view name, const service::Changes& changes) {
  writer.key(name).begin_object();
  write_count(writer, "count", changes.count);
  writer.key("ratings").begin_array();
  for (const auto& [dip, client] : changes.listed)
    writer.begin_object()
        .member("course", dip.course.value)
        .member("client", client)
        .member("day", to_text(dip.day))
        .member("rule", to_word(dip.rule))
        .end_object();
  writer.end_array().end_object();
}

void write_choice_as(json::Writer& writer, std::string_view name,
                     const service::DetectionChoice& choice) {
  writer.key(name).begin_object();
  service::write_choice(writer, choice);
  writer.end_object();
}

void write_estimate(json::Writer& writer, const service::InstrumentEstimate& estimate) {
  writer.begin_object().member("instrument", estimate.instrument);
  write_count(writer, "clients", estimate.clients);
  write_count(writer, "ratings", estimate.ratings);
  const auto numbers = [&](std::string_view name, double mu0, double sB, double sW) {
    writer.key(name).begin_object();
    writer.key("mu0").number(mu0).key("sB").number(sB).key("sW").number(sW).end_object();
  };
  numbers("in_force", estimate.in_force.mu0, estimate.in_force.sB, estimate.in_force.sW);
  if (estimate.found) {
    numbers("found", estimate.found->mu0, estimate.found->sB, estimate.found->sW);
    numbers("margin_95", estimate.margins.mu0, estimate.margins.sB, estimate.margins.sW);
    numbers("advised", estimate.advised.mu0, estimate.advised.sB, estimate.advised.sW);
    writer.key("capped").boolean(estimate.is_capped);
  }
  writer.end_object();
}

void write_version(json::Writer& writer, const service::SettingsVersion& version) {
  writer.begin_object();
  writer.key("version").integer(version.number);
  writer.member("change", version.change);
  if (version.reverts_to > 0) writer.key("reverts_to").integer(version.reverts_to);
  if (version.number != service::built_in_version)
    writer.member("reason", version.reason).member("at", to_text(version.at));
  write_choice_as(writer, "settings", version.choice);
  writer.end_object();
}

service::Reply<service::DetectionChange> change_in(const json::Value& body) {
  Problems problems;
  json::Object in(body, "", problems);
  service::DetectionChange change;
  change.seen_version = static_cast<int>(in.number("version", json::Need::required));
  change.reason = in.text("reason", json::Need::required);
  const auto act = in.text("do", json::Need::required);
  if (act == "thresholds") {
    const auto choice = service::read_choice(in);
    change.what = service::AcceptThresholds{choice.rules, choice.thresholds};
    in.only({"do", "version", "reason", "rules", "thresholds"});
  } else if (act == "estimate") {
    change.what = service::AcceptEstimate{
        in.text("instrument", json::Need::required), in.number("mu0", json::Need::required),
        in.number("sB", json::Need::required), in.number("sW", json::Need::required)};
    in.only({"do", "version", "reason", "instrument", "mu0", "sB", "sW"});
  } else if (act == "revert") {
    change.what = service::RevertTo{static_cast<int>(in.number("to", json::Need::required))};
    in.only({"do", "version", "reason", "to"});
  } else if (problems.empty()) {
    in.wrong("do", "unknown", "thresholds, estimate or revert is expected");
  }
  if (!problems.empty()) return service::invalid(problems);
  return change;
}

}  // namespace

Response api_report_card(const Visit& visit) {
  const auto card =
      service::read_report_card(visit.house(), visit.principal, report_question(visit));
  if (!card) return refuse(visit, card.refusal());
  json::Writer writer;
  writer.begin_object();
  write_past(writer, card->access, card->past, card->figures);
  if (card->budget) write_budget(writer, *card->budget);
  if (card->has_enough()) write_card(writer, *card);
  writer.end_object();
  return json(writer.take());
}

Response api_preview_settings(const Visit& visit) {
  service::PreviewQuestion question{report_question(visit), true, {}, {}};
  // Absent members are those of the built-in rules, so that one number alone can be asked about.
  auto asked = asked_rules(visit.query, {});
  if (!visit.query.has("rules"))
    std::erase_if(asked.problems, [](const Problem& problem) { return problem.field == "rules"; });
  if (!visit.query.has("sudden_dip")) asked.thresholds.sudden_dip = true;
  if (!visit.query.has("sustained")) asked.thresholds.sustained = true;
  if (!asked.problems.empty()) return refuse(visit, service::invalid(asked.problems));
  question.rules = asked.rules;
  question.thresholds = asked.thresholds;
  const auto preview = service::preview_settings(visit.house(), visit.principal, question);
  if (!preview) return refuse(visit, preview.refusal());
  json::Writer writer;
  writer.begin_object();
  write_past(writer, preview->access, preview->past, preview->now);
  writer.key("settings_version").integer(preview->settings_version);
  write_choice_as(writer, "in_force", preview->in_force);
  write_choice_as(writer, "proposed", preview->proposed);
  if (preview->has_enough()) {
    write_share(writer, "now", preview->now.summary.dips());
    write_share(writer, "then", preview->then.summary.dips());
    write_count(writer, "kept", preview->kept);
    write_changes(writer, "gone", preview->gone);
    write_changes(writer, "added", preview->added);
  }
  writer.end_object();
  return json(writer.take());
}

Response api_detection_settings(const Visit& visit) {
  const auto settings = service::read_detection_settings(visit.house(), visit.principal);
  if (!settings) return refuse(visit, settings.refusal());
  json::Writer writer;
  writer.begin_object();
  writer.key("version").integer(settings->history.back().number);
  writer.key("versions").begin_array();
  for (const auto& version : settings->history) write_version(writer, version);
  writer.end_array().key("estimates").begin_array();
  for (const auto& estimate : settings->estimates) write_estimate(writer, estimate);
  writer.end_array().end_object();
  return json(writer.take());
}

Response api_change_detection(const Visit& visit) {
  const auto body = posted_json(visit);
  if (!body) return refuse(visit, body.refusal());
  const auto change = change_in(*body);
  if (!change) return refuse(visit, change.refusal());
  const auto done = service::change_detection(visit.house(), visit.principal, *change);
  if (!done) return refuse(visit, done.refusal());
  json::Writer writer;
  writer.begin_object().key("version").integer(*done).end_object();
  return json(writer.take(), 201);
}

}  // namespace holdfast::web
