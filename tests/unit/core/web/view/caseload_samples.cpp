// SPDX-License-Identifier: MIT
// A sample of the list of clients.
#include "samples.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web::samples {

namespace {

using std::chrono::days;
const Day monday = *parse_day("2026-11-23");

}  // namespace

CaseloadView caseload(const text::Language& language) {
  CaseloadView view;
  view.action = "/clients";
  view.total = 3;
  CaseloadRow amelia;
  amelia.client = "Amelia Brook";
  amelia.href = "/clients/12";
  amelia.clinician = "R. Field";
  amelia.sessions = 12;
  amelia.last_session = monday;
  amelia.next_session = monday + days(7);
  amelia.recent = {81.0, 84.0, 90.0, {}, 88.0, 91.0};
  CaseloadRow jonas;
  jonas.client = "Jonas Reed";
  jonas.href = "/clients/32";
  jonas.clinician = "R. Field";
  jonas.sessions = 32;
  jonas.last_session = monday;
  jonas.recent = {80.0, 82.0, 78.0, 58.0, 66.0, 62.0};
  jonas.open = {{one_line(dip(), language), "/check-ins/3", "check_in-3", {}}};
  jonas.is_in_repair = true;
  CaseloadRow mira;
  mira.client = "Mira Stone";
  mira.href = "/clients/3";
  mira.clinician = "R. Field";
  mira.sessions = 3;
  mira.last_session = monday - days(7);
  mira.is_silent = true;
  view.rows = {amelia, jonas, mira};
  view.today = monday;
  return view;
}

}  // namespace holdfast::web::samples
