// SPDX-License-Identifier: MIT
// The courses one person may see, with their marks; those that need attention first.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/principal.hpp"
#include "alliance/words.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/pages.hpp"

namespace holdfast::service {

enum class CaseloadShow {
  all,
  open,    // with an open check-in
  repair,  // ratings are on their way back after a dip
  silent,  // the last two held sessions have no rating of the client's
  top,     // the last four ratings are all at the top; small worries may not show
  ended,
};
enum class CaseloadOrder { attention, name, last, next };

struct CaseloadQuestion {
  std::string text;  // part of a name, also of who takes part; empty: all
  ClientId client;   // only this one's; empty: all
  CaseloadShow show = CaseloadShow::all;
  CaseloadOrder order = CaseloadOrder::attention;
  std::size_t from = 0;         // of the rows that fit
  std::size_t most = SIZE_MAX;  // rows that are filled and answered
};

struct CaseloadLine {
  CourseId course;
  ClientId client;
  std::string name;  // initials for an external supervisor
  std::string clinician;
  int sessions = 0;
  std::optional<Day> last_session;
  std::optional<Instant> next_session;
  std::vector<std::optional<double>> recent;  // POMP, newest last; sealed ones left out
  struct Open {
    store::AlertNow alert;
    std::string about;  // the partner's name or initials; empty: the course's own client
  };
  std::vector<Open> open;  // strongest first, dips before the others
  std::string partner;     // whom the search found beside the course's own client
  bool may_act = false;    // on the open check-ins
  std::string repair;      // state of the open repair; empty: none, or nothing unsealed to say
  bool is_silent = false;
  bool is_at_top = false;
  bool is_ended = false;
  bool hides_totals = false;  // from a supervisor: one of the partners refused supervision
};

struct Caseload {
  std::vector<CaseloadLine> rows;  // open check-ins first, then by name; ended courses last
  std::size_t total = 0;           // rows that fit, shown or not
};

Reply<Caseload> read_caseload(House& house, const access::Principal& principal,
                              const CaseloadQuestion& question);

}  // namespace holdfast::service

template <>
inline constexpr std::array<std::string_view, 6>
    holdfast::words_of<holdfast::service::CaseloadShow>{"all",    "open", "repair",
                                                        "silent", "top",  "ended"};
template <>
inline constexpr std::array<std::string_view, 4>
    holdfast::words_of<holdfast::service::CaseloadOrder>{"attention", "name", "last", "next"};
