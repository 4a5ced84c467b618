// SPDX-License-Identifier: MIT
// Reads a CSV of dated ratings. Columns, in any order:
//   client or course, date (required); session (host id); instrument (or the option);
//   version (else the latest); total, or item.<id> columns, or both where they agree; language,
//   mode (else paper), declined (1). The rater follows from the instrument; comments are not
//   imported.
// Every line passes the checks of a form, and none may stand beside another rating of its session,
// form and rater. One bad line, and nothing is stored; all bad lines are named.
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
  // How far the file was read.
  enum class End { whole, at_columns, cancelled } end = End::whole;
  std::uint64_t lines = 0;  // without the one that names the columns, and empty ones
  std::uint64_t stored = 0;
  std::uint64_t without_mode = 0;  // of those stored, or to be stored: taken for paper
  std::uint64_t known = 0;         // there already, the same; left as they are
  std::uint64_t courses = 0;       // whose numbers were worked out anew
  bool dry_run = false;
  Problems problems;  // the first hundred, with line and column
  std::uint64_t bad_lines = 0;
};

Imported import_ratings(House& house, const ImportOptions& options, ToolIo& io);
std::string summary_of(const Imported& imported);  // for a terminal, English

}  // namespace holdfast::service
