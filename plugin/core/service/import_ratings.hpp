// SPDX-License-Identifier: MIT
// Reads a CSV of dated ratings. Columns, in any order:
//   client or course, date (required); session (host id); instrument (or the option);
//   rater and version follow from the instrument; total, or item.<id> columns; language, mode,
//   declined (1), comment is not imported.
// Every line passes the checks of a form. One bad line, and nothing is stored; all bad lines are
// named.
#pragma once
#include <cstdint>
#include <string>

#include "alliance/result.hpp"
#include "service/tool.hpp"

namespace holdfast::service {

struct ImportOptions {
  enum class Store { all, nothing } store = Store::all;
  std::string instrument;  // for files without that column
};

struct Imported {
  std::uint64_t lines = 0;  // with a rating
  std::uint64_t stored = 0;
  std::uint64_t known = 0;    // imported before; left as they are
  std::uint64_t courses = 0;  // whose numbers were worked out anew
  bool dry_run = false;
  Problems problems;  // the first hundred, with line and column
  std::uint64_t bad_lines = 0;
};

Imported import_ratings(House& house, const ImportOptions& options, ToolIo& io);
std::string summary_of(const Imported& imported);  // for a terminal, English

}  // namespace holdfast::service
