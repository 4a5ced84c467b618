// SPDX-License-Identifier: MIT
#include "service/local_estimates.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "replay/course_run.hpp"
#include "service/seal.hpp"

namespace holdfast::service {
namespace {

using Scores = std::vector<double>;
using OfClient = std::map<std::string, Scores>;  // by series

LocalParameters local_of(const DetectionChoice& choice, const std::string& instrument) {
  const auto found = choice.instruments.find(instrument);
  if (found != choice.instruments.end()) return found->second;
  constexpr detection::Parameters built_in;
  return {built_in.mu0, built_in.sB, built_in.sW, 0, 0};
}

// By instrument, then client: the longest series of each.
std::map<std::string, std::vector<Scores>> scores_of_practice(store::Reader& reader, Instant now) {
  std::map<std::string, std::map<store::ClientKey, OfClient>> all;
  PastSelection past = select_past(reader, {}, {.scope = ReportScope::practice}, {});
  for (const auto& course : past.courses) {
    const auto ratings = reader.reports.client_ratings(course);
    const auto sealed = sealed_of(reader, ratings, now);
    for (const auto& rating : ratings)
      if (rating.score && rating.series.relation == Relation::self && !sealed.contains(rating.id))
        all[rating.series.instrument][rating.subject]
           [course.value + '\x1f' + replay::series_name(rating.series)]
               .push_back(rating.score->value);
  }
  std::map<std::string, std::vector<Scores>> longest;
  for (auto& [instrument, clients] : all)
    for (auto& [client, series] : clients)
      longest[instrument].push_back(std::move(
          std::max_element(series.begin(), series.end(), [](const auto& one, const auto& other) {
            return one.second.size() < other.second.size();
          })->second));
  return longest;
}

detection::Parameters as_parameters(const LocalParameters& local) {
  detection::Parameters parameters;
  parameters.mu0 = local.mu0;
  parameters.sB = local.sB;
  parameters.sW = local.sW;
  return parameters;
}

void advise(InstrumentEstimate& estimate, const LocalParameters& a_month_ago) {
  const auto& found = *estimate.found;
  const auto step = detection::advised(as_parameters(a_month_ago), found, {});
  estimate.advised = {step.mu0, step.sB, step.sW, found.clients, found.ratings};
  const auto differs = [](double one, double other) { return std::abs(one - other) > 1e-9; };
  estimate.is_capped =
      differs(step.mu0, found.mu0) || differs(step.sB, found.sB) || differs(step.sW, found.sW);
}

}  // namespace

std::vector<InstrumentEstimate> local_estimates(store::Reader& reader, const Config& config,
                                                Instant now) {
  // What was in force a month ago is what the cap of a month counts from.
  const auto in_force = settings_of(reader.settings.parameters(), config).choice();
  const auto before = settings_at(reader, now - std::chrono::days{30}).choice();
  std::vector<InstrumentEstimate> estimates;
  for (const auto& [instrument, scores] : scores_of_practice(reader, now)) {
    InstrumentEstimate estimate;
    estimate.instrument = instrument;
    estimate.in_force = estimate.advised = local_of(in_force, instrument);
    for (const auto& of_client : scores)
      if (of_client.size() >= detection::least_ratings) {
        ++estimate.clients;
        estimate.ratings += of_client.size();
      }
    estimate.found = detection::local_moments(scores);
    if (estimate.found) {
      estimate.margins = detection::moment_margins(scores);
      advise(estimate, local_of(before, instrument));
    }
    estimates.push_back(std::move(estimate));
  }
  return estimates;
}

Reply<DetectionSettings> read_detection_settings(House& house, const access::Principal& principal) {
  auto access =
      open_report(house, {principal, "detection_settings.read", "/report-card/settings"}, {});
  if (!access) return access.refusal();
  DetectionSettings settings;
  settings.access = std::move(*access);
  house.store().read([&](store::Reader& reader) {
    settings.history = settings_history(reader, house.config());
    settings.estimates = local_estimates(reader, house.config(), house.now());
  });
  return settings;
}

}  // namespace holdfast::service
