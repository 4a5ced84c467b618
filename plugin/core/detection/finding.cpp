// SPDX-License-Identifier: MIT
#include "detection/finding.hpp"

#include <cmath>
#include <utility>

#include "detection/tolerance.hpp"

namespace holdfast::detection {
namespace {

// One rating in so many falls this far by chance, by z; from simulated courses.
constexpr std::array<std::pair<double, double>, 4> once_in{
    {{1.65, 30}, {1.75, 35}, {2.05, 60}, {2.33, 100}}};

double ratings_at(double z) {
  std::size_t next = 1;
  while (next + 1 < once_in.size() && z > once_in[next].first) ++next;
  const auto [z0, n0] = once_in[next - 1];
  const auto [z1, n1] = once_in[next];
  return n0 + (n1 - n0) * (z - z0) / (z1 - z0);
}

}  // namespace

std::optional<Chance> chance_of(double z) {
  if (below(z, once_in.front().first)) return std::nullopt;
  if (at_least(z, once_in.back().first)) return Chance{100, 0};
  constexpr double around = 0.13;  // an eighth less to an eighth more, in round numbers
  const double ratings = ratings_at(z);
  const int step = ratings < 34.5 ? 5 : 10;
  const auto round = [&](double value) {
    return step * static_cast<int>(std::lround(value / step));
  };
  return Chance{round(ratings * (1 - around)), round(ratings * (1 + around))};
}

}  // namespace holdfast::detection
