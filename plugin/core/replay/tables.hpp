// SPDX-License-Identifier: MIT
// The four tables of a replay: one line a finding, a rating, an episode, a state of an episode.
#pragma once
#include <optional>
#include <string_view>

#include "replay/bytes.hpp"
#include "replay/course_run.hpp"

namespace holdfast::replay {

class Tables {
 public:
  using Append = void (*)(std::string& text, double value);

  Tables(ByteSink alerts, ByteSink trace, ByteSink episodes, ByteSink states, Append number);

  void finding(std::string_view client, std::int64_t session, const detection::Finding& finding);
  void rating(std::string_view client, std::int64_t session, const detection::Step& step);
  void state(std::string_view client, double score, const repair::Episode& episode);
  void episode(std::string_view client, const repair::Episode& episode, repair::State outcome);

  bool flush();  // false when a sink failed, now or before
  bool failed() const;

 private:
  void begin(Output& table, std::string_view client, std::int64_t number);
  void numbers(Output& table, std::initializer_list<double> values);

  Output alerts_, trace_, episodes_, states_;
  Append number_;
};

}  // namespace holdfast::replay
