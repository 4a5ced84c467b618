// SPDX-License-Identifier: MIT
#include "replay/course_run.hpp"

#include <algorithm>
#include <limits>

namespace holdfast::replay {
namespace {

constexpr int alert_days = 14;  // an absence so soon after an alert is worth a call
constexpr std::int64_t early_session = 3;
constexpr std::uint32_t enough_forms = 3;

detection::Finding absence() {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  detection::Finding finding;
  finding.rule = detection::Rule::absence;
  finding.score = finding.expected = finding.sd = finding.z = none;
  finding.usual_low = finding.usual_high = none;
  return finding;
}

bool is_absence(Attendance attendance) {
  return attendance == Attendance::no_show || attendance == Attendance::cancelled_late;
}

}  // namespace

std::string series_name(const SeriesKey& key) {
  std::string name;
  for (const std::string_view part :
       {std::string_view(key.instrument), std::string_view(key.version),
        std::string_view(key.language), to_word(key.rater), to_word(key.relation),
        std::string_view(key.rater_id), to_word(key.mode), std::string_view(key.clinician.value),
        to_word(key.setting)}) {
    name += part;
    name += '\x1f';  // the unit separator: in no id and no language tag
  }
  return name;
}

const SeriesRun* CourseRun::find(std::string_view series) const {
  for (const SeriesRun& known : series_)
    if (known.name == series) return &known;
  return nullptr;
}

std::size_t CourseRun::series_of(const Rated& rating, Outcome& outcome) {
  for (std::size_t i = series_.size(); i-- > 0;)
    if (series_[i].name == rating.series) return i;
  SeriesRun series;
  series.name = rating.series;
  series.rater = rating.rater;
  if (rating.begin_with) series.settings = *rating.begin_with;
  series.state = detection::start(series.settings);
  series_.push_back(std::move(series));
  outcome.series_began = true;
  return series_.size() - 1;
}

Outcome CourseRun::rated(const Rated& rating) {
  Outcome outcome;
  outcome.series = series_of(rating, outcome);
  SeriesRun& series = series_[outcome.series];
  const bool from_client = series.rater == Rater::client;

  series.state.low_start_said = low_start_said_;
  detection::Observation seen;
  seen.score = rating.score;
  seen.tension = rating.tension;
  seen.said_directly = rating.said_directly;
  seen.areas = {rating.areas.data(), rating.area_count};
  detection::Step step = detection::advance(series.settings, series.state, seen);
  series.latest = rating.when;
  series.latest_score = rating.score.value;

  if (from_client) {
    ++completed_;
    latest_client_ = static_cast<std::uint32_t>(outcome.series);
    low_start_said_ = series.state.low_start_said;
    series.latest_was_dip = step.raises_dip();
    if (step.raised != 0) {
      const auto findings = detection::findings_of(series.settings, step);
      outcome.findings.assign(findings.begin(), findings.end());
    }
    outcome.step = step;
    follow_repair(series, rating, outcome);
  } else {
    // Nobody but the client is watched: the baseline is kept for the picture alone.
    step.raised = 0;
    step.annotations = {};
    series.state.silence = 0;
    outcome.step = step;
  }
  read_gap(series, outcome);
  return outcome;
}

void CourseRun::follow_repair(SeriesRun& series, const Rated& rating, Outcome& outcome) {
  const detection::Step& step = *outcome.step;
  const bool was_open = series.episode && !series.episode->closed();
  if (was_open) {
    series.episode->talked_through = series.episode->talked_through || rating.talked_through;
    repair::follow(*series.episode, rating.score.value, rating.when);
    if (step.raises_dip()) {
      repair::join(*series.episode);
      outcome.episode_joined = true;
    }
    if (series.episode->closed()) series.open_dip.reset();
    outcome.episode = series.episode;
  } else if (step.raises_dip()) {
    if (auto episode = repair::opened_by(step, rating.when, episodes_ + 1)) {
      ++episodes_;
      episode->talked_through = rating.talked_through;
      episode->parameters = series.settings.given.total.version;
      series.episode = std::move(episode);
      outcome.episode = series.episode;
      outcome.episode_opened = true;
    }
  }
  if (step.raises_dip()) series.open_dip = rating.when.day;
  if (step.raises(detection::Rule::told_us)) series.open_told = rating.when.day;
}

// The pair is complete once both have rated the session, whoever came first.
void CourseRun::read_gap(SeriesRun& series, Outcome& outcome) {
  if (series.rater == Rater::observer) return;
  const Rater other = series.rater == Rater::client ? Rater::therapist : Rater::client;
  for (SeriesRun& partner : series_) {
    if (partner.rater != other || !(partner.latest == series.latest)) continue;
    SeriesRun& client = other == Rater::client ? partner : series;
    SeriesRun& therapist = other == Rater::client ? series : partner;
    if (client.gap_partner != therapist.name) {
      client.gap_partner = therapist.name;
      client.gap = {};
    }
    outcome.gap = detection::read_gap(client.gap, therapist.latest_score, client.latest_score);
    return;
  }
}

bool CourseRun::has_open_alert(Day day) const {
  const auto is_near = [day](const std::optional<Day>& alert) {
    if (!alert) return false;
    const auto days = (day - *alert).count();
    return days >= 0 && days <= alert_days;
  };
  return std::any_of(series_.begin(), series_.end(), [&](const SeriesRun& series) {
    return is_near(series.open_dip) || is_near(series.open_told);
  });
}

Outcome CourseRun::attended(const Attended& session) {
  Outcome outcome;
  if (!is_absence(session.attendance)) return outcome;
  if (session.held_before < early_session || has_open_alert(session.when.day))
    outcome.findings.push_back(absence());
  return outcome;
}

bool CourseRun::follows_a_dip() const {
  if (series_.empty()) return false;
  const SeriesRun& latest = series_[latest_client_];
  return latest.latest_was_dip || (latest.episode && !latest.episode->closed());
}

Outcome CourseRun::declined(const Declined&) {
  Outcome outcome;
  if (completed_ >= enough_forms && follows_a_dip()) outcome.findings.push_back(absence());
  return outcome;
}

Outcome CourseRun::talked_through(const TalkedThrough& mark) {
  Outcome outcome;
  for (std::size_t i = 0; i < series_.size(); ++i) {
    auto& episode = series_[i].episode;
    if (!episode) continue;
    const repair::State before = episode->state;
    if (!repair::mark_talked_through(*episode, mark.when)) continue;
    if (!repair::is_closed(before)) series_[i].open_dip.reset();
    outcome.episode = episode;
    outcome.series = i;
  }
  return outcome;
}

Outcome CourseRun::new_level_accepted(const NewLevelAccepted& acceptance) {
  for (SeriesRun& series : series_)
    if (series.name == acceptance.series) detection::accept_new_level(series.state.total);
  return {};
}

Outcome CourseRun::check_in_closed(const CheckInClosed& closing) {
  for (SeriesRun& series : series_) {
    if (closing.cause == CheckInClosed::Cause::dip) series.open_dip.reset();
    if (closing.cause == CheckInClosed::Cause::told) series.open_told.reset();
  }
  return {};
}

Outcome CourseRun::apply(const Event& event) {
  struct Applied {
    CourseRun& run;
    Outcome operator()(const Rated& e) const { return run.rated(e); }
    Outcome operator()(const Attended& e) const { return run.attended(e); }
    Outcome operator()(const Declined& e) const { return run.declined(e); }
    Outcome operator()(const TalkedThrough& e) const { return run.talked_through(e); }
    Outcome operator()(const NewLevelAccepted& e) const { return run.new_level_accepted(e); }
    Outcome operator()(const CheckInClosed& e) const { return run.check_in_closed(e); }
  };
  return std::visit(Applied{*this}, event);
}

}  // namespace holdfast::replay
