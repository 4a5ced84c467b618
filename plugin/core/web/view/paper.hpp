// SPDX-License-Identifier: MIT
// A form on paper: the sheet to print, with lines of ten centimetres, and the page where staff type
// what stands on it.
#pragma once
#include <string>
#include <vector>

#include "web/view/form.hpp"

namespace holdfast::web {

struct PaperView {
  std::string language = "en";  // of the form's own words, BCP 47
  bool is_right_to_left = false;
  std::string our_language = "en";  // of what we print for the client around them
  std::string title, introduction;
  std::string who_reads, crisis, note;
  std::vector<FormItem> items;
  std::string session_line;  // day and number of the session; no name
  bool is_letter = false;    // else A4
  std::string a4, letter;    // paths of the two sizes
  std::string back;
};
std::string render(const PaperView& paper, const Page& page);

// Fields: instrument, who (where several take part), a.<item> or total, assistance, key, twice=1
// (type everything again to compare), once.<field> (what was typed the first time), leave=decline.
struct PaperEntryView {
  struct Form {
    std::string id, title;
    bool is_chosen = false;
    std::string href = {};  // of the page with this choice
  };
  std::string session_line;  // with the client, for staff
  std::vector<Form> forms;
  std::vector<Form> people;  // who may have filled it in; fewer than two: no choice
  std::string instrument;
  std::vector<FormItem> items;
  std::string total_range;  // "0–400"; empty: the form has no total
  std::string total;
  std::string assistance = "none";
  std::vector<std::pair<std::string, std::string>> once;  // field, value
  bool is_second = false;                                 // now the same again
  bool wants_twice = false;
  std::string action, key, back;
  std::vector<std::string> problems;
};
std::string render(const PaperEntryView& entry, const Page& page);

}  // namespace holdfast::web
