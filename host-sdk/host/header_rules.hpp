// SPDX-License-Identifier: MIT
// Which headers pass between the network and the plugin.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "http_message.hpp"

namespace holdfast::host {

// The value of a cookie in a Cookie header; empty when it is not there.
std::string cookie(std::string_view header, std::string_view name);

// For the plugin: without hop-by-hop headers, credentials and our own session cookie.
Headers inward(const Headers& headers, std::string_view session_cookie);

// For the network: lower-case names, without what this server sets itself and without a cookie
// under our session's name. Nothing when a name or a value is not a legal one, so that no header
// can be smuggled in.
std::optional<Headers> outward(const Headers& headers, std::string_view session_cookie);

}  // namespace holdfast::host
