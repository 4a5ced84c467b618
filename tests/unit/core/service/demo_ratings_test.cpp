// SPDX-License-Identifier: MIT
#include "service/demo_ratings.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace holdfast;
using namespace holdfast::service;

namespace {

std::vector<DemoSession> weekly(int count) {
  std::vector<DemoSession> sessions;
  for (int i = 0; i < count; ++i)
    sessions.push_back({Day{std::chrono::days{20000 + 7 * i}}, i + 1 == count});
  return sessions;
}

std::string text_of(const std::vector<DemoRating>& ratings) {
  std::ostringstream text;
  for (const auto& rating : ratings) {
    if (rating.client) {
      for (const int line : rating.client->lines) text << line << ' ';
      text << rating.client->tension << ' ' << rating.client->resolved.value_or(-1) << ' '
           << rating.client->comment;
    }
    text << (rating.declined ? " declined" : "");
    if (rating.therapist)
      for (const int line : *rating.therapist) text << ' ' << line;
    text << '\n';
  }
  return text.str();
}

double mean_line(const DemoRating& rating) {
  double sum = 0;
  for (const int line : rating.client->lines) sum += line;
  return sum / 4;
}

constexpr Story all[] = {Story::steady,    Story::ceiling,    Story::repaired, Story::unrepaired,
                         Story::low_start, Story::recent_dip, Story::told_us};

}  // namespace

TEST_CASE("the same seed tells the same story, and another seed another") {
  const auto sessions = weekly(40);
  for (const auto story : all) {
    CHECK(text_of(demo_ratings(story, 7, sessions)) == text_of(demo_ratings(story, 7, sessions)));
    if (story != Story::ceiling)
      CHECK(text_of(demo_ratings(story, 7, sessions)) != text_of(demo_ratings(story, 8, sessions)));
  }
}

TEST_CASE("there is one rating for each session, and every answer is on its scale") {
  for (const auto story : all)
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const auto ratings = demo_ratings(story, seed, weekly(60));
      REQUIRE(ratings.size() == 60);
      for (const auto& rating : ratings) {
        CHECK_FALSE((rating.declined && rating.client));
        if (!rating.client) continue;
        for (const int line : rating.client->lines) CHECK((line >= 0 && line <= 100));
        CHECK((rating.client->tension >= 0 && rating.client->tension <= 4));
        if (rating.client->resolved)
          CHECK((*rating.client->resolved >= 0 && *rating.client->resolved <= 4));
      }
    }
}

TEST_CASE("a recent dip is at the latest session, and tension is told without a low score") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto dip = demo_ratings(Story::recent_dip, seed, weekly(40));
    REQUIRE(dip.back().client);
    REQUIRE(dip[38 - 1].client.has_value() + dip[38].client.has_value() > 0);
    const auto& earlier = dip[38].client ? dip[38] : dip[37];
    CHECK(mean_line(dip.back()) < mean_line(earlier) - 12);
    const auto told = demo_ratings(Story::told_us, seed, weekly(40));
    REQUIRE(told.back().client);
    CHECK(told.back().client->tension >= 2);
  }
}

TEST_CASE("a course without sessions has no ratings") {
  for (const auto story : all) {
    CHECK(demo_ratings(story, 1, {}).empty());
    CHECK(demo_ratings(story, 1, weekly(1)).size() == 1);
  }
}
