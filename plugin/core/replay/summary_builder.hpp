// SPDX-License-Identifier: MIT
// Adds up a replay as it runs.
#pragma once
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "replay/summary.hpp"

namespace holdfast::replay {

class SummaryBuilder {
 public:
  explicit SummaryBuilder(bool wanted) : wanted_(wanted) {}  // not wanted: counts only

  void begin_client();
  void rating(std::size_t series,
              const detection::Step& step);  // `series`: its place in the course
  void finding(const detection::Finding& finding) {
    ++summary_.findings[static_cast<std::size_t>(finding.rule)];
    summary_.strong += finding.strong ? 1 : 0;
  }
  void episode(const repair::Episode& episode, repair::State outcome);
  void end_client(const detection::Settings& settings);  // the same for every series
  using SettingsOf = std::function<const detection::Settings&(std::size_t series)>;
  void end_client(const SettingsOf& settings_of);

  Summary& counts() { return summary_; }
  Summary take() { return std::move(summary_); }

 private:
  struct Seen {
    double score;
    std::int8_t tension;
  };
  static std::uint64_t seed_of(const std::vector<Seen>& ratings);
  void shuffle_and_run(const detection::Settings& settings, std::vector<Seen>& ratings,
                       std::uint64_t random);

  bool wanted_;
  Summary summary_;
  std::vector<std::vector<Seen>> seen_;  // of this client, by series
  std::size_t series_ = 0;               // how many of them are this client's
};

}  // namespace holdfast::replay
