// SPDX-License-Identifier: MIT
#include "detection/estimation.hpp"

#include <algorithm>
#include <cmath>

namespace holdfast::detection {
namespace {

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double capped(double now, double found) {
  constexpr double most = 0.2;
  return std::clamp(found, now * (1 - most), now * (1 + most));
}

constexpr std::size_t nobody = std::size_t(-1);
constexpr std::size_t groups = 20;

// Of all clients with enough ratings but those of one group; at least two are left.
LocalMoments moments_without(std::span<const std::vector<double>> scores_by_client,
                             std::size_t left_out) {
  constexpr double trimmed = 0.10, correction = 1.15, least_between = 25;
  std::vector<double> means, squares;
  double inverse = 0;
  LocalMoments found;
  std::size_t client = 0;
  for (const auto& scores : scores_by_client) {
    if (scores.size() < least_ratings || client++ % groups == left_out) continue;
    const double mean = mean_of(scores);
    means.push_back(mean);
    for (const double score : scores) squares.push_back((score - mean) * (score - mean));
    inverse += 1 / static_cast<double>(scores.size());
  }
  found.clients = means.size();
  found.ratings = squares.size();
  if (found.clients < 2) return found;

  std::sort(squares.begin(), squares.end());
  squares.resize(squares.size() -
                 static_cast<std::size_t>(trimmed * static_cast<double>(squares.size())));
  found.sW = std::sqrt(correction * mean_of(squares));

  found.mu0 = mean_of(means);
  double between = 0;
  for (const double mean : means) between += (mean - found.mu0) * (mean - found.mu0);
  between /= static_cast<double>(means.size() - 1);
  inverse /= static_cast<double>(means.size());
  found.sB = std::sqrt(std::max(between - found.sW * found.sW * inverse, least_between));
  return found;
}

}  // namespace

std::optional<LocalMoments> local_moments(std::span<const std::vector<double>> scores_by_client) {
  const auto found = moments_without(scores_by_client, nobody);
  if (found.clients < least_clients) return std::nullopt;
  return found;
}

MomentMargins moment_margins(std::span<const std::vector<double>> scores_by_client) {
  constexpr double t95_of_19 = 2.093;
  const auto all = moments_without(scores_by_client, nobody);
  MomentMargins squares;
  for (std::size_t group = 0; group < groups; ++group) {
    const auto rest = moments_without(scores_by_client, group);
    squares.mu0 += (rest.mu0 - all.mu0) * (rest.mu0 - all.mu0);
    squares.sW += (rest.sW - all.sW) * (rest.sW - all.sW);
    squares.sB += (rest.sB - all.sB) * (rest.sB - all.sB);
  }
  const auto margin = [](double sum) {
    return t95_of_19 * std::sqrt(sum * (groups - 1.0) / groups);
  };
  return {margin(squares.mu0), margin(squares.sW), margin(squares.sB)};
}

Parameters advised(const Parameters& now, const LocalMoments& found, const Version& version) {
  Parameters next = now;
  next.mu0 = capped(now.mu0, found.mu0);
  next.sB = capped(now.sB, found.sB);
  next.sW = capped(now.sW, found.sW);
  next.version = version;
  return next;
}

}  // namespace holdfast::detection
