// SPDX-License-Identifier: MIT
// The rows of a replay file: client,session,date,score and, in any order, the optional columns
// tension, talked_through, therapist, attendance. What is wrong is named with line and column;
// nothing is clamped.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "alliance/moment.hpp"
#include "alliance/result.hpp"
#include "alliance/score.hpp"
#include "alliance/words.hpp"
#include "replay/csv_reader.hpp"

namespace holdfast::replay {

enum class Column : std::uint8_t {
  client,
  session,
  date,
  score,
  tension,
  talked_through,
  therapist,
  attendance,
};
inline constexpr std::size_t column_count = 8;

struct FileRow {
  std::string_view client;     // as in the file; valid until the next line is read
  std::string_view therapist;  // likewise; empty: not said
  Day day{};
  std::int64_t session = 0;
  double score = 0;  // raw; where has_score
  int line = 0;
  int session_column = 1;  // for a problem found later
  std::int8_t tension = -1;
  bool has_score = false;
  bool talked_through = false;
  bool declined = false;
  Attendance attendance = Attendance::held;
};

// Which column stands where.
class Header {
 public:
  static Result<Header> read(const CsvReader& line);
  std::size_t columns() const { return columns_; }
  bool has_optional() const { return has_optional_; }
  // Empty where the file has no such column.
  CsvField field(std::span<const CsvField> fields, Column column) const {
    const std::size_t place = place_[static_cast<std::size_t>(column)];
    return place < fields.size() ? fields[place] : CsvField{};
  }

 private:
  std::array<std::size_t, column_count> place_{};
  std::size_t columns_ = 0;
  bool has_optional_ = false;
};

// False where something is wrong with the row; `problem` says what.
bool read_row(const Header& header, const CsvReader& line, const Scale& scale, FileRow& row,
              Problem& problem);

}  // namespace holdfast::replay

template <>
inline constexpr std::array<std::string_view, 8> holdfast::words_of<holdfast::replay::Column>{
    "client", "session", "date", "score", "tension", "talked_through", "therapist", "attendance"};
