// SPDX-License-Identifier: MIT
#include "service/past_run.hpp"

#include <algorithm>
#include <set>

#include "detection/textbook.hpp"
#include "service/seal.hpp"

namespace holdfast::service {
namespace {

// The clinician's part of replay::series_name.
std::string_view clinician_of(std::string_view series_name) {
  constexpr int place_of_clinician = 7;
  for (int i = 0; i < place_of_clinician; ++i)
    series_name.remove_prefix(std::min(series_name.size(), series_name.find('\x1f') + 1));
  return series_name.substr(0, series_name.find('\x1f'));
}

// One course of one subject, with what is needed to judge its end.
struct PastCourse {
  const PastSelection& past;
  CourseOf of;
  store::Reader& reader;
  std::vector<Fact>& facts;
  Day today;

  bool counts(std::string_view series_name) const {
    return past.own.empty() || clinician_of(series_name) == past.own.value;
  }
};

class Run {
 public:
  explicit Run(const SettingsInForce& settings) : settings_(settings) {}

  void course(const PastCourse& course) {
    const bool is_empty = std::none_of(
        course.facts.begin(), course.facts.end(),
        [&](const Fact& fact) { return !fact.series.empty() && course.counts(fact.series); });
    if (is_empty) return;
    summary_.begin_client();
    replay::CourseRun run;
    episodes_.clear();
    for (auto& fact : course.facts) {
      if (auto* rated = std::get_if<replay::Rated>(&fact.event))
        rated->begin_with = &settings_.of_series(fact.series);
      follow(course, fact, run.apply(fact.event), run);
    }
    for (const auto& episode : episodes_)
      if (episode) close(course, *episode);
    summary_.end_client([&](std::size_t series) -> const detection::Settings& {
      return run.series()[series].settings;
    });
  }

  PastFigures take() {
    figures_.summary = summary_.take();
    return std::move(figures_);
  }
  void count_clients(std::uint64_t clients) { figures_.clients = clients; }
  void count_low_areas(const replay::Share& low_area) { figures_.low_area = low_area; }

 private:
  void follow(const PastCourse& course, const Fact& fact, const replay::Outcome& outcome,
              const replay::CourseRun& run) {
    if (!fact.series.empty() && !course.counts(fact.series)) return;
    for (const auto& finding : outcome.findings) {
      summary_.finding(finding);
      if (detection::is_dip(finding.rule))
        figures_.dips.push_back({fact.rating, course.of.course, fact.place.day, finding.rule});
    }
    if (outcome.step) summary_.rating(outcome.series, *outcome.step);
    if (!outcome.episode || !course.counts(run.series()[outcome.series].name)) return;
    const auto number = outcome.episode->number;
    if (number > episodes_.size()) episodes_.resize(number);
    episodes_[number - 1] = outcome.episode;
  }

  void close(const PastCourse& course, const repair::Episode& episode) {
    summary_.episode(episode, repair::state_at_end(episode.state));
    if (episode.closed()) return;
    auto& unfinished = figures_.unfinished;
    const auto known = course.reader.mirror.course(course.of.course);
    const bool has_ended = known && known->ended;
    if (has_ended && known->end_reason == "dropped_out")
      ++unfinished.dropped_out;
    else if (has_ended)
      ++unfinished.ended;
    else if (repair::is_closed(repair::state_on(episode, course.today)))
      ++unfinished.overdue;
    else
      ++unfinished.followed;
  }

  const SettingsInForce& settings_;
  replay::SummaryBuilder summary_{true};
  PastFigures figures_;
  std::vector<std::optional<repair::Episode>> episodes_;  // of this course, by number
};

void add_low_area(const store::StoredRating& rating, replay::Share& low_area) {
  constexpr detection::TextbookSettings textbook;
  if (rating.subscales.empty()) return;
  ++low_area.of;
  low_area.count += std::any_of(
      rating.subscales.begin(), rating.subscales.end(),
      [&](const auto& area) { return detection::below(area.score.value, textbook.low_area); });
}

}  // namespace

std::vector<PastFigures> run_past(store::Reader& reader, const PastSelection& past,
                                  std::span<const SettingsInForce> settings, const House& house) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  std::vector<Run> runs;
  runs.reserve(settings.size());
  for (const auto& one : settings) runs.emplace_back(one);
  std::set<ClientKey> clients;
  replay::Share low_area;
  for (const auto& id : past.courses) {
    auto ratings = reader.reports.client_ratings(id);
    const auto sealed = sealed_of(reader, ratings, now);
    std::set<ClientKey> subjects;
    std::erase_if(ratings, [&](const auto& rating) { return sealed.contains(rating.id); });
    for (const auto& rating : ratings) {
      subjects.insert(rating.subject);
      const bool is_mine = past.own.empty() || rating.series.clinician == past.own;
      if (!is_mine || !rating.score) continue;
      clients.insert(rating.subject);
      add_low_area(rating, low_area);
    }
    for (const auto& subject : subjects) {
      const CourseOf of{id, subject, house};
      auto facts = facts_of(reader, of, ratings);
      for (auto& run : runs) run.course({past, of, reader, facts, today});
    }
  }
  std::vector<PastFigures> figures;
  for (auto& run : runs) {
    run.count_clients(clients.size());
    run.count_low_areas(low_area);
    figures.push_back(run.take());
  }
  return figures;
}

}  // namespace holdfast::service
