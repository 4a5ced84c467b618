// SPDX-License-Identifier: MIT
// What comes over the boundary is checked before it goes near the database.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::adapters::gnumed {

// An id of at most 128 bytes of UTF-8; a key of 1 to 256 and a reason of at most 1024, without a
// NUL. Throws Failure(INVALID).
std::string checked_id(std::string_view id);
std::string checked_key(std::string_view key);
std::string checked_reason(std::string_view reason);

// GNUmed's keys are whole numbers from 1. Empty: nothing here has this id.
std::optional<int> key_of(std::string_view id);

// "{1,2}" as PostgreSQL reads a list.
template <class Numbers>
std::string as_array(const Numbers& numbers) {
  std::string text = "{";
  for (const auto number : numbers) {
    if (text.size() > 1) text += ',';
    text += std::to_string(number);
  }
  return text + "}";
}

}  // namespace holdfast::adapters::gnumed
