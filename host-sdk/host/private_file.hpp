// SPDX-License-Identifier: MIT
// Files and folders that only this user reads: 0600 and 0700 whatever the umask says.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

namespace holdfast::host {

// All throw Exit(environment) naming the path, the reason and what to do.
std::string read_private_file(const std::filesystem::path& path);  // at most 16 MiB
// Whole or not at all: written beside, flushed, then renamed.
void write_private_file(const std::filesystem::path& path, std::string_view bytes);
// Makes it with its parents when it is not there; refuses one that others may enter, or that this
// user cannot write.
void private_folder(const std::filesystem::path& path);

// Held until the end of its life, by one process at a time. The file stays.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& path);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  int descriptor_;
};

}  // namespace holdfast::host
