// SPDX-License-Identifier: MIT
// An immutable JSON value (RFC 8259) that remembers where it stood, so that an error can name the
// line.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::json {

enum class Kind { null, boolean, number, string, array, object };

class Value {
 public:
  using Member = std::pair<std::string, Value>;

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool boolean() const { return boolean_; }
  // A string's characters, or a number as it was written: totals that must not round are read from
  // here.
  const std::string& text() const { return text_; }
  double number() const { return number_; }  // finite
  const std::vector<Value>& items() const { return items_; }
  const std::vector<Member>& members() const { return members_; }  // in their order
  const Value* find(std::string_view name) const;                  // nullptr: no such member

  // The member's text, or `otherwise` when there is none or it is no string.
  std::string_view string_or(std::string_view name, std::string_view otherwise = {}) const;
  bool boolean_or(std::string_view name, bool otherwise) const;

  int line() const { return line_; }      // 1-based
  int column() const { return column_; }  // 1-based, in bytes

 private:
  friend class Reader;
  Kind kind_ = Kind::null;
  bool boolean_ = false;
  double number_ = 0;
  int line_ = 1;
  int column_ = 1;
  std::string text_;
  std::vector<Value> items_;
  std::vector<Member> members_;
};

}  // namespace holdfast::json
