// SPDX-License-Identifier: MIT
// Which one-time numbers have been used, known to every process that serves a site: a file they all
// append to under a lock. What has expired is dropped when the file has grown. [thread-safe]
#pragma once
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <unordered_map>

namespace holdfast {

class SpentNonces {
 public:
  // Makes the file, mode 0600, where there is none.
  explicit SpentNonces(std::filesystem::path file) : file_(std::move(file)) {}

  // True the first time, in whichever process; false for one that was spent already. `nonce` is 32
  // hexadecimal digits, `expires` and `now` are Unix seconds. Throws Failure(UNAVAILABLE) when
  // the file cannot be written: then nothing is let in.
  bool spend(const std::string& nonce, std::int64_t expires, std::int64_t now);

 private:
  std::filesystem::path file_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::int64_t> known_;  // as far as the file was read
  std::uint64_t read_to_ = 0;
  std::uint64_t inode_ = 0;  // of the file that was read
  std::int64_t swept_at_ = 0;
};

}  // namespace holdfast
