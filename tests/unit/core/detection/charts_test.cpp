// SPDX-License-Identifier: MIT
// The chart arithmetic against Montgomery's worked series and the published run lengths: Champ and
// Woodall (1987), Lucas and Crosier (1982), Lucas and Saccucci (1990), Brook and Evans (1972).
#include "detection/charts.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <vector>

using namespace holdfast::detection;

namespace {

const std::vector<double> montgomery{9.45,  7.99,  9.29,  11.66, 12.16, 10.18, 8.04,  11.46,
                                     9.20,  10.34, 9.03,  11.47, 10.51, 9.40,  10.08, 9.37,
                                     10.62, 10.31, 8.52,  10.84, 10.90, 9.33,  12.29, 11.50,
                                     10.60, 11.08, 10.38, 11.62, 11.31, 10.52};

double phi(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Solves (I - Q) x = 1 for the expected number of steps from state 0.
double steps_from_first(std::vector<std::vector<double>> q) {
  const std::size_t n = q.size();
  std::vector<double> right(n, 1);
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) q[i][j] = (i == j ? 1.0 : 0.0) - q[i][j];
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i < n; ++i)
      if (std::abs(q[i][k]) > std::abs(q[best][k])) best = i;
    std::swap(q[k], q[best]), std::swap(right[k], right[best]);
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = q[i][k] / q[k][k];
      if (factor == 0) continue;
      for (std::size_t j = k; j < n; ++j) q[i][j] -= factor * q[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < n; ++j) right[k] -= q[k][j] * right[j];
    right[k] /= q[k][k];
  }
  return right[0];
}

// Exact for the chart itself: its own add() says where each of the eight zones of a value leads.
double run_length(const RunRules& rules, double shift) {
  const double edges[] = {-INFINITY, -3, -2, -1, 0, 1, 2, 3, INFINITY};
  const double inside[] = {-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5};
  std::map<std::uint64_t, std::size_t> places{{RunChart(rules).memory(), 0}};
  std::vector<RunChart> states{RunChart(rules)};
  std::vector<std::vector<std::pair<std::size_t, double>>> moves;
  for (std::size_t s = 0; s < states.size(); ++s) {
    moves.emplace_back();
    for (std::size_t zone = 0; zone < 8; ++zone) {
      RunChart next = states[s];
      if (next.add(inside[zone])) continue;
      const auto [place, is_new] = places.try_emplace(next.memory(), states.size());
      if (is_new) states.push_back(next);
      moves[s].emplace_back(place->second, phi(edges[zone + 1] - shift) - phi(edges[zone] - shift));
    }
  }
  std::vector<std::vector<double>> q(states.size(), std::vector<double>(states.size()));
  for (std::size_t s = 0; s < states.size(); ++s)
    for (const auto& [to, probability] : moves[s]) q[s][to] += probability;
  return steps_from_first(q);
}

// Brook and Evans' chain over `cells` of the one-sided sum; the chart's own step moves each cell's
// middle.
double cusum_run_length(double k, double h, double shift, double start, int cells) {
  const auto n = static_cast<std::size_t>(cells);
  const double width = 2 * h / (2 * cells - 1);
  std::vector<std::vector<double>> q(n + 1, std::vector<double>(n + 1));
  const auto row = [&](std::vector<double>& into, double sum) {
    for (std::size_t j = 0; j < n; ++j) {
      const double upper = (static_cast<double>(j) + 0.5) * width - sum + k;
      const double lower = upper - width;
      into[j + 1] = phi(upper - shift) - (j == 0 ? 0 : phi(lower - shift));
    }
  };
  row(q[0], start);
  for (std::size_t i = 0; i < n; ++i) row(q[i + 1], static_cast<double>(i) * width);
  return steps_from_first(q);
}

// The same limit from three sizes of chain: the error falls with the square of the cell
// (Richardson).
double refined(const std::function<double(int)>& with_cells, int cells) {
  const double a = with_cells(cells), b = with_cells(2 * cells);
  return b + (b - a) / 3;
}

double ewma_run_length(double lambda, double limit, double shift, int cells) {
  const double h = limit * std::sqrt(lambda / (2 - lambda));
  const auto n = static_cast<std::size_t>(2 * cells + 1);
  const double width = 2 * h / static_cast<double>(n);
  std::vector<std::vector<double>> q(n, std::vector<double>(n));
  const auto middle = [&](std::size_t i) { return -h + (static_cast<double>(i) + 0.5) * width; };
  // State 0 must be the start: put the middle cell first.
  const auto cell = [&](std::size_t i) {
    const auto c = static_cast<std::size_t>(cells);
    return i == 0 ? c : i <= c ? i - 1 : i;
  };
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) {
      const double kept = (1 - lambda) * middle(cell(i));
      const double upper = (middle(cell(j)) + width / 2 - kept) / lambda;
      const double lower = (middle(cell(j)) - width / 2 - kept) / lambda;
      q[i][j] = phi(upper - shift) - phi(lower - shift);
    }
  return steps_from_first(q);
}

