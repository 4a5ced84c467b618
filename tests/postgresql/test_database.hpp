// SPDX-License-Identifier: MIT
// A database of a test case's own on the tests' PostgreSQL server.
#pragma once
#include <functional>
#include <string>

namespace holdfast::testing {

// Whether this run is on PostgreSQL: the environment names the server's state file.
bool is_on_postgresql();

// Made from a template that `fill` brought to the schema once in the server's life; gone at the
// end.
class TestDatabase {
 public:
  using Fill = std::function<void(const std::string& address)>;
  explicit TestDatabase(const Fill& fill);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  const std::string& address() const { return address_; }
  const std::string& name() const { return name_; }

 private:
  std::string folder_;
  std::string name_;
  std::string address_;
};

// Past Holdfast, as the server's keeper. Runs a script in a database; throws std::runtime_error
// with the server's words.
void run_in_database(const std::string& address, const std::string& script);
// The first value of the first row, as text.
std::string value_in_database(const std::string& address, const std::string& query);

}  // namespace holdfast::testing
