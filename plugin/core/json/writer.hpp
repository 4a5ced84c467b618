// SPDX-License-Identifier: MIT
// Writes JSON piece by piece; commas and escapes are its own business.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::json {

class Writer {
 public:
  Writer& begin_object();
  Writer& end_object();
  Writer& begin_array();
  Writer& end_array();
  Writer& key(std::string_view name);
  Writer& string(std::string_view value);  // UTF-8
  Writer& integer(std::int64_t value);
  Writer& number(double value);  // the shortest text that reads back the same; null when not finite
  Writer& boolean(bool value);
  Writer& null();
  Writer& raw(std::string_view json);  // a value that is JSON already

  // key + value for the common case; an empty optional writes nothing.
  Writer& member(std::string_view name, std::string_view value) { return key(name).string(value); }
  Writer& member(std::string_view name, const std::optional<double>& value) {
    return value ? key(name).number(*value) : *this;
  }

  std::string take() { return std::move(out_); }

 private:
  void separate();
  std::string out_;
  std::vector<bool> has_items_;  // of each open object or array
  bool after_key_ = false;
};

std::string quoted(std::string_view value);  // one string, with its quotes

}  // namespace holdfast::json
