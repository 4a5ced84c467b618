// SPDX-License-Identifier: MIT
// One line of CSV (RFC 4180) for spreadsheets: a cell that a spreadsheet would take for a formula
// is neutralised with an apostrophe in front.
#pragma once
#include <string>
#include <string_view>

namespace holdfast::service {

class CsvLine {
 public:
  CsvLine& add(std::string_view cell);
  std::string take();  // with its line end

 private:
  std::string text_;
  bool is_first_ = true;
};

}  // namespace holdfast::service
