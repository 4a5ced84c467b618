// SPDX-License-Identifier: MIT
// `holdfast serve --demo`: a practice that does not exist, in a folder of its own, with two years
// of ratings.
#pragma once
#include <filesystem>
#include <span>
#include <string>

#include "mounted_plugin.hpp"
#include "settings.hpp"
#include "user_file.hpp"

namespace holdfast::host {

struct DemoLogin {
  const char* name;
  const char* person;  // user id in the demo practice
  const char* role;    // for the list that is printed
};
std::span<const DemoLogin> demo_logins();
inline constexpr const char* demo_password = "holdfast-demo";

// The folder of one demo: a fresh one under the temporary folder, removed at the end, or the one
// that was named, which must be empty or an earlier demo's. Throws Exit(environment).
class DemoFolder {
 public:
  explicit DemoFolder(const std::filesystem::path& named);
  DemoFolder(const DemoFolder&) = delete;
  DemoFolder& operator=(const DemoFolder&) = delete;
  ~DemoFolder();

  const std::filesystem::path& path() const { return path_; }
  bool is_filled() const;  // an earlier run has put the ratings in
  void mark_filled() const;

 private:
  std::filesystem::path path_;
  bool is_ours_to_remove_;
};

// Points the settings at the practice adapter's demo. Throws Exit(usage) when the configuration
// names an adapter or an address that others can reach.
void settle_demo(Settings& settings, const std::filesystem::path& folder);

void add_demo_logins(UserFile& users);

// Mirrors the demo practice, then brings its ratings in through the tools demo-ratings and import.
void fill_demo(const MountedPlugin& plugin);

// What is printed when all is up: address, logins, how to stop.
std::string demo_greeting(const std::string& address);

}  // namespace holdfast::host
