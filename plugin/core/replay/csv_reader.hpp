// SPDX-License-Identifier: MIT
// Reads CSV (RFC 4180; LF or CRLF; a byte order mark is passed over) line by line in constant
// memory.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "replay/bytes.hpp"

namespace holdfast::replay {

struct CsvField {
  std::string_view text;  // unquoted; valid until the next line
  int column = 1;         // 1-based, in bytes
};

class CsvReader {
 public:
  static constexpr std::size_t longest_line = 1 << 16;
  static constexpr std::size_t most_fields = 64;  // what stands after them is not split

  explicit CsvReader(ByteSource source);

  enum class Read { line, end, too_long, open_quote };
  // An empty line is passed over. After too_long or open_quote the rest of that line has been
  // passed over.
  Read next();
  std::span<const CsvField> fields() const { return {fields_.data(), field_count_}; }
  bool is_cut() const { return is_cut_; }  // more fields stand on this line
  int line() const { return line_; }       // 1-based, of the line just read
  std::uint64_t bytes_read() const { return bytes_; }

 private:
  bool fill();
  bool find_line(std::string_view& line);
  Read split(std::string_view line);

  ByteSource source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  bool at_end_ = false;
  int line_ = 0;
  std::uint64_t bytes_ = 0;
  std::array<CsvField, most_fields> fields_;
  std::size_t field_count_ = 0;
  bool is_cut_ = false;
  std::vector<std::string> unquoted_;  // the text of quoted fields, by place
};

}  // namespace holdfast::replay
