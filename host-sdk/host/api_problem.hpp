// SPDX-License-Identifier: MIT
// What this program itself refuses under the plugin's API, told as the plugin tells it (RFC 9457):
// callers of an API read nothing else.
#pragma once
#include <string_view>

#include "http_message.hpp"

namespace holdfast::host {

// By the path as it was sent: what cannot be read has no other.
bool is_for_api(std::string_view target, std::string_view prefix);
Response api_problem(int status, std::string_view sentence);

}  // namespace holdfast::host
