// SPDX-License-Identifier: MIT
// Which column of an import file means what.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "alliance/result.hpp"
#include "replay/csv_reader.hpp"

namespace holdfast::service {

struct ImportColumns {
  int client = -1, course = -1, session = -1, date = -1, instrument = -1, version = -1, total = -1;
  std::size_t count = 0;  // of all columns
  int language = -1, mode = -1, declined = -1;
  std::vector<std::pair<std::string, int>> items;  // "item.<id>"

  // From the line just read. Without an instrument column the option must name one.
  static Result<ImportColumns> read(const replay::CsvReader& csv, std::string_view instrument);

  std::string_view text(const replay::CsvReader& csv, int column) const;  // empty: no such column
  int position(const replay::CsvReader& csv, int column) const;           // 1-based, in bytes
};

}  // namespace holdfast::service
