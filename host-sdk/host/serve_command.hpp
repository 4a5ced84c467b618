// SPDX-License-Identifier: MIT
// `holdfast serve`: the plugin behind HTTP, from start to SIGTERM.
#pragma once
#include "settings.hpp"

namespace holdfast::host {

// Returns after SIGTERM or SIGINT, when the requests under way were answered. Throws Exit.
void serve(const Arguments& arguments);

}  // namespace holdfast::host
