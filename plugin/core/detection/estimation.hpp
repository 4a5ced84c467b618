// SPDX-License-Identifier: MIT
// What a practice's own ratings say about the parameters: a report and an advice. A person accepts
// it or not; series that have begun keep what they began with.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "detection/parameters.hpp"

namespace holdfast::detection {

inline constexpr std::size_t least_clients = 30;
inline constexpr std::size_t least_ratings = 4;  // of a client, to count

// Moments of what was found, in POMP points. Absent where fewer than 30 clients have 4 ratings.
struct LocalMoments {
  std::size_t clients = 0, ratings = 0;
  double mu0 = 0;  // mean of client means
  double sW = 0;   // root of 1.15 x the 10 %-trimmed variance about each client's own mean
  double sB = 0;   // root of var(client means) - sW^2 mean(1/n), at least 5
};
std::optional<LocalMoments> local_moments(std::span<const std::vector<double>> scores_by_client);

// Half the width of 95 % intervals about those moments: delete-a-group jackknife over clients, 20
// groups (Kott 2001, J. Official Statistics 17). Clients are what is independent, not ratings.
struct MomentMargins {
  double mu0 = 0, sW = 0, sB = 0;
};
MomentMargins moment_margins(std::span<const std::vector<double>> scores_by_client);

// One step of a month from `now` towards `found`: no value moves by more than 20 % of itself.
Parameters advised(const Parameters& now, const LocalMoments& found, const Version& version);

}  // namespace holdfast::detection
