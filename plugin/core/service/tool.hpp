// SPDX-License-Identifier: MIT
// The offline commands: one function each, over named channels, with options as JSON.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "alliance/result.hpp"
#include "json/value.hpp"

namespace holdfast::service {

class House;

// Channels are the caller's; read and write throw when the caller refuses.
class ToolIo {
 public:
  virtual ~ToolIo() = default;
  virtual std::size_t read(const char* channel, char* buffer, std::size_t capacity) = 0;  // 0: end
  virtual void write(const char* channel, std::string_view bytes) = 0;
  virtual void progress(std::uint64_t done, std::uint64_t total) = 0;  // total 0: unknown
  virtual bool is_cancelled() = 0;
};

struct Tool {
  const char* name;
  const char* needs;  // "nothing", "store" or "all": how much activate() must have opened
  // Problems: the options or the input were wrong; empty: done.
  Problems (*run)(House& house, std::string_view options_json, ToolIo& io);
};

std::span<const Tool> all_tools();
const Tool* find_tool(std::string_view name);

// Whether the caller connected this channel (the "channels" member of the options).
bool has_channel(const json::Value& options, std::string_view channel);

std::string read_all(ToolIo& io, const char* channel, std::size_t limit);  // throws over the limit

}  // namespace holdfast::service
