// SPDX-License-Identifier: MIT
// Where the server is, as postgresql://user@host:port/database?parameter=value says it, or libpq's
// own environment and files where it is silent.
#pragma once
#include <string>

namespace holdfast::store::postgresql {

// Throws Failure when it is not such an address; the sentence does not repeat it.
class Address {
 public:
  explicit Address(std::string text);
  const std::string& text() const { return text_; }  // with the password: for libpq alone
  const std::string& name() const { return name_; }  // for people and logs

 private:
  std::string text_;
  std::string name_;
};

}  // namespace holdfast::store::postgresql
