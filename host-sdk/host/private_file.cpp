// SPDX-License-Identifier: MIT
#include "private_file.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "exit.hpp"

namespace holdfast::host {
namespace {

constexpr std::size_t largest = 16UL * 1024 * 1024;

[[noreturn]] void refuse(const std::filesystem::path& path, const std::string& what, int error) {
  throw Exit(ExitCode::environment, path.string() + " " + what + ": " +
                                        std::generic_category().message(error) +
                                        "; check owner, mode and free space");
}

std::string name_of(::uid_t user) {
  const auto* known = ::getpwuid(user);  // NOLINT(concurrency-mt-unsafe): before any thread
  return known ? known->pw_name : std::to_string(user);
}

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

}  // namespace

std::string read_private_file(const std::filesystem::path& path) {
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) refuse(path, "cannot be read", errno);
  std::string bytes;
  char piece[16 * 1024];
  for (;;) {
    const auto got = ::read(file.number, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, "cannot be read", errno);
    if (got == 0) return bytes;
    bytes.append(piece, static_cast<std::size_t>(got));
    if (bytes.size() > largest) refuse(path, "is larger than 16 MiB", EFBIG);
  }
}

void write_private_file(const std::filesystem::path& path, std::string_view bytes) {
  const auto fresh = path.string() + ".new";
  {
    const Descriptor file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (file.number < 0) refuse(path, "cannot be written", errno);
    ::fchmod(file.number, 0600);
    while (!bytes.empty()) {
      const auto put = ::write(file.number, bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR) continue;
      if (put < 0) refuse(path, "cannot be written", errno);
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
    if (::fsync(file.number) != 0) refuse(path, "cannot be written", errno);
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) refuse(path, "cannot be replaced", errno);
  const Descriptor folder{::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.number >= 0) ::fsync(folder.number);
}

void private_folder(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) refuse(path, "cannot be made", errno);
  }
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) refuse(path, "cannot be read", errno);
  if (!S_ISDIR(found.st_mode)) refuse(path, "is not a folder", ENOTDIR);
  // Root could enter, and would leave files behind that the service cannot open.
  if (found.st_uid != ::geteuid())
    throw Exit(ExitCode::environment,
               path.string() + " belongs to the user " + name_of(found.st_uid) +
                   "; run this as that user: sudo -u " + name_of(found.st_uid) + " holdfast …");
  if ((found.st_mode & 077U) != 0)
    throw Exit(ExitCode::environment,
               path.string() + " can be entered by other users; run: chmod 700 " + path.string());
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0) refuse(path, "cannot be written", errno);
}

FileLock::FileLock(const std::filesystem::path& path)
    : descriptor_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
  if (descriptor_ < 0) refuse(path, "cannot be opened", errno);
  while (::flock(descriptor_, LOCK_EX) != 0)
    if (errno != EINTR) refuse(path, "cannot be locked", errno);
}

FileLock::~FileLock() { ::close(descriptor_); }

}  // namespace holdfast::host
