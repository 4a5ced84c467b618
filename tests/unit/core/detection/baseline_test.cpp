// SPDX-License-Identifier: MIT
#include "detection/baseline.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace holdfast::detection;

namespace {

struct Line {
  double M, W, sd, z;
};

std::vector<Line> run(const std::vector<double>& scores, const Parameters& given = {}) {
  Baseline baseline = new_baseline(given);
  std::vector<Line> lines;
  for (const double y : scores) {
    const Deviation found = deviation_of(given, baseline, y);
    lines.push_back({baseline.M, baseline.W, found.sd, found.z});
    learn(given, baseline, y, found);
  }
  return lines;
}

Approx near(double value, double margin) { return Approx(value).margin(margin).epsilon(0); }

}  // namespace

TEST_CASE("the published series gives the published baseline") {
  const auto lines = run({75, 79.1667, 81.25, 83.3333, 81.25, 62.5, 66.6667, 81.25});
  const std::vector<Line> expected{{80, .562, 15.000, .333},      {76.800, 1.562, 11.526, -.205},
                                   {77.761, 2.462, 9.596, -.364}, {78.827, 3.272, 8.551, -.527},
                                   {79.953, 4.002, 7.924, -.164}, {80.232, 4.658, 7.321, 2.422},
                                   {76.853, 5.248, 8.996, 1.132}, {75.091, 5.780, 9.055, -.680}};
  for (std::size_t i = 0; i < expected.size(); ++i) {
    INFO("rating " << i + 1);
    CHECK(lines[i].M == near(expected[i].M, 6e-4));
    CHECK(lines[i].W == near(expected[i].W, 6e-4));
    CHECK(lines[i].sd == near(expected[i].sd, 6e-4));
    CHECK(lines[i].z == near(expected[i].z, 6e-4));
  }
}

TEST_CASE("a client at the ceiling gives the published deviations") {
  const auto lines = run({100, 100, 100, 97.5, 100, 90, 100});
  const std::vector<double> expected{-1.333, -.625, -.428, -.052, -.351, 1.028, -.496};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(lines[i].z == near(expected[i], 6e-4));
}

TEST_CASE("the first rating moves the level and not the spread") {
  const Parameters given;
  Baseline baseline = new_baseline(given);
  learn(given, baseline, 20, deviation_of(given, baseline, 20));
  CHECK(baseline.a == 2);
  CHECK(baseline.b == 2);
  CHECK(baseline.M == near(80 - 45 / 1.5625, 1e-12));  // clamped at three sd of 15
}

TEST_CASE("a client who always answers the same is taken to vary by three points all the same") {
  const auto lines = run(std::vector<double>(200, 80.0));
  CHECK(lines.back().sd == 3);
  CHECK(lines.back().z == near(0, 1e-12));
}

TEST_CASE("the weight of a baseline stops growing, so that it follows a slow change") {
  const auto lines = run(std::vector<double>(300, 70.0));
  CHECK(lines.back().W == near(0.5625 + 10, 1e-9));
}

TEST_CASE("an accepted new level makes the next rating count for more") {
  const Parameters given;
  Baseline slow = new_baseline(given);
  for (int i = 0; i < 20; ++i) learn(given, slow, 85, deviation_of(given, slow, 85));
  Baseline fast = slow;
  accept_new_level(fast);
  learn(given, slow, 65, deviation_of(given, slow, 65));
  learn(given, fast, 65, deviation_of(given, fast, 65));
  CHECK(fast.M < slow.M - 3);
}
