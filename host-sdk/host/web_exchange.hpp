// SPDX-License-Identifier: MIT
// One request over the C ABI (ext/plugin_web.h): borrowed texts in, what is written during the call
// out.
#pragma once
#include <holdfast/ext/plugin_web.h>

#include <functional>

#include "plugin_request.hpp"

namespace holdfast::host {

using Handle = std::function<holdfast_status(
    const holdfast_web_request& asked, const holdfast_web_response& out, holdfast_error& error)>;

// Throws Failure when `handle` gave no whole answer.
Response exchange(const PluginRequest& request, const Handle& handle);

}  // namespace holdfast::host
