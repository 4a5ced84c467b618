// SPDX-License-Identifier: MIT
// What the practice's own ratings say about clients not met yet, by instrument, beside what is in
// force: a report and an advice (detection.md, "Local estimation"). A person accepts it or not.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "detection/estimation.hpp"
#include "service/report_scope.hpp"
#include "service/settings_versions.hpp"

namespace holdfast::service {

struct InstrumentEstimate {
  std::string instrument;
  LocalParameters in_force;                      // clients 0: the built-in values
  std::uint64_t clients = 0;                     // with at least detection::least_ratings ratings
  std::uint64_t ratings = 0;                     // of theirs
  std::optional<detection::LocalMoments> found;  // none: fewer than detection::least_clients
  detection::MomentMargins margins;
  LocalParameters advised;  // one month's step towards what was found
  bool is_capped = false;   // the step is smaller than the way
  bool is_news() const {
    return found &&
           (advised.mu0 != in_force.mu0 || advised.sB != in_force.sB || advised.sW != in_force.sW);
  }
};

// Of the newest courses, `most_ratings_read` ratings at most. A client counts once, with the
// longest series; sealed ratings are left out.
std::vector<InstrumentEstimate> local_estimates(store::Reader& reader, const Config& config,
                                                Instant now);

struct DetectionSettings {
  ReportAccess access;
  std::vector<SettingsVersion> history;  // oldest first; the last is in force
  std::vector<InstrumentEstimate> estimates;
};

// Refused as open_report().
Reply<DetectionSettings> read_detection_settings(House& house, const access::Principal& principal);

}  // namespace holdfast::service
