// SPDX-License-Identifier: MIT
// metrics: how this process and its store stand, as Prometheus text. [thread-safe]
#include "service/metrics.hpp"

#include "service/tools/tools.hpp"

namespace holdfast::service {

Problems metrics_tool(House& house, std::string_view, ToolIo& io) {
  io.write("out", metrics_text(house));
  return {};
}

}  // namespace holdfast::service
