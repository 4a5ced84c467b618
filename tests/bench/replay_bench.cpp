// SPDX-License-Identifier: MIT
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "bench.hpp"
#include "replay/file_replay.hpp"

namespace holdfast::bench {
namespace {

constexpr Scale wai_sr{12, 60};

std::string ratings_file(std::size_t ratings) {
  std::mt19937_64 random(3);
  std::string text = "client,session,date,score\n";
  int level = 48, session = 0, left = 0, client = 0, day = 0;
  for (std::size_t i = 0; i < ratings; ++i) {
    if (left == 0) {
      ++client, session = 0, day = 0;
      left = 5 + static_cast<int>(random() % 15);
      level = 42 + static_cast<int>(random() % 14);
    }
    --left, ++session;
    day += 5 + static_cast<int>(random() % 10);
    int score = level + static_cast<int>(random() % 11) - 5 - (random() % 20 == 0 ? 11 : 0);
    score = score > 60 ? 60 : score < 12 ? 12 : score;
    char row[64];
    std::snprintf(row, sizeof row, "C%07d,%d,2024-%02d-%02d,%d\n", client, session,
                  1 + day / 28 % 12, 1 + day % 28, score);
    text += row;
  }
  return text;
}

replay::FileResult run_over(const std::string& file, replay::Sinks sinks) {
  std::size_t at = 0;
  replay::FileReplay how;
  how.scale = wai_sr;
  return replay::replay_file(
      how,
      [&](char* into, std::size_t size) {
        const std::size_t count = std::min(size, file.size() - at);
        file.copy(into, count, at);
        at += count;
        return count;
      },
      std::move(sinks));
}

replay::ByteSink count_into(std::size_t& bytes) {
  return [&bytes](std::string_view piece) {
    bytes += piece.size();
    return true;
  };
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

struct ScriptRun {
  double seconds = 0;  // a rating; 0 where it could not run
  double findings = 0;
};

// The script prints "ratings seconds findings". Debian's python has Debian's numpy, whatever python
// comes first.
ScriptRun run_script(const std::string& options, const std::string& path) {
  for (const char* python : {"python3", "/usr/bin/python3"}) {
    const std::string command = std::string(python) +
                                " " HOLDFAST_BENCH_FOLDER "/replay_baseline.py " + options + path +
                                " 12 60 2>/dev/null";
    std::FILE* pipe = popen(command.c_str(), "r");
    if (!pipe) return {};
    double ratings = 0, seconds = 0, findings = 0;
    const int read = std::fscanf(pipe, "%lf %lf %lf", &ratings, &seconds, &findings);
    pclose(pipe);
    if (read == 3) return {seconds / ratings, findings};
  }
  return {};
}

void run(Report& report) {
  constexpr std::size_t count = 400'000;
  const std::string file = ratings_file(count);
  std::size_t bytes = 0, findings = 0;
  auto write_alerts = [&] {
    findings = 0;
    const auto result = run_over(file, {count_into(bytes), {}, {}, {}});
    for (const auto of_rule : result.summary.findings) findings += of_rule;
  };
  const double alerts_only = median_seconds(5, write_alerts) / static_cast<double>(count);
  const double all_tables = median_seconds(5,
                                           [&] {
                                             run_over(file, {count_into(bytes), count_into(bytes),
                                                             count_into(bytes), count_into(bytes)});
                                           }) /
                            static_cast<double>(count);
  report.figure("ratings from CSV, alerts written", 1e-6 / alerts_only, "million/s", at_least(3));
  report.figure("ratings from CSV, all four tables written", 1e-6 / all_tables, "million/s");
  report.figure("findings in 100 ratings", 100.0 * static_cast<double>(findings) / count, "");

  const long before = peak_kib();
  {
    // Ten times the file, made as it is read, so that only the replay can hold on to it.
    std::size_t client = 0, at = 0;
    std::string line = "client,session,date,score\n";
    replay::FileReplay how;
    how.scale = wai_sr;
    replay::replay_file(how,
                        [&](char* into, std::size_t size) {
                          std::size_t written = 0;
                          while (written < size && client < 4'000'000) {
                            if (at == line.size()) {
                              char row[64];
                              std::snprintf(row, sizeof row, "C%09zu,%zu,2024-01-%02zu,48\n",
                                            client / 10, client % 10 + 1, client % 10 + 1);
                              line = row, at = 0, ++client;
                            }
                            const std::size_t part = std::min(size - written, line.size() - at);
                            line.copy(into + written, part, at);
                            written += part, at += part;
                          }
                          return written;
                        },
                        {count_into(bytes), {}, {}, {}});
  }
  report.figure("memory that ten times the file adds",
                static_cast<double>(peak_kib() - before) / 1024, "MiB");

  char path[] = "/tmp/holdfast-bench-XXXXXX";
  const int descriptor = mkstemp(path);
  if (descriptor < 0) return;
  const ssize_t stored = write(descriptor, file.data(), file.size());
  close(descriptor);
  if (stored == static_cast<ssize_t>(file.size())) {
    // In turns, so that a processor that changes its speed changes it for both.
    ScriptRun plain;
    std::vector<double> ratios;
    for (int round = 0; round < 5; ++round) {
      const double before_it = median_seconds(3, write_alerts);
      plain = run_script("", path);
      const double after_it = median_seconds(3, write_alerts);
      ratios.push_back(2 * plain.seconds * static_cast<double>(count) / (before_it + after_it));
    }
    std::sort(ratios.begin(), ratios.end());
    const auto numpy = run_script("--numpy ", path);
    const auto found = static_cast<double>(findings);
    if (plain.seconds > 0) {
      report.figure("times as fast as a plain Python loop of the same rules",
                    ratios[ratios.size() / 2], "x", at_least(20));
      report.figure("findings that the plain loop has more or fewer",
                    std::abs(plain.findings - found), "", at_most(0));
    } else {
      report.note("no python3 here: the plain loop was not run");
    }
    if (numpy.seconds > 0) {
      report.figure("times as fast as numpy over all clients at once, without repairs",
                    numpy.seconds / alerts_only, "x");
      report.figure("findings that numpy has more or fewer", std::abs(numpy.findings - found), "",
                    at_most(0));
    } else {
      report.note("no numpy here: the vectorised version was not run");
    }
  }
  unlink(path);
}

}  // namespace

extern const Section replay_section;
const Section replay_section{"replay", "a file of ratings through the rules, one core", run};

}  // namespace holdfast::bench
