// SPDX-License-Identifier: MIT
#include "service/tool.hpp"

#include <array>
#include <stdexcept>

#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

constexpr std::array<Tool, 21> tools{{
    {"score", "nothing", score_tool},
    {"instrument-list", "nothing", instrument_list_tool},
    {"instrument-export", "store", instrument_export_tool},
    {"instrument-check", "nothing", instrument_check_tool},
    {"replay", "nothing", replay_tool},
    {"simulate", "nothing", simulate_tool},
    {"wording-install", "store", wording_install_tool},
    {"import", "store", import_tool},
    {"rebuild", "store", rebuild_tool},
    {"verify", "store", verify_tool},
    {"metrics", "store", metrics_tool},
    {"doctor", "store", doctor_tool},
    {"backup", "store", backup_tool},
    {"backup-key", "nothing", backup_key_tool},
    {"restore", "nothing", restore_tool},
    {"schema", "nothing", schema_tool},
    {"export", "store", export_tool},
    {"erase", "all", erase_tool},
    {"audit-verify", "store", audit_verify_tool},
    {"audit-export", "store", audit_export_tool},
    {"demo-ratings", "store", demo_ratings_tool},
}};

}  // namespace

std::span<const Tool> all_tools() { return tools; }

const Tool* find_tool(std::string_view name) {
  for (const auto& tool : tools)
    if (tool.name == name) return &tool;
  return nullptr;
}

std::string read_all(ToolIo& io, const char* channel, std::size_t limit) {
  std::string text;
  char buffer[16384];
  while (const auto got = io.read(channel, buffer, sizeof buffer)) {
    text.append(buffer, got);
    if (text.size() > limit)
      throw std::runtime_error("the input has more than " + std::to_string(limit) + " bytes");
  }
  return text;
}

bool has_channel(const json::Value& options, std::string_view channel) {
  const auto* channels = options.find("channels");
  if (!channels) return false;
  for (const auto& one : channels->items())
    if (one.text() == channel) return true;
  return false;
}

}  // namespace holdfast::service
