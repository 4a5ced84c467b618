// SPDX-License-Identifier: MIT
// One answer of many entries that stays within the ABI's 256 KiB, whatever limit was asked for.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>
#include <string_view>

namespace holdfast::adapters::gnumed {

class Page {
 public:
  explicit Page(std::string_view opening) : text_(opening) {}

  // False, and nothing added, when the page is full. The first entry always fits.
  bool add(std::string_view entry) {
    if (entries_ > 0 && text_.size() + entry.size() > most_bytes) return false;
    if (entries_ > 0) text_.push_back(',');
    text_.append(entry);
    ++entries_;
    return true;
  }
  std::size_t entries() const { return entries_; }
  const std::string& text() const { return text_; }

 private:
  // Leaves room for what closes the answer: a cursor and a few names.
  static constexpr std::size_t most_bytes = payload::max_payload_bytes - 2048;
  std::string text_;
  std::size_t entries_ = 0;
};

}  // namespace holdfast::adapters::gnumed
