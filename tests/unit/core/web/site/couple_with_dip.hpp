// SPDX-License-Identifier: MIT
// Two partners in one course.
#pragma once
#include "site_in_practice.hpp"

namespace holdfast::tests {

// c-3 takes part in co-1, the course of c-1: both rated ten sessions at 80, and c-3 the last one
// low, which made a check-in about c-3.
struct CoupleWithDip {
  SiteInPractice site;
  std::string check_in;

  explicit CoupleWithDip(service::Config config = {});
  // Both rate a session more, an hour before the clock.
  void rate_again(int first, int second);

 private:
  void rate(const std::string& session, int first, int second);
};

}  // namespace holdfast::tests
