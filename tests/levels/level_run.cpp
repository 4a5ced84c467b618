// SPDX-License-Identifier: MIT
// Writes what the rules say of simulated courses and of the golden files, every bit of it. Compiled
// once for each level of the processor; the outputs have to be the same.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "replay/course_run.hpp"
#include "replay/file_replay.hpp"
#include "simulation/course.hpp"

using namespace holdfast;

namespace {

void put(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

detection::Settings settings_of(detection::RuleSet rules) {
  detection::Settings settings;
  settings.rules = rules;
  return settings;
}

// The saved state after every fact, client and therapist, with areas and tension.
void run_simulated(detection::RuleSet rules) {
  const auto settings = settings_of(rules);
  for (std::uint64_t client = 0; client < 200; ++client) {
    replay::CourseRun run;
    for (const auto& session : simulation::simulate({}, 7, client).sessions) {
      if (!session.rated) continue;
      replay::Rated rating;
      rating.when = {Day{std::chrono::days{20000 + 7 * session.session}}, session.session};
      rating.series = "client";
      rating.score = Pomp{session.total};
      rating.tension = session.tension;
      rating.area_count = 3;
      for (std::size_t i = 0; i < 3; ++i) rating.areas[i] = session.areas[i];
      rating.begin_with = &settings;
      run.apply(rating);
      rating.series = "therapist";
      rating.rater = Rater::therapist;
      rating.score = Pomp{(session.total + session.areas[0]) / 2};
      run.apply(rating);
      put(replay::to_hex(run.saved()));
    }
  }
}

// The four tables with all their digits.
bool run_file(const char* name, const Scale& scale) {
  std::ifstream file(name, std::ios::binary);
  if (!file) return false;
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  replay::FileReplay how;
  how.scale = scale;
  how.digits = replay::Digits::full;
  const auto out = [](std::string_view rows) {
    return std::fwrite(rows.data(), 1, rows.size(), stdout) == rows.size();
  };
  std::size_t at = 0;
  const auto result = replay::replay_file(how,
                                          [&](char* into, std::size_t size) {
                                            const std::size_t count = bytes.copy(into, size, at);
                                            at += count;
                                            return count;
                                          },
                                          {out, out, out, out});
  return result.ok();
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) return std::fprintf(stderr, "usage: %s WAI_SR.csv SRS.csv\n", words[0]), 2;
  run_simulated(detection::RuleSet::AB);
  run_simulated(detection::RuleSet::E);
  return run_file(words[1], {12, 60}) && run_file(words[2], {0, 40}) ? 0 : 1;
}
