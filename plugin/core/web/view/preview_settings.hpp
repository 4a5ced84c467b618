// SPDX-License-Identifier: MIT
// A form of the rules' settings, and what they would have marked in the practice's own past. A look
// only; an administrator may accept them below.
#pragma once
#include <string>
#include <vector>

#include "web/view/figures.hpp"
#include "web/view/page.hpp"
#include "web/view/sentence.hpp"
#include "web/view/thresholds.hpp"

namespace holdfast::web {

struct ChangedRow {
  std::string client;
  std::string href;
  Day day;
  Rule rule = Rule::sudden_dip;
};
struct ChangedRows {
  std::uint64_t count = 0;
  std::vector<ChangedRow> rows;  // empty where clients may not be named
};

struct PreviewView {
  ReportHead head;
  PastNumbers past;
  std::string scope, years;  // hidden fields of the form
  ThresholdFields fields;
  std::vector<std::string> problems;  // translated
  bool is_asked = false;              // figures are shown
  bool changes_anything = false;
  ShareNumbers now, then;
  std::uint64_t kept = 0;
  ChangedRows gone, added;
  bool names_clients = false;
  bool may_accept = false;
  int version = 1;  // in force now
};

std::string render(const PreviewView& preview, const Page& page);

}  // namespace holdfast::web
