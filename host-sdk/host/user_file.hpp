// SPDX-License-Identifier: MIT
// The program's own logins, `users.json` in the data folder (mode 0600): names, argon2id hashes,
// and which person of the practice system each one is. [thread-safe]
#pragma once
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::host {

struct User {
  std::string name;           // typed at login; compared without regard to case of a-z
  std::string person;         // the practice system's user id, handed to the plugin as the actor
  std::string hash;           // password.hpp
  std::string code_secret{};  // one_time_code.hpp; empty: none
  bool operator==(const User&) const = default;
};

class UserFile {
 public:
  explicit UserFile(std::filesystem::path path) : path_(std::move(path)) {}

  // Every call sees what other processes wrote. All throw Exit when the file cannot be read, is not
  // this format, or cannot be written; a file that is not there holds nobody.
  std::vector<User> all() const;
  std::optional<User> find(std::string_view name) const;
  void add(const User& user);                              // bad_input when the name is taken
  void set_hash(std::string_view name, std::string hash);  // bad_input when there is no such name
  void set_code_secret(std::string_view name, std::string secret);  // likewise; empty: none
  void remove(std::string_view name);  // bad_input when there is no such name

 private:
  struct Stamp {
    long seconds = 0, nanoseconds = 0;
    unsigned long inode = 0;
    bool operator==(const Stamp&) const = default;
  };
  std::optional<Stamp> stamp() const;
  std::vector<User> read() const;
  void write(const std::vector<User>& users) const;
  template <class Change>
  void change(Change&& change);

  std::filesystem::path path_;
  mutable std::mutex mutex_;
  mutable std::vector<User> users_;  // as of stamp_
  mutable std::optional<Stamp> stamp_;
};

// Why a login name will not do; empty when it will: 1 to 64 of a-z A-Z 0-9 . _ @ -
std::string name_problem(std::string_view name);

}  // namespace holdfast::host