Approx close(double value, double margin) { return Approx(value).margin(margin).epsilon(0); }

// Deterministic normal values for the chart itself, by Box and Muller from Marsaglia's xorshift.
struct Normal {
  std::uint64_t state = 88172645463325252u;
  double uniform() {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (static_cast<double>(state >> 11) + 0.5) / 9007199254740992.0;
  }
  double next() {
    return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform());
  }
};

template <class Chart>
double simulated(const Chart& fresh, double shift, int runs) {
  Normal normal;
  double total = 0;
  for (int run = 0; run < runs; ++run) {
    Chart chart = fresh;
    do total += 1;
    while (!chart.add(normal.next() + shift));
  }
  return total / runs;
}

}  // namespace

TEST_CASE("Montgomery's series gives the published individuals limits") {
  const auto found = individuals_limits(montgomery);
  CHECK(found.mean == close(10.3150, 5e-5));
  CHECK(found.mean_range == close(1.3534, 5e-5));
  CHECK(found.sigma == close(1.1999, 6e-5));
  CHECK(found.lower == close(6.7148, 2e-4));
  CHECK(found.upper == close(13.9152, 2e-4));
  CHECK(found.range_upper == close(4.4217, 2e-4));
}

TEST_CASE(
    "Montgomery's series signals in the CUSUM at the 29th value, seven after the sum left nought") {
  Cusum chart{.k = 0.5, .h = 5};
  std::vector<double> upper;
  for (std::size_t i = 0; i < montgomery.size(); ++i) {
    const bool out = chart.add(montgomery[i] - 10);
    upper.push_back(chart.upper);
    CHECK(out == (i >= 28));
    if (i == 28) CHECK(chart.upper_run == 7);
  }
  CHECK(upper[22] == close(1.79, 1e-9));
  CHECK(upper[27] == close(4.47, 1e-9));
  CHECK(upper[28] == close(5.28, 1e-9));
  CHECK(upper[29] == close(5.30, 1e-9));
}

TEST_CASE("Montgomery's series signals in the EWMA at the 29th value first") {
  Ewma chart{.lambda = 0.1, .L = 2.7};
  for (std::size_t i = 0; i < montgomery.size(); ++i) {
    const bool out = chart.add(montgomery[i] - 10);
    if (i == 0) CHECK(10 + chart.value == close(9.945, 1e-9));
    if (i == 0) CHECK(10 + chart.limit == close(10.27, 1e-9));
    if (i == 1) CHECK(10 + chart.value == close(9.7495, 1e-9));
    if (i == 27) CHECK(10 + chart.value == close(10.5731, 5e-5));
    if (i == 27) CHECK(10 + chart.limit == close(10.6186, 1e-4));
    if (i == 28) CHECK(10 + chart.value == close(10.6468, 5e-5));
    if (i < 28) CHECK_FALSE(out);
    if (i == 28) CHECK(out);
  }
}

TEST_CASE("run rules have the run lengths of Champ and Woodall") {
  const double shifts[] = {0, .2, .4, .6, .8, 1.0, 1.5, 2.0, 3.0};
  struct Row {
    unsigned rules;
    double expected[9];
    double lower_side;
  };
  const Row rows[] = {
      {1, {370.40, 308.43, 200.08, 119.67, 71.55, 43.89, 14.97, 6.30, 2.00}, 740.80},
      {3, {225.44, 177.56, 104.46, 57.92, 33.12, 20.01, 7.30, 3.65, 1.68}, 450.72},
      {5, {166.05, 120.70, 63.88, 33.99, 19.78, 12.66, 5.86, 3.68, 1.89}, 331.90},
      {9, {152.73, 110.52, 59.76, 33.64, 21.07, 14.58, 7.75, 4.89, 1.99}, 305.46},
  };
  for (const Row& row : rows) {
    INFO("rules " << row.rules);
    for (std::size_t i = 0; i < 9; ++i)
      CHECK(run_length({row.rules}, shifts[i]) == close(row.expected[i], 0.0051));
    CHECK(run_length({row.rules, 8, RunRules::Sides::lower}, 0) == close(row.lower_side, 0.0051));
  }
  CHECK(run_length({9, 9}, 0) == close(216.70, 0.0051));
  CHECK(run_length({9, 9}, 1) == close(17.05, 0.0051));
  CHECK(run_length({7}, 0) == close(132.89, 0.0051));
  CHECK(run_length({7}, 1) == close(10.95, 0.0051));
}

