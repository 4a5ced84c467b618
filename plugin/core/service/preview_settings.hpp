// SPDX-License-Identifier: MIT
// What other settings of the rules would have done with a practice's own past. A look only: nothing
// is stored and no alert changes.
#pragma once
#include <string>
#include <vector>

#include "service/past_run.hpp"
#include "service/report_scope.hpp"

namespace holdfast::service {

inline constexpr std::size_t most_changes_listed = 50;

// A rating that one of the two settings marks and the other does not.
struct ChangedDip {
  PastDip dip;
  std::string client;  // name; scope own alone
};
struct Changes {
  std::uint64_t count = 0;
  std::vector<ChangedDip> listed;  // newest first; scope own alone, at most `most_changes_listed`
};

struct Preview {
  ReportAccess access;
  PastSelection past;
  int settings_version = built_in_version;
  DetectionChoice in_force, proposed;
  bool is_asked = false;  // false: nothing was proposed yet, there are no figures
  PastFigures now, then;
  std::uint64_t kept = 0;  // ratings that both mark
  Changes gone, added;

  bool has_enough() const { return now.clients >= access.least_clients(); }
  bool changes_anything() const { return !(in_force == proposed); }
};

struct PreviewQuestion {
  ReportQuestion report;
  bool is_asked = false;
  detection::RuleSet rules = detection::RuleSet::AB;
  detection::Thresholds thresholds;
};

// Refused as open_report().
Reply<Preview> preview_settings(House& house, const access::Principal& principal,
                                const PreviewQuestion& question);

}  // namespace holdfast::service
