// SPDX-License-Identifier: MIT
// An administrator accepts other thresholds, the practice's own estimates, or goes back to an
// earlier version. Each is a new version with its reason and an audit line; series that have begun
// keep theirs.
#pragma once
#include <string>
#include <variant>

#include "service/local_estimates.hpp"

namespace holdfast::service {

struct AcceptThresholds {
  detection::RuleSet rules = detection::RuleSet::AB;
  detection::Thresholds thresholds;
};
// The advice for one instrument as the person saw it.
struct AcceptEstimate {
  std::string instrument;
  double mu0 = 0, sB = 0, sW = 0;
};
struct RevertTo {
  int version = built_in_version;
};

struct DetectionChange {
  int seen_version = 0;  // in force when the person looked
  std::string reason;
  std::variant<AcceptThresholds, AcceptEstimate, RevertTo> what;
};

// The new version's number. Refused: denied (administrators alone), invalid ("reason", "version",
// "instrument"), conflict when another version or another advice stands meanwhile.
Reply<int> change_detection(House& house, const access::Principal& principal,
                            const DetectionChange& change);

}  // namespace holdfast::service
