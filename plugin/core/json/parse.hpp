// SPDX-License-Identifier: MIT
// Strict reading of JSON from people and other programs: what one reader would take and another
// would not is refused, with line and column.
#pragma once
#include <cstddef>
#include <string_view>

#include "alliance/result.hpp"
#include "json/value.hpp"

namespace holdfast::json {

struct Limits {
  std::size_t bytes = std::size_t{256} * 1024;
  int depth = 32;
};

// Refuses, by rule: "too-large", "too-deep", "utf-8", "nul", "duplicate" (a key given twice),
// "range" (a number no double can hold), "syntax". `field` is the JSON pointer (RFC 6901) reached
// so far.
Result<Value> parse(std::string_view text, Limits limits = {});

}  // namespace holdfast::json
