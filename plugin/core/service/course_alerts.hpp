// SPDX-License-Identifier: MIT
// The alerts of one course: what was found is filed, and what a re-run finds is held against what
// was filed before.
#pragma once
#include <set>
#include <vector>

#include "service/course_engine.hpp"

namespace holdfast::service {

class CourseAlerts {
 public:
  CourseAlerts(store::Unit& unit, const CourseFile& file) : unit_(unit), file_(file) {}

  // Files an alert: it joins an open check-in of the same cause, else stands for itself.
  store::StoredAlert file(store::StoredAlert alert);

  struct Settled {
    std::vector<store::StoredAlert> raised;  // new ones, in the order of their facts
    std::vector<AlertId> withdrawn;
  };
  // `found`: what the facts bear out, in order. First all that they no longer bear out goes, then
  // the new is filed: it cannot join what is about to go. Each then has its id, and in `joins` the
  // check-in that it counts for.
  Settled settle(std::vector<store::StoredAlert>& found);

 private:
  using Filed = std::vector<store::AlertNow>;
  Filed filed() const;
  void take_up(const Filed& before, std::vector<store::StoredAlert>& found);
  void withdraw(Settled& settled);
  void promote_among(const Filed& all, const AlertId& head);
  void record(const AlertId& alert, std::string_view kind, std::string numbers = {});

  store::Unit& unit_;
  const CourseFile& file_;
  std::set<AlertId> stands_;  // filed before, and found again
};

}  // namespace holdfast::service
