// SPDX-License-Identifier: MIT
#include "replay/csv_reader.hpp"

#include <bit>
#include <cstring>

namespace holdfast::replay {
namespace {

constexpr std::size_t buffer_size = 1 << 18;
static_assert(buffer_size > 2 * CsvReader::longest_line);
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// From an opening quote to behind its closing one; false when it does not close before a comma or
// the end.
bool take_quoted(std::string_view line, std::size_t& at, std::string& text) {
  text.clear();
  for (++at; at < line.size(); ++at) {
    if (line[at] != '"') {
      text.push_back(line[at]);
    } else if (at + 1 < line.size() && line[at + 1] == '"') {
      text.push_back('"');
      ++at;
    } else {
      ++at;
      return at == line.size() || line[at] == ',';
    }
  }
  return false;
}

// Where the next comma stands, or the end. Fields are short: eight bytes at a time, without a call
// (Mycroft 1987: a byte is zero where subtracting one borrows into its free top bit).
std::size_t find_comma(std::string_view line, std::size_t at) {
  if constexpr (std::endian::native == std::endian::little) {
    constexpr std::uint64_t ones = 0x0101010101010101u, tops = 0x8080808080808080u;
    while (line.size() - at >= sizeof(std::uint64_t)) {
      std::uint64_t bytes;
      std::memcpy(&bytes, line.data() + at, sizeof bytes);
      bytes ^= ones * ',';
      if (const std::uint64_t zeros = (bytes - ones) & ~bytes & tops)
        return at + static_cast<std::size_t>(std::countr_zero(zeros)) / 8;
      at += sizeof bytes;
    }
  }
  while (at < line.size() && line[at] != ',') ++at;
  return at;
}

}  // namespace

CsvReader::CsvReader(ByteSource source)
    : source_(std::move(source)), buffer_(buffer_size), unquoted_(most_fields) {}

// Moves what is left to the front and reads on; false when nothing more came.
bool CsvReader::fill() {
  if (at_end_) return false;
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  const std::size_t read = source_(buffer_.data() + end_, buffer_.size() - end_);
  bytes_ += read;
  end_ += read;
  at_end_ = read == 0;
  return !at_end_;
}

// Without its end of line. A line that does not fit the buffer is handed out cut: next() refuses
// it.
bool CsvReader::find_line(std::string_view& line) {
  std::size_t searched = 0;
  for (;;) {
    const char* start = buffer_.data() + begin_;
    const std::size_t size = end_ - begin_;
    if (const void* found = std::memchr(start + searched, '\n', size - searched)) {
      const auto length = static_cast<std::size_t>(static_cast<const char*>(found) - start);
      line = {start, length};
      begin_ += length + 1;
      return true;
    }
    searched = size;
    if (size == buffer_.size()) {
      line = {start, size};
      begin_ = end_;
      return true;
    }
    if (fill()) continue;
    if (size == 0) return false;
    line = {buffer_.data() + begin_, size};
    begin_ = end_;
    return true;
  }
}

CsvReader::Read CsvReader::next() {
  std::string_view line;
  for (;;) {
    if (!find_line(line)) return Read::end;
    ++line_;
    if (line.size() >= longest_line) {
      // The end of line may still be ahead: pass over what is left of it.
      while (line.size() == buffer_.size() && find_line(line)) continue;
      return Read::too_long;
    }
    if (line_ == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) return split(line);
  }
}

CsvReader::Read CsvReader::split(std::string_view line) {
  std::size_t at = 0;
  for (field_count_ = 0; field_count_ < most_fields;) {
    CsvField& field = fields_[field_count_];
    field.column = static_cast<int>(at) + 1;
    if (at < line.size() && line[at] == '"') {
      std::string& text = unquoted_[field_count_];
      if (!take_quoted(line, at, text)) return Read::open_quote;
      field.text = text;
    } else {
      const std::size_t stop = find_comma(line, at);
      field.text = line.substr(at, stop - at);
      at = stop;
    }
    ++field_count_;
    is_cut_ = at < line.size();
    if (!is_cut_) break;
    ++at;  // the comma; a field may be empty at the very end
  }
  return Read::line;
}

}  // namespace holdfast::replay