TEST_CASE("all four run rules together give the 91.75 of the literature") {
  CHECK(run_length({15}, 0) == close(91.75, 0.0051));
  CHECK(run_length({15}, 1) == close(9.22, 0.0051));
}

TEST_CASE("the CUSUM has the run lengths of Lucas and Crosier and of Brook and Evans") {
  const auto one_sided = [](double k, double h, double shift, double start) {
    return refined([&](int cells) { return cusum_run_length(k, h, shift, start, cells); }, 60);
  };
  const auto two_sided = [&](double k, double h, double shift, double start) {
    const double up = one_sided(k, h, shift, start), down = one_sided(k, h, -shift, start);
    // Combined as published; with a headstart both sides start there.
    return 1 / (1 / up + 1 / down);
  };
  CHECK(one_sided(.5, 3, 0, 0) == close(117.60, 0.02));
  CHECK(one_sided(.5, 3, 1.5, 0) == close(3.75, 0.006));
  CHECK(one_sided(.5, 4, 0, 0) == close(335.37, 0.05));
  CHECK(one_sided(.5, 5, 0, 0) == close(930.89, 0.2));
  const double shifts[] = {0, .25, .5, .75, 1.0, 1.5, 2.0, 3.0};
  const double h4[] = {167.68, 74.22, 26.63, 13.29, 8.38, 4.75, 3.34, 2.19};
  const double h5[] = {465.44, 139.5, 38.00, 17.05, 10.38, 5.75, 4.01, 2.57};
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(two_sided(.5, 4, shifts[i], 0) == Approx(h4[i]).epsilon(1e-3).margin(0.0051));
    CHECK(two_sided(.5, 5, shifts[i], 0) == Approx(h5[i]).epsilon(1e-3).margin(0.0051));
  }
  CHECK(one_sided(.25, 8, 2.5, 0) == close(4.1500836225, 1e-4));
}

TEST_CASE("the CUSUM chart itself runs as long as its theory says, with and without a headstart") {
  CHECK(simulated(Cusum{.k = .5, .h = 4}, 0, 20000) == Approx(167.68).epsilon(0.03));
  CHECK(simulated(Cusum{.k = .5, .h = 4}, 1, 50000) == Approx(8.38).epsilon(0.02));
  CHECK(simulated(Cusum{.k = .5, .h = 4, .upper = 2, .lower = 2}, 0, 20000) ==
        Approx(149).epsilon(0.03));
  CHECK(simulated(Cusum{.k = .5, .h = 4, .upper = 2, .lower = 2}, 1, 50000) ==
        Approx(5.29).epsilon(0.02));
}

TEST_CASE("the EWMA has the run lengths of Lucas and Saccucci") {
  const auto of = [](double lambda, double limit, double shift) {
    return refined([&](int cells) { return ewma_run_length(lambda, limit, shift, cells); }, 40);
  };
  CHECK(of(.25, 3, 1) == close(11.154267016, 2e-3));
  CHECK(of(.5, 3.071, 0) == Approx(500).epsilon(2e-3));
  CHECK(of(.5, 3.071, .5) == Approx(88.8).epsilon(2e-3));
  CHECK(of(.5, 3.071, 1) == Approx(17.5).epsilon(3e-3));
  CHECK(of(.1, 2.814, 0) == Approx(499.6).epsilon(2e-3));
  CHECK(of(.1, 2.814, 1) == Approx(10.3).epsilon(5e-3));
  CHECK(of(.2, 2.86, 0) == Approx(371.1).epsilon(2e-3));
  CHECK(of(.2, 2.86, 1) == Approx(9.80).epsilon(2e-3));
}

TEST_CASE("the EWMA chart itself runs as long as its theory says") {
  const Ewma chart{.lambda = .25, .L = 3, .limits = Ewma::Limits::fixed};
  CHECK(simulated(chart, 1, 50000) == Approx(11.154).epsilon(0.02));
}

TEST_CASE("self-starting deviations agree with the exact quantiles of t") {
  // The value that makes Hawkins' T the 97.5 % quantile of its t must come out near 1.96.
  const std::map<int, double> quantile{
      {2, 4.303}, {3, 3.182}, {5, 2.571}, {10, 2.228}, {28, 2.048}};
  for (const auto& [degrees, t] : quantile) {
    SelfStarting chart;
    const int n = degrees + 2;
    double mean = 0, squares = 0;
    for (int i = 1; i < n; ++i) {
      const double value = i % 2 ? 1.0 : -1.0 - 0.1 * i;
      const double from_old = value - mean;
      mean += from_old / i;
      squares += from_old * (value - mean);
      chart.standardise(value);
    }
    const double s = std::sqrt(squares / (n - 2));
    const double value = mean + t * s / std::sqrt((n - 1.0) / n);
    CHECK(chart.standardise(value) == close(1.96, degrees < 5 ? 0.035 : 0.01));
  }
}
