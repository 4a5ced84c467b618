// SPDX-License-Identifier: MIT
#include "spent_nonces/spent_nonces.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <holdfast/cpp/guard.hpp>

namespace holdfast {
namespace {

// "nonce expiry\n", always of this length: a line that a crash cut off is told by its length.
constexpr std::size_t line_bytes = 32 + 1 + 12 + 1;
constexpr std::uint64_t grown = 20'000 * line_bytes;  // a file that is worth sweeping
constexpr std::int64_t between_sweeps = 30;           // seconds, however many are still good

[[noreturn]] void refuse(const std::filesystem::path& file) {
  throw Failure(HOLDFAST_E_UNAVAILABLE, file.string() + ": cannot be written (" +
                                            std::strerror(errno) +
                                            "); nobody is let in until it can");
}

class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& file)
      : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX) != 0) refuse(file);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { ::close(descriptor_); }  // and with it the lock
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::string line_of(const std::string& nonce, std::int64_t expires) {
  char text[line_bytes + 1];
  std::snprintf(text, sizeof text, "%32s %012lld\n", nonce.c_str(),
                static_cast<long long>(expires));
  return {text, line_bytes};
}

}  // namespace

bool SpentNonces::spend(const std::string& nonce, std::int64_t expires, std::int64_t now) {
  const std::lock_guard lock(mutex_);
  const OpenFile file(file_);
  struct stat found {};
  if (::fstat(file.descriptor(), &found) != 0) refuse(file_);
  auto size = static_cast<std::uint64_t>(found.st_size) / line_bytes * line_bytes;
  // Another process began the file anew, or it was taken away.
  if (found.st_ino != inode_ || size < read_to_) {
    known_.clear();
    read_to_ = 0;
    inode_ = found.st_ino;
  }
  std::string fresh(size - read_to_, '\0');
  if (::pread(file.descriptor(), fresh.data(), fresh.size(), static_cast<off_t>(read_to_)) !=
      static_cast<ssize_t>(fresh.size()))
    refuse(file_);
  for (std::size_t at = 0; at < fresh.size(); at += line_bytes)
    known_[fresh.substr(at, 32)] = std::strtoll(fresh.c_str() + at + 33, nullptr, 10);
  read_to_ = size;
  if (known_.contains(nonce)) return false;
  if (size >= grown && now - swept_at_ >= between_sweeps) {
    swept_at_ = now;
    // What has expired is refused for its age: nobody needs to remember it.
    std::erase_if(known_, [&](const auto& one) { return one.second < now; });
    std::string kept;
    for (const auto& [each, until] : known_) kept += line_of(each, until);
    if (::ftruncate(file.descriptor(), 0) != 0 ||
        ::pwrite(file.descriptor(), kept.data(), kept.size(), 0) !=
            static_cast<ssize_t>(kept.size()))
      refuse(file_);
    read_to_ = size = kept.size();
  }
  const auto line = line_of(nonce, expires);
  if (::pwrite(file.descriptor(), line.data(), line.size(), static_cast<off_t>(size)) !=
      static_cast<ssize_t>(line.size()))
    refuse(file_);
  known_[nonce] = expires;
  read_to_ += line_bytes;
  return true;
}

}  // namespace holdfast
