// SPDX-License-Identifier: MIT
// The list of clients a person may see, with a search over their names.
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
  std::optional<Day> last_session;
  std::vector<std::optional<double>>
      recent;             // newest last, POMP; a gap is a session without a rating
  std::string open_line;  // the open check-in, one line; may be empty
  std::string open_href;
};

struct CaseloadView {
  std::string search;      // as typed
  std::string action;      // path of the search (GET, field q)
  bool only_open = false;  // field open=1
  std::vector<CaseloadRow> rows;
  long total = 0;  // rows there are
  std::string previous_href, next_href;
  bool show_scores = true;  // not at the front desk
};

std::string render(const CaseloadView& caseload, const Page& page);

}  // namespace holdfast::web
