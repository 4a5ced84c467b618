// SPDX-License-Identifier: MIT
// What a supervisor sees of their supervisees, and what each supervisee sees of that: the flagged
// courses, figures about the whole team from 20 clients on, and who looked at a client's file.
// Nobody is compared with anybody.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "access/principal.hpp"
#include "replay/summary.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

inline constexpr std::chrono::days supervision_span{365};
inline constexpr std::chrono::days access_log_span{90};

struct FlaggedCourse {
  CourseId course;
  ClientId of;
  std::set<store::ClientKey> subjects;  // whom what is open is about: a partner, it may be
  std::string client;                   // whom it is about; initials from outside the practice
  store::ClientKey about;               // a partner in it; empty: the course's own client
  std::string clinician;                // empty on the therapist's own page
  std::optional<store::AlertNow> open;
  std::string repair;  // open, improving; empty: none
  Day since{};         // of the check-in or of the repair, whichever began first
  bool is_talked_about = false;
};

// A mean over clients with its 95 % interval.
struct MeanInterval {
  double mean = 0, low = 0, high = 0;
};

// About all supervisees of one supervisor together, over the last year.
struct TeamFigures {
  std::string supervisor;  // a name, on the therapist's own page; else empty
  std::uint64_t clients = 0, therapists = 0, ratings = 0;
  bool has_enough() const;  // else nothing but the number of clients may be shown
  replay::Share sessions_rated, talked_about;
  std::optional<MeanInterval> level;  // POMP
};

struct Look {
  Instant at;
  std::string who;     // a name, or the person id where none is known
  std::string why;     // of the audit line: supervision, cover, break-glass …
  std::string action;  // picture.read …
  std::string client;
  CourseId course;  // of the own ones; may be empty
  bool was_refused = false;
};

struct Supervision {
  bool is_own = false;                   // a therapist reads what is seen of the own work
  std::vector<std::string> supervisors;  // own: who they are
  std::vector<FlaggedCourse> flagged;    // open for longest first
  std::vector<TeamFigures> figures;      // one a supervisor
  std::vector<Look> looks;               // own: newest first
};

// `own` asks for the therapist's page where somebody is both. Refused: denied.
Reply<Supervision> read_supervision(House& house, const access::Principal& principal, bool own,
                                    std::string_view from);

}  // namespace holdfast::service
