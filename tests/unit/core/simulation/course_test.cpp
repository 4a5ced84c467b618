// SPDX-License-Identifier: MIT
#include "simulation/course.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "simulation/random.hpp"

using namespace holdfast::simulation;

TEST_CASE("the same seed and client give the same course, another seed another") {
  const Model model;
  const auto totals = [&](std::uint64_t seed, std::uint64_t client) {
    std::vector<double> found;
    for (const auto& session : simulate(model, seed, client).sessions)
      found.push_back(session.total);
    return found;
  };
  CHECK(totals(1, 5) == totals(1, 5));
  CHECK(totals(1, 5) != totals(2, 5));
  CHECK(totals(1, 5) != totals(1, 6));
}

TEST_CASE("logarithm and exponential agree with the library's") {
  for (double x = 1e-6; x < 1e6; x *= 1.37)
    CHECK(ln(x) == Approx(std::log(x)).epsilon(1e-14).margin(1e-15));
  for (double x = -30; x < 30; x += 0.37)
    CHECK(exponential(x) == Approx(std::exp(x)).epsilon(1e-13));
}

TEST_CASE("the first numbers of a stream never change") {
  Random random(1, 0);
  CHECK(random.integer() == Random(1, 0).integer());
  Random normal(42, 7);
  double sum = 0, squares = 0;
  for (int i = 0; i < 100000; ++i) {
    const double z = normal.normal();
    sum += z, squares += z * z;
  }
  CHECK(sum / 100000 == Approx(0).margin(0.01));
  CHECK(squares / 100000 == Approx(1).margin(0.02));
}

TEST_CASE("the generator has the descriptives it was published with") {
  double sum = 0, top = 0, ratings = 0, sessions = 0, in_dip = 0, with_dip = 0, tension = 0,
         clean = 0;
  constexpr int clients = 6000;
  for (std::uint64_t client = 0; client < clients; ++client) {
    const auto course = simulate({}, 3, client);
    with_dip += course.dips.empty() ? 0 : 1;
    CHECK(course.sessions.size() >= 4);
    CHECK(course.sessions.size() <= 40);
    for (const auto& session : course.sessions) {
      ++sessions;
      in_dip += session.dip >= 0 ? 1 : 0;
      if (session.dip < 0) ++clean, tension += session.tension >= 1 ? 1 : 0;
      if (!session.rated) continue;
      ++ratings, sum += session.total, top += session.total >= 100 ? 1 : 0;
    }
  }
  CHECK(sum / ratings == Approx(80.7).margin(0.8));
  CHECK(100 * top / ratings == Approx(15).margin(1.5));
  CHECK(100 * with_dip / clients == Approx(43).margin(3));
  CHECK(100 * in_dip / sessions == Approx(8.6).margin(1.2));
  CHECK(100 * (1 - ratings / sessions) == Approx(14).margin(1.5));
  CHECK(100 * tension / clean == Approx(11.5).margin(1));
}

TEST_CASE("every score stands on a step of its form") {
  for (const Scenario scenario : {Scenario::wai_like, Scenario::srs_like, Scenario::ceiling}) {
    Model model;
    model.scenario = scenario;
    const double step = scenario == Scenario::wai_like ? 100.0 / 48 : 0.25;
    for (std::uint64_t client = 0; client < 100; ++client)
      for (const auto& session : simulate(model, 1, client).sessions) {
        const double steps = session.total / step;
        CHECK(steps == Approx(std::round(steps)).margin(1e-9));
        CHECK(session.total >= 0);
        CHECK(session.total <= 100);
      }
  }
}
