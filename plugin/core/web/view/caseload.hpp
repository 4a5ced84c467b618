// SPDX-License-Identifier: MIT
// The list of clients a person may see: a search over their names, filters, an order, and what can
// be done with several open check-ins at once.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

struct CaseloadRow {
  std::string client;
  std::string href;
  std::string clinician;  // may be empty
  int sessions = 0;
  std::optional<Day> last_session, next_session;
  std::vector<std::optional<double>>
      recent;  // newest last, POMP; a gap is a session without a rating
  struct Open {
    std::string line, href;
    std::string pick;   // field that ticks it; empty: not offered
    std::string about;  // a partner's name; empty: the client's own
    bool is_picked = false;
  };
  std::vector<Open> open;  // check-ins, in order of strength
  bool is_in_repair = false;
  bool is_improving = false;  // half of the way back at least
  bool is_silent = false;
  bool is_at_top = false;
  bool is_ended = false;
};

struct CaseloadView {
  std::string search;               // as typed
  std::string action;               // path of the search (GET) and of acts on several (POST)
  std::string show = "all";         // all, open, repair, silent, top, ended
  std::string order = "attention";  // attention, name, last, next
  std::vector<CaseloadRow> rows;
  long total = 0;  // rows there are
  std::string previous_href, next_href;
  bool show_scores = true;  // not at the front desk
  Day today{};
  std::string problem;        // what was wrong with the act on several; may be empty
  std::string until, reason;  // as typed then
};

std::string render(const CaseloadView& caseload, const Page& page);

}  // namespace holdfast::web
