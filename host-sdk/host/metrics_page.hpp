// SPDX-License-Identifier: MIT
// GET /metrics, on a listener of its own: the plugin's counts and whether it is ready.
#pragma once
#include <functional>

#include "http_message.hpp"
#include "mounted_plugin.hpp"

namespace holdfast::host {

struct MetricsParts {
  const MountedPlugin& plugin;  // outlives the page
  std::function<bool()> is_ready;
};

// [thread-safe]; throws nothing.
Response metrics_page(const MetricsParts& parts, const Request& request);

}  // namespace holdfast::host
