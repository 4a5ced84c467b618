// SPDX-License-Identifier: MIT
// Where a replay reads from and writes to. The program that runs it opens the files; this room
// never does.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace holdfast::replay {

// Fills at most `size` bytes and says how many; 0 at the end.
using ByteSource = std::function<std::size_t(char* into, std::size_t size)>;

// Takes all bytes or says false (disk full, pipe closed); after that nothing more is written to it.
using ByteSink = std::function<bool(std::string_view bytes)>;

// Collects rows and hands them on in large pieces. An empty sink costs one test a row.
class Output {
 public:
  explicit Output(ByteSink sink) : sink_(std::move(sink)) {}
  bool wanted() const { return static_cast<bool>(sink_); }
  bool failed() const { return failed_; }
  std::string& row() { return pending_; }
  void row_done() {
    if (pending_.size() >= piece) flush();
  }
  void flush() {
    if (!pending_.empty() && sink_ && !failed_) failed_ = !sink_(pending_);
    pending_.clear();
  }

 private:
  static constexpr std::size_t piece = 1 << 16;
  ByteSink sink_;
  std::string pending_;
  bool failed_ = false;
};

}  // namespace holdfast::replay
