// SPDX-License-Identifier: MIT
// What a practice holds, as values: what an import file, the demo and the tests put into the
// tables.
#pragma once
#include <filesystem>
#include <holdfast/cpp/payload.hpp>
#include <string_view>
#include <vector>

namespace holdfast::adapters::practice {

struct User : payload::Person {
  bool active = true;  // false: may not enter any more
};

struct Contents {
  std::vector<payload::Clinician> clinicians;
  std::vector<payload::Client> clients;
  std::vector<payload::Course> courses;
  std::vector<payload::Session> sessions;
  std::vector<User> users;
};

// Reads the JSON of an import file (README.md). Throws Failure(INVALID), naming list, number and
// field.
Contents read_contents(std::string_view json);
// The same from a file. Throws Failure(NOT_FOUND) when it cannot be read.
Contents read_contents_file(const std::filesystem::path& file);

}  // namespace holdfast::adapters::practice
