// SPDX-License-Identifier: MIT
// The fields of a query string or of a posted form (application/x-www-form-urlencoded, WHATWG
// URL 5.1).
#pragma once
#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "alliance/result.hpp"

namespace holdfast::web {

class Fields {
 public:
  // Refuses broken percent codes, text that is not UTF-8, NUL, a name given twice, over 500 fields.
  static Result<Fields> parse(std::string_view text);

  std::string_view get(std::string_view name) const;  // empty when absent
  bool has(std::string_view name) const { return values_.contains(name); }
  // "from": how many lines of a list to pass over, at most a million; none: absent, or no number.
  std::optional<std::size_t> passed_over() const;
  const std::map<std::string, std::string, std::less<>>& all() const { return values_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

std::string percent_encoded(std::string_view text);  // for one path segment or query value

}  // namespace holdfast::web
