// SPDX-License-Identifier: MIT
// Whose past a report is about, and who may see it: a therapist the own clients, a supervisor all
// supervisees together, an administrator the whole practice. Figures about other people's clients
// begin at 20 clients; nobody is ranked.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "access/principal.hpp"
#include "alliance/words.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

enum class ReportScope { own, team, practice };

inline constexpr std::uint64_t least_clients_of_others = 20;  // clinic.md, architecture 6
inline constexpr std::uint64_t most_ratings_read = 100'000;   // a page waits a second at most

struct ReportQuestion {
  std::string_view scope;  // "own", "team", "practice"; empty: the first this person may see
  std::string_view years;  // courses begun in so many years: "1", "2", "5"; empty: all
};

// What a person may see, and what they chose of it.
struct ReportAccess {
  std::vector<ReportScope> offered;
  ReportScope scope = ReportScope::own;
  std::optional<int> years;
  bool may_change_settings = false;

  std::uint64_t least_clients() const {
    return scope == ReportScope::own ? 1 : least_clients_of_others;
  }
};

struct ReportDoor {
  const access::Principal& principal;
  std::string_view verb;  // of the audit line
  std::string_view from;  // route template
};

// Refused: denied, with an audit line that says so; invalid for a question that makes no sense.
Reply<ReportAccess> open_report(House& house, const ReportDoor& door,
                                const ReportQuestion& question);

// The courses of a scope in which clients gave totals, newest beginnings first, as many whole
// courses as hold `most_ratings_read` ratings.
struct PastSelection {
  ReportScope scope = ReportScope::own;
  ClinicianId own;  // scope own: only series of this clinician count
  std::vector<CourseId> courses;
  std::uint64_t ratings = 0;
  std::optional<Day> first;  // the day on which the oldest of them begins
  bool is_cut = false;       // there are older courses that are not read
};
PastSelection select_past(store::Reader& reader, const access::Principal& principal,
                          const ReportAccess& access, Day today);

}  // namespace holdfast::service

template <>
inline constexpr std::array<std::string_view, 3> holdfast::words_of<holdfast::service::ReportScope>{
    "own", "team", "practice"};
