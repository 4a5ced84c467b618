// SPDX-License-Identifier: MIT
// A plain page of the office: what there is, line by line, and what can be done about it. Every
// text is already in the page's language; names and ids of the practice are marked as such.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "web/view/page.hpp"

namespace holdfast::web {

struct SheetField {
  std::string name;
  std::string label;
  std::string value = {};
  std::string type = "text";                                      // text, date, search, tick
  std::vector<std::pair<std::string, std::string>> choices = {};  // value, text: one of them
  bool is_required = true;
};

struct SheetForm {
  std::string action;  // path it posts to
  std::string button;
  std::vector<std::pair<std::string, std::string>> hidden = {};
  std::vector<SheetField> fields = {};
  std::string folded_under = {};  // a summary that opens the form; empty: the form stands open
  bool is_search = false;         // GET, without a token
};

struct SheetLine {
  std::string title;
  std::string href = {};    // of the title; may be empty
  std::string detail = {};  // may be empty
  std::string quoted = {};  // somebody's own words; may be empty
  bool is_name = false;     // the title is a name, and not to be translated
  std::vector<SheetForm> forms = {};
  std::string language = {};  // of the title, BCP 47; empty: the page's
  bool is_right_to_left = false;
};

struct SheetSection {
  std::string title;
  std::string text = {};
  std::vector<SheetLine> lines = {};
  std::string when_empty = {};  // instead of lines, when there are none
  std::vector<SheetForm> forms = {};
};

struct SheetView {
  std::string title;
  std::string lead = {};
  std::vector<std::string> problems = {};
  std::vector<SheetSection> sections = {};
  std::string back_href = {}, back_text = {};
};

std::string render(const SheetView& sheet, const Page& page);

}  // namespace holdfast::web
