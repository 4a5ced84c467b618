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

}  // namespace

std::optional<LocalMoments> local_moments(std::span<const std::vector<double>> scores_by_client) {
  constexpr double trimmed = 0.10, correction = 1.15, least_between = 25;
  std::vector<double> means, squares;
  double inverse = 0;
  LocalMoments found;
  for (const auto& scores : scores_by_client) {
    if (scores.size() < least_ratings) continue;
    const double mean = mean_of(scores);
    means.push_back(mean);
    for (const double score : scores) squares.push_back((score - mean) * (score - mean));
    inverse += 1 / static_cast<double>(scores.size());
  }
  found.clients = means.size();
  found.ratings = squares.size();
  if (found.clients < least_clients) return std::nullopt;

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

Parameters advised(const Parameters& now, const LocalMoments& found, const Version& version) {
  Parameters next = now;
  next.mu0 = capped(now.mu0, found.mu0);
  next.sB = capped(now.sB, found.sB);
  next.sW = capped(now.sW, found.sW);
  next.version = version;
  return next;
}

}  // namespace holdfast::detection
