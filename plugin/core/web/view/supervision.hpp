// SPDX-License-Identifier: MIT
// The page that a supervisor and each supervisee read alike: what is open, figures about everybody
// together, and, for the therapist, who looked.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "web/view/figures.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

struct SupervisedRow {
  std::string client, href;
  std::string clinician;  // may be empty
  Day since{};
  std::string line;  // of the open check-in; may be empty
  enum class Repair { none, open, improving } repair = Repair::none;
  bool is_talked_about = false;
};

struct TeamNumbers {
  std::string supervisor;  // a name, on the therapist's page; may be empty
  std::uint64_t clients = 0, therapists = 0, ratings = 0, least_clients = 20;
  bool has_enough = false;
  ShareNumbers sessions_rated, talked_about;
  struct Level {
    double mean = 0, low = 0, high = 0;
  };
  std::optional<Level> level;  // POMP
};

struct LookRow {
  std::string when;  // written in the page's language
  std::string who, client, href;
  std::string what, why;  // translated
};

struct SupervisionView {
  bool is_own = false;
  std::vector<std::string> supervisors;
  std::vector<Choice> choice;  // team or own work, for who is both
  std::vector<SupervisedRow> flagged;
  std::vector<TeamNumbers> figures;
  std::vector<LookRow> looks;
};

std::string render(const SupervisionView& supervision, const Page& page);

}  // namespace holdfast::web
