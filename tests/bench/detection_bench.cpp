// SPDX-License-Identifier: MIT
#include <random>
#include <vector>

#include "bench.hpp"
#include "detection/step.hpp"

namespace holdfast::bench {
namespace {

using namespace holdfast::detection;

struct Rating {
  double score;
  bool first;  // of its client
};

// Courses of eleven ratings in the steps of a twelve-item form, some of them with a dip.
std::vector<Rating> courses(std::size_t count) {
  std::mt19937_64 random(11);
  std::vector<Rating> ratings(count);
  double level = 0;
  for (std::size_t i = 0; i < count; ++i) {
    ratings[i].first = i % 11 == 0;
    if (ratings[i].first) level = 60 + static_cast<double>(random() % 36);
    const double drop = random() % 20 == 0 ? 20 : 0;
    const double raw = level - drop + static_cast<double>(random() % 25) - 12;
    ratings[i].score = 100.0 * static_cast<double>(static_cast<int>(raw * 0.48)) / 48.0;
    if (ratings[i].score > 100) ratings[i].score = 100;
  }
  return ratings;
}

void run(Report& report) {
  constexpr std::size_t count = 1'000'000;
  const auto ratings = courses(count);
  const Settings settings;
  const State fresh = start(settings);

  std::size_t found = 0;
  double kept = 0;
  const double seconds = median_seconds(9, [&] {
    found = 0;
    kept = 0;
    State state = fresh;
    for (const Rating& rating : ratings) {
      if (rating.first) state = fresh;
      const Step step = advance(settings, state, {.score = {rating.score}});
      if (step.raised == 0) continue;
      for (const Finding& finding : findings_of(settings, step)) {
        ++found;
        kept += finding.usual_low;
      }
    }
  });
  const double millions = static_cast<double>(count) / seconds / 1e6;
  report.figure("ratings through advance(), findings included", millions, "million/s",
                at_least(30));
  report.figure("findings in 100 ratings", 100.0 * static_cast<double>(found) / count, "");
  report.figure("their mean lower end of the usual range", kept / static_cast<double>(found),
                "points");
}

}  // namespace

extern const Section detection_section;
const Section detection_section{"detection", "the baseline and the rules, one core", run};

}  // namespace holdfast::bench
