// SPDX-License-Identifier: MIT
// The settings in force with every earlier version, and what the practice's own ratings say about
// the starting assumptions.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "web/view/figures.hpp"
#include "web/view/page.hpp"
#include "web/view/thresholds.hpp"

namespace holdfast::web {

enum class Assumed { level, between, within };  // mu0, sB, sW

struct AssumedRow {
  Assumed what = Assumed::level;
  double built_in = 0, in_force = 0;
  std::optional<double> found;
  double low = 0, high = 0;  // of what was found
  double advised = 0;
};
struct EstimateCard {
  std::string instrument;  // id
  std::string title;       // of the instrument, for people
  std::uint64_t clients = 0, ratings = 0;
  std::vector<AssumedRow> rows;
  bool is_capped = false;
  bool is_news = false;            // there is something to accept
  std::string mu0, sB, sW;         // as the form posts them
  std::uint64_t from_clients = 0;  // of the values in force; 0: built in
};
enum class Change { built_in, thresholds, estimates, revert };
struct VersionRow {
  int number = 1;
  Change change = Change::built_in;
  int reverts_to = 0;
  std::optional<Day> day;
  std::string who, reason;
};

struct DetectionSettingsView {
  ReportHead head;
  int version = 1;
  std::string rules;
  std::vector<ThresholdField> thresholds;
  std::vector<std::string_view> switched_off;  // "A", "B"
  std::vector<EstimateCard> estimates;
  std::uint64_t least_clients = 30, least_ratings = 4;
  std::vector<VersionRow> history;  // newest first
  bool may_change = false;
  std::vector<std::string> problems;
};

std::string render(const DetectionSettingsView& settings, const Page& page);

}  // namespace holdfast::web
