// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <string>

#include "detection/budget.hpp"
#include "detection/estimation.hpp"
#include "detection/textbook.hpp"

using namespace holdfast;
using namespace holdfast::detection;

namespace {

std::vector<std::vector<double>> practice(std::size_t clients, double mean, double between,
                                          double within) {
  std::mt19937_64 random(9);
  std::normal_distribution<double> level(mean, between), noise(0, within);
  std::vector<std::vector<double>> scores(clients);
  for (auto& of_client : scores) {
    const double own = level(random);
    for (int i = 0; i < 12; ++i) of_client.push_back(own + noise(random));
  }
  return scores;
}

std::string said(TextbookRules& rules, double score) {
  const unsigned bits = rules.add(score);
  std::string text;
  for (std::size_t i = 0; i < textbook_count; ++i)
    if (bits >> i & 1u) text += std::string(to_word(static_cast<Textbook>(i))) + ";";
  return text;
}

}  // namespace

TEST_CASE("a practice's moments are the ones the text defines") {
  // Thirty clients with ten ratings of +-5 about their own level: every square is 25, nothing to
  // trim.
  std::vector<std::vector<double>> scores;
  for (int client = 0; client < 30; ++client) {
    scores.emplace_back();
    for (int i = 0; i < 10; ++i) scores.back().push_back((client % 2 ? 60 : 90) + (i % 2 ? 5 : -5));
  }
  const auto found = local_moments(scores);
  REQUIRE(found);
  CHECK(found->clients == 30);
  CHECK(found->ratings == 300);
  CHECK(found->mu0 == Approx(75));
  CHECK(found->sW == Approx(std::sqrt(1.15 * 25)));
  CHECK(found->sB == Approx(std::sqrt(225 * 30 / 29.0 - 1.15 * 25 / 10)));
}

TEST_CASE("the interval of the mean of clients is the textbook one") {
  // Two hundred clients, ten a group: the jackknife of a mean is its standard error.
  const auto scores = practice(200, 75, 12, 9);
  const auto margins = moment_margins(scores);
  const auto found = local_moments(scores);
  REQUIRE(found);
  double between = 0;
  for (const auto& one : scores) {
    const double mean = std::accumulate(one.begin(), one.end(), 0.0) / double(one.size());
    between += (mean - found->mu0) * (mean - found->mu0);
  }
  const double error = std::sqrt(between / 199 / 200);
  CHECK(margins.mu0 == Approx(2.093 * error).epsilon(0.35));
  CHECK(margins.sW > 0);
  CHECK(margins.sB > 0);
  const auto more = practice(2000, 75, 12, 9);
  CHECK(moment_margins(more).mu0 < margins.mu0 / 2);
}

TEST_CASE("a few wild ratings hardly move the estimate") {
  auto scores = practice(60, 75, 12, 9);
  const auto before = local_moments(scores);
  for (std::size_t i = 0; i < 20; ++i) scores[i][5] = 0;
  const auto after = local_moments(scores);
  REQUIRE((before && after));
  CHECK(after->sW < before->sW * 1.15);
}

TEST_CASE("nothing is estimated from fewer than thirty clients with four ratings") {
  CHECK_FALSE(local_moments(practice(29, 75, 12, 9)));
  auto scores = practice(30, 75, 12, 9);
  CHECK(local_moments(scores));
  scores[0].resize(3);
  CHECK_FALSE(local_moments(scores));
}

TEST_CASE("the spread between clients is never taken for less than five") {
  const auto found = local_moments(practice(50, 75, 0, 9));
  REQUIRE(found);
  CHECK(found->sB == Approx(5));
}

TEST_CASE("advice moves by a fifth at most and carries its own version") {
  const Parameters now;
  const Parameters next = advised(now, {50, 600, 95, 4, 8.5}, Version{"local-2026-11"});
  CHECK(next.mu0 == 95);
  CHECK(next.sW == Approx(7.2));
  CHECK(next.sB == Approx(9.6));
  CHECK(next.version.view() == "local-2026-11");
  CHECK(next.lambda == now.lambda);
}

TEST_CASE("the budget counts the last 56 days and only advises") {
  const Day today{std::chrono::days{20000}};
  std::vector<RatedDay> ratings;
  for (int i = 0; i < 40; ++i) ratings.push_back({today - std::chrono::days{i}, i < 2});
  CHECK(budget_of(ratings, today).advice == Budget::Advice::within);
  CHECK(budget_of(ratings, today).per_hundred() == Approx(5));
  ratings[5].is_dip = true;
  CHECK(budget_of(ratings, today).advice == Budget::Advice::above);
  ratings.push_back({today - std::chrono::days{56}, true});
  ratings.push_back({today + std::chrono::days{1}, true});
  CHECK(budget_of(ratings, today).ratings == 40);
  ratings.resize(19);
  CHECK(budget_of(ratings, today).advice == Budget::Advice::too_few);
}

TEST_CASE("each textbook rule says what its text says") {
  TextbookRules rules;
  CHECK(said(rules, 90).empty());
  CHECK(said(rules, 87.5) == "cut-off;one-point drop;");
  CHECK(said(rules, 90).empty());
  CHECK(said(rules, 76) == "cut-off;one-point drop;reliable change;");
  CHECK(said(rules, 92).empty());
  CHECK(said(rules, 20).find("individuals chart") != std::string::npos);
}

TEST_CASE("a slow slide is for the cumulative charts, a steady course for none") {
  TextbookRules steady;
  for (int i = 0; i < 60; ++i) CHECK(said(steady, 95 + (i % 2)).empty());
  TextbookRules sliding;
  std::string all;
  for (int i = 0; i < 5; ++i) all += said(sliding, 95 + 3 * (i % 2));
  for (int i = 0; i < 12; ++i) all += said(sliding, 95 - i * 0.9);
  CHECK(all.find("CUSUM") != std::string::npos);
  CHECK(all.find("EWMA") != std::string::npos);
}
