// SPDX-License-Identifier: MIT
// Keys as people copy them: Bech32 (BIP 173), as age writes its keys.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace holdfast::service {

std::string bech32(std::string_view prefix, std::span<const unsigned char> bytes);
// The bytes behind `prefix`, in lower or in upper case; nothing when a character is wrong.
std::optional<std::string> from_bech32(std::string_view prefix, std::string_view text);

}  // namespace holdfast::service
