// SPDX-License-Identifier: MIT
// A text that ends exactly where readable memory ends: one byte too far is a crash.
#pragma once
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <holdfast/cpp/guard.hpp>

namespace holdfast::conform {

class GuardedText {
 public:
  explicit GuardedText(std::string_view text) : length_(text.size()) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    body_ = (text.size() + page) / page * page;
    whole_ = body_ + page;
    void* memory =
        ::mmap(nullptr, whole_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    start_ = static_cast<char*>(memory);
    ::mprotect(start_ + body_, page, PROT_NONE);
    std::memcpy(begin(), text.data(), text.size());
  }
  GuardedText(const GuardedText&) = delete;
  GuardedText& operator=(const GuardedText&) = delete;
  ~GuardedText() { ::munmap(start_, whole_); }

  holdfast_str borrowed() const { return {begin(), length_}; }
  void take_back() { ::mprotect(start_, body_, PROT_NONE); }

 private:
  char* begin() const { return start_ + body_ - length_; }
  std::size_t length_, body_ = 0, whole_ = 0;
  char* start_ = nullptr;
};

}  // namespace holdfast::conform
