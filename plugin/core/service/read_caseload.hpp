// SPDX-License-Identifier: MIT
// The courses one person may see, with their marks; those that need attention first.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/pages.hpp"

namespace holdfast::service {

struct CaseloadQuestion {
  std::string text;        // part of a name; empty: all
  bool only_open = false;  // only courses with an open check-in
  ClientId client{};       // only this one's; empty: all
};

struct CaseloadLine {
  CourseId course;
  std::string name;  // initials for an external supervisor
  std::string clinician;
  int sessions = 0;
  std::optional<Day> last_session;
  std::vector<std::optional<double>> recent;  // POMP, newest last; sealed ones left out
  std::optional<store::AlertNow> open;
  bool is_ended = false;
};

struct Caseload {
  std::vector<CaseloadLine> rows;  // open check-ins first, then by name; ended courses last
};

Reply<Caseload> read_caseload(House& house, const access::Principal& principal,
                              const CaseloadQuestion& question);

}  // namespace holdfast::service
