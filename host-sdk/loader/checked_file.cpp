// SPDX-License-Identifier: MIT
#include "loader/checked_file.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "loader/libcrypto.hpp"

namespace holdfast::loader {
namespace {

std::string octal(mode_t mode) {
  std::string digits;
  for (const unsigned shift : {9U, 6U, 3U, 0U})
    digits += static_cast<char>('0' + ((mode >> shift) & 7U));
  return digits;
}

// Code that others can change is code that others can run as this user.
void refuse_if_others_may_change(const struct stat& found, const std::string& what,
                                 const std::string& path) {
  const uid_t self = ::geteuid();
  if (found.st_uid != 0 && found.st_uid != self)
    throw Failure(HOLDFAST_E_DENIED, path + ": expected the " + what +
                                         " to belong to root or to user " + std::to_string(self) +
                                         ", found user " + std::to_string(found.st_uid) +
                                         "; chown it");
  if ((found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    throw Failure(HOLDFAST_E_DENIED,
                  path + ": expected a " + what + " that only its owner may write, found mode " +
                      octal(found.st_mode & 07777U) + "; run: chmod go-w " + path);
}

std::string reason(int error) { return std::strerror(error); }  // NOLINT(concurrency-mt-unsafe)

// Only root and this user may change the file, and dlopen maps it next.
class Mapped {
 public:
  Mapped(int descriptor, const std::string& path) {
    struct stat found {};
    if (::fstat(descriptor, &found) != 0)
      throw Failure(HOLDFAST_E_UNAVAILABLE, path + ": " + reason(errno));
    size_ = static_cast<std::size_t>(found.st_size);
    if (size_ == 0) return;
    void* const at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at == MAP_FAILED) throw Failure(HOLDFAST_E_UNAVAILABLE, path + ": " + reason(errno));
    bytes_ = at;
  }
  ~Mapped() {
    if (bytes_) ::munmap(bytes_, size_);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  const void* bytes() const { return bytes_ ? bytes_ : ""; }
  std::size_t size() const { return size_; }

 private:
  void* bytes_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace

CheckedFile CheckedFile::open(const std::filesystem::path& path) {
  std::error_code error;
  const auto resolved = std::filesystem::canonical(path, error);
  if (error)
    throw Failure(HOLDFAST_E_NOT_FOUND, path.string() + ": expected a file, found none (" +
                                            error.message() + "); install it or correct the path");
  const int descriptor = ::open(resolved.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0)
    throw Failure(HOLDFAST_E_DENIED, resolved.string() + ": cannot be opened (" + reason(errno) +
                                         "); let this user read it");
  CheckedFile file(resolved, descriptor);
  struct stat found {};
  if (::fstat(descriptor, &found) != 0 || !S_ISREG(found.st_mode))
    throw Failure(HOLDFAST_E_INVALID, resolved.string() + ": expected a regular file");
  refuse_if_others_may_change(found, "file", resolved.string());
  struct stat folder {};
  if (::stat(resolved.parent_path().c_str(), &folder) != 0)
    throw Failure(HOLDFAST_E_DENIED, resolved.parent_path().string() + ": " + reason(errno));
  refuse_if_others_may_change(folder, "folder", resolved.parent_path().string());
  return file;
}

CheckedFile::CheckedFile(std::filesystem::path path, int descriptor)
    : path_(std::move(path)), descriptor_(descriptor) {}

CheckedFile::CheckedFile(CheckedFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      descriptor_is_kept_(other.descriptor_is_kept_) {}

CheckedFile::~CheckedFile() {
  if (descriptor_ >= 0 && !descriptor_is_kept_) ::close(descriptor_);
}

std::string CheckedFile::read(std::size_t limit) const {
  std::string text;
  std::vector<char> piece(16 * 1024);
  for (off_t at = 0;;) {
    const auto got = ::pread(descriptor_, piece.data(), piece.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Failure(HOLDFAST_E_UNAVAILABLE, path_.string() + ": " + reason(errno));
    if (got == 0) return text;
    at += got;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > limit)
      throw Failure(HOLDFAST_E_LIMIT, path_.string() + ": expected at most " +
                                          std::to_string(limit) + " bytes, found more");
  }
}

std::string CheckedFile::read_at(std::uint64_t at, std::size_t most) const {
  std::string bytes(most, '\0');
  std::size_t filled = 0;
  while (filled < most) {
    const auto got =
        ::pread(descriptor_, bytes.data() + filled, most - filled, static_cast<off_t>(at + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Failure(HOLDFAST_E_UNAVAILABLE, path_.string() + ": " + reason(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

std::uint64_t CheckedFile::size() const {
  struct stat found {};
  if (::fstat(descriptor_, &found) != 0)
    throw Failure(HOLDFAST_E_UNAVAILABLE, path_.string() + ": " + reason(errno));
  return static_cast<std::uint64_t>(found.st_size);
}

std::string CheckedFile::sha256() const {
  const Mapped file(descriptor_, path_.string());
  unsigned char digest[EVP_MAX_MD_SIZE];
  std::size_t length = sizeof digest;
  if (libcrypto<decltype(EVP_Q_digest)>("EVP_Q_digest")(nullptr, "SHA256", nullptr, file.bytes(),
                                                        file.size(), digest, &length) != 1)
    throw Failure(HOLDFAST_E_INTERNAL, "libcrypto offers no SHA-256");
  std::string hex;
  for (std::size_t i = 0; i < length; ++i) {
    hex += "0123456789abcdef"[digest[i] >> 4U];
    hex += "0123456789abcdef"[digest[i] & 15U];
  }
  return hex;
}

CheckedFile::Identity CheckedFile::identity() const {
  struct stat found {};
  if (::fstat(descriptor_, &found) != 0)
    throw Failure(HOLDFAST_E_UNAVAILABLE, path_.string() + ": " + reason(errno));
  return {found.st_dev, found.st_ino};
}

std::string CheckedFile::descriptor_path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace holdfast::loader
