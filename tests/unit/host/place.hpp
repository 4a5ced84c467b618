// SPDX-License-Identifier: MIT
// A private folder for one test, and time that a test moves itself.
#pragma once
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "clock.hpp"
#include "exit.hpp"

namespace holdfast::host::testing {

class Place {
 public:
  Place() {
    auto pattern = (std::filesystem::temp_directory_path() / "holdfast-test-XXXXXX").string();
    path_ = std::filesystem::canonical(::mkdtemp(pattern.data()));  // 0700
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() { std::filesystem::remove_all(path_); }

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  const std::filesystem::path& path() const { return path_; }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

struct MovedClock {
  std::chrono::steady_clock::time_point now{std::chrono::hours{1000}};
  Clock clock() {
    return [this] { return now; };
  }
};

// What a call ended with; empty when it did not.
template <class Call>
std::string exit_of(Call&& call) {
  try {
    call();
  } catch (const Exit& exit) {
    return std::to_string(static_cast<int>(exit.code())) + " " + exit.what();
  }
  return "";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace holdfast::host::testing
