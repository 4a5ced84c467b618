// SPDX-License-Identifier: MIT
#include "service/course_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <tuple>

#include "replay/course_run.hpp"
#include "service/course_alerts.hpp"
#include "service/course_repairs.hpp"
#include "service/settings_versions.hpp"
#include "service/take_back.hpp"

namespace holdfast::service {
namespace {

using detection::Finding;
using detection::Rule;

// The saved state of a course: up to which fact it has run, and the run.
struct Saved {
  Position last;
  replay::CourseRun run;
};

std::string encode(const Position& last, const replay::CourseRun& run) {
  return fmt::format("1\n{}\n{}\n{}\n{}\n{}\n{}\n", to_text(last.day), to_text(last.start),
                     last.number, last.session, last.rank, last.id) +
         run.saved();
}

std::optional<Saved> decode(std::string_view bytes) {
  std::vector<std::string> lines;
  while (lines.size() < 7) {
    const auto end = bytes.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    lines.emplace_back(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
  }
  const auto day = parse_day(lines[1]);
  const auto start = parse_instant(lines[2]);
  auto run = replay::CourseRun::restored(bytes);
  if (lines[0] != "1" || !day || !start || !run) return std::nullopt;
  return Saved{{*day, *start, std::stoi(lines[3]), lines[4], std::stoi(lines[5]), lines[6]},
               std::move(*run)};
}

std::string cause_of(Rule rule) {
  if (detection::is_dip(rule)) return "dip";
  if (rule == Rule::told_us) return "told";
  return rule == Rule::low_start ? "low_start" : "absence";
}

double or_zero(double value) { return std::isnan(value) ? 0 : value; }

// The same session, whoever rated it first, is not the past.
bool is_of_earlier_session(const Position& one, const Position& other) {
  return std::tie(one.day, one.start, one.number, one.session) <
         std::tie(other.day, other.start, other.number, other.session);
}

// A finding about a session long past teaches, but asks for nothing.
bool is_past(const CourseFile& file, const Position& place, const Position& newest) {
  constexpr std::chrono::days recent{14};
  return place.day + recent < file.today || is_of_earlier_session(place, newest);
}

Position newest_rated(const std::vector<Fact>& facts) {
  const auto last = std::find_if(facts.rbegin(), facts.rend(),
                                 [](const Fact& fact) { return !fact.rating.empty(); });
  return last == facts.rend() ? Position{} : last->place;
}

// What a series remembered before the fact, for the sentence.
struct Before {
  double highest = 0;
  double last_z = 0;
};

Before before(const replay::CourseRun& run, const Fact& fact) {
  const auto* series = run.find(fact.series);
  if (!series || series->state.total.n == 0) return {};
  return {series->state.highest, series->state.last_z};
}

struct Context {
  const CourseFile& file;
  const Fact& fact;
  const replay::Outcome& outcome;
  const store::StoredRating* rating;  // null: not by a rating
  bool past;
  const Before& before;
};

// Without its id, which comes when it is filed.
store::StoredAlert alert_of(const Context& context, const Finding& finding) {
  store::StoredAlert alert;
  alert.kind = context.past                         ? store::AlertKind::note
               : detection::is_notice(finding.rule) ? store::AlertKind::notice
                                                    : store::AlertKind::check_in;
  alert.rule = to_word(finding.rule);
  alert.cause = cause_of(finding.rule);
  if (finding.rule == Rule::absence && std::holds_alternative<replay::Declined>(context.fact.event))
    alert.cause = "declined";
  alert.rating = context.fact.rating;
  alert.session = context.fact.session;
  alert.course = context.file.of.course;
  alert.subject = context.file.of.subject;
  alert.clinician = context.file.clinician;
  alert.day = context.fact.place.day;
  alert.found_at = context.file.now;
  alert.strong = finding.strong;
  alert.score = or_zero(finding.score);
  alert.expected = or_zero(finding.expected);
  alert.sd = or_zero(finding.sd);
  alert.z = or_zero(finding.z);
  alert.low = or_zero(finding.usual_low);
  alert.high = or_zero(finding.usual_high);
  alert.earlier = static_cast<int>(finding.earlier);
  alert.said_directly = finding.said_directly;
  alert.parameter_version = version_number(finding.parameters);
  if (finding.tension >= 0) alert.tension = finding.tension;
  if (finding.evidence) {
    alert.evidence = finding.evidence->sum();
    alert.tension_points = finding.evidence->tension_points;
    alert.evidence_threshold = finding.evidence->threshold;
  }
  if (const auto* session = std::get_if<replay::Attended>(&context.fact.event))
    alert.before_third_session = session->held_before < 3;
  if (const auto* rating = context.rating) {
    alert.instrument = rating->series.instrument;
    alert.version = rating->series.version;
    alert.raw = rating->raw.value_or("");
    const auto area = static_cast<std::size_t>(finding.area);
    if (finding.area >= 0 && area < rating->subscales.size())
      alert.area = rating->subscales[area].name;
  }
  if (context.outcome.step) {
    alert.highest = context.before.highest;
    if (finding.rule == Rule::sustained) {
      alert.previous_score = or_zero(context.outcome.step->last_score);
      alert.previous_z = context.before.last_z;
    }
  }
  return alert;
}

// The dip among these alerts, which is what a repair belongs to.
AlertId dip_of(std::span<const store::StoredAlert> alerts) {
  for (const auto& alert : alerts)
    if (alert.cause == "dip") return alert.joins.empty() ? alert.id : alert.joins;
  return {};
}

// A series keeps the settings it began with, also over a re-run; one that begins now takes today's.
// Where neither is known, in a rebuild without a saved state, the version that stood when its first
// rating came in.
class BeginWith {
 public:
  BeginWith(store::Reader& reader, const CourseFile& file)
      : reader_(reader), today_(file.settings) {
    if (const auto state = reader.states.course(file.of.course, file.of.subject))
      if (auto saved = decode(state->bytes)) earlier_ = std::move(saved->run);
  }
  void give(Fact& fact) {
    auto* rated = std::get_if<replay::Rated>(&fact.event);
    if (!rated) return;
    if (const auto* series = earlier_.find(rated->series))
      rated->begin_with = &series->settings;
    else if (today_)
      rated->begin_with = &today_->of_series(rated->series);
    else
      rated->begin_with = &of_that_time(fact);
  }

 private:
  const detection::Settings& of_that_time(const Fact& fact) {
    const auto known = then_.find(fact.series);
    if (known != then_.end()) return known->second;
    const auto rating = reader_.ratings.find(fact.rating);
    const auto settings = settings_at(reader_, rating ? rating->entered_at : Instant{});
    return then_.emplace(fact.series, settings.of_series(fact.series)).first->second;
  }

  store::Reader& reader_;
  replay::CourseRun earlier_;
  const SettingsInForce* today_;
  std::map<std::string, detection::Settings> then_;
};

// The practice system's copies of what a re-run removed.
void take_back_copies(store::Unit& unit, const CourseFile& file, const std::vector<AlertId>& alerts,
                      const std::vector<RepairId>& repairs) {
  TakingBack taking{file.of.subject, {}, "data corrected", file.now};
  for (const auto& alert : alerts) taking.keys.push_back(alert.value);
  for (const auto& repair : repairs) taking.keys.push_back(key_of(repair));
  if (!taking.keys.empty()) take_back(unit, taking);
}

}  // namespace

Followed follow_rating(store::Unit& unit, const CourseFile& file,
                       const store::StoredRating& rating) {
  auto fact = fact_of(rating);
  if (!fact) return {};
  Saved saved;
  if (const auto state = unit.states.course(file.of.course, file.of.subject)) {
    auto decoded = decode(state->bytes);
    if (!decoded || fact->place < decoded->last) return rerun_course(unit, file);
    saved = std::move(*decoded);
  } else if (unit.ratings.of_course(file.of.course).size() > 1 ||
             !unit.mirror.sessions_of_course(file.of.course).empty()) {
    return rerun_course(unit, file);  // sessions missed before the first rating are facts too
  }
  if (auto* rated = std::get_if<replay::Rated>(&fact->event)) {
    rated->series = fact->series;
    rated->begin_with = file.settings ? &file.settings->of_series(fact->series) : nullptr;
  }
  const auto remembered = before(saved.run, *fact);
  const auto outcome = saved.run.apply(fact->event);
  CourseRepairs repairs(unit, file);
  if (repairs.needs_rerun({*fact, outcome, fact->series, {}})) return rerun_course(unit, file);
  const Context context{file,      *fact, outcome, &rating, is_past(file, fact->place, fact->place),
                        remembered};
  Followed followed;
  CourseAlerts alerts(unit, file);
  for (const auto& finding : outcome.findings)
    followed.raised.push_back(alerts.file(alert_of(context, finding)));
  followed.repair = repairs.follow({*fact, outcome, fact->series, dip_of(followed.raised)});
  repairs.end_with_course();
  unit.states.put_course(file.of.course, file.of.subject, {encode(fact->place, saved.run)});
  return followed;
}

Followed rerun_course(store::Unit& unit, const CourseFile& file) {
  return rerun_course(unit, file, unit.ratings.of_course(file.of.course));
}

Followed rerun_course(store::Unit& unit, const CourseFile& file,
                      const std::vector<store::StoredRating>& standing) {
  auto facts = facts_of(unit, file.of, standing);
  std::map<RatingId, const store::StoredRating*> ratings;
  for (const auto& rating : standing) ratings.emplace(rating.id, &rating);
  CourseRepairs repairs(unit, file);
  repairs.begin_again();

  replay::CourseRun run;
  const Position last = facts.empty() ? Position{} : facts.back().place;
  const Position newest = newest_rated(facts);
  BeginWith begin_with(unit, file);
  // What each fact did to an episode, and which of the alerts found are its own.
  struct Moved {
    const Fact* fact;
    replay::Outcome outcome;
    std::size_t from, to;
  };
  std::vector<Moved> moved;
  std::vector<store::StoredAlert> found;
  for (auto& fact : facts) {
    begin_with.give(fact);
    const auto remembered = before(run, fact);
    auto outcome = run.apply(fact.event);
    const auto rating = ratings.find(fact.rating);
    const Context context{file,
                          fact,
                          outcome,
                          rating == ratings.end() ? nullptr : rating->second,
                          is_past(file, fact.place, newest),
                          remembered};
    const auto from = found.size();
    for (const auto& finding : outcome.findings) found.push_back(alert_of(context, finding));
    if (outcome.episode) moved.push_back({&fact, std::move(outcome), from, found.size()});
  }
  Followed followed;
  auto settled = CourseAlerts(unit, file).settle(found);
  followed.raised = std::move(settled.raised);
  followed.withdrawn = static_cast<int>(settled.withdrawn.size());
  for (const auto& [fact, outcome, from, to] : moved) {
    const auto dip = dip_of(std::span(found).subspan(from, to - from));
    if (auto repair = repairs.follow({*fact, outcome, fact->series, dip}))
      followed.repair = std::move(repair);
  }
  repairs.settle(run);
  take_back_copies(unit, file, settled.withdrawn, repairs.gone());
  unit.states.put_course(file.of.course, file.of.subject, {encode(last, run)});
  return followed;
}

std::string state_from_facts(store::Reader& reader, const CourseFile& file) {
  replay::CourseRun run;
  BeginWith begin_with(reader, file);
  auto facts = facts_of(reader, file.of);
  for (auto& fact : facts) {
    begin_with.give(fact);
    run.apply(fact.event);
  }
  return encode(facts.empty() ? Position{} : facts.back().place, run);
}

std::vector<RatedStep> steps_of(store::Reader& reader, const CourseFile& file,
                                const std::vector<store::StoredRating>& ratings) {
  std::vector<RatedStep> steps;
  replay::CourseRun run;
  BeginWith begin_with(reader, file);
  for (auto& fact : facts_of_baselines(reader, file.of, ratings)) {
    begin_with.give(fact);
    const auto outcome = run.apply(fact.event);
    if (outcome.step) steps.push_back({fact.rating, *outcome.step, outcome.gap});
  }
  return steps;
}

}  // namespace holdfast::service
