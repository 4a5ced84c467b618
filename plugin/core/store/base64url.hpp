// SPDX-License-Identifier: MIT
// base64url without padding (RFC 4648, section 5): what may stand in an address.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::store {

std::string to_base64url(std::string_view bytes);
// Nothing for what is not spelled as to_base64url spells it.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace holdfast::store
