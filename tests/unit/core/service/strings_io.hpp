// SPDX-License-Identifier: MIT
// A tool's channels as strings.
#pragma once
#include <algorithm>
#include <cstring>
#include <map>
#include <string>

#include "service/tool.hpp"

namespace holdfast::service::testing {

struct StringsIo : ToolIo {
  std::map<std::string, std::string> in, out;
  std::map<std::string, std::size_t> at;
  bool cancelled = false;
  std::uint64_t progressed = 0;

  std::size_t read(const char* channel, char* buffer, std::size_t capacity) override {
    const auto& text = in[channel];
    auto& from = at[channel];
    const auto size = std::min(capacity, text.size() - from);
    std::memcpy(buffer, text.data() + from, size);
    from += size;
    return size;
  }
  void write(const char* channel, std::string_view bytes) override { out[channel] += bytes; }
  void progress(std::uint64_t, std::uint64_t) override { ++progressed; }
  bool is_cancelled() override { return cancelled; }
};

}  // namespace holdfast::service::testing
