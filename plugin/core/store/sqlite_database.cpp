// SPDX-License-Identifier: MIT
#include "store/sqlite_database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "store/failure.hpp"
#include "store/migrations.hpp"
#include "store/sqlite_connection.hpp"

namespace holdfast::store {
namespace {

// The file is made before SQLite opens it, so that it is never anybody else's to read; -wal and
// -shm take its mode. An existing file is not opened here: closing it would drop SQLite's locks in
// this process.
void make_private_file(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    if (!S_ISREG(status.st_mode))
      throw Failure(Fault::read_only, fmt::format("store {} is no file; name another", path));
    if ((status.st_mode & 0077) != 0) ::chmod(path.c_str(), 0600);
    return;
  }
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (file >= 0) {
    ::close(file);
  } else if (errno != EEXIST) {
    throw Failure(
        errno == ENOSPC ? Fault::full : Fault::read_only,
        fmt::format("store {} cannot be made: {}; check the folder's owner, mode and space", path,
                    std::strerror(errno)));
  }
}

constexpr off_t worth_a_checkpoint = off_t{4} << 20;  // bytes; SQLite's own default

// Its own sessions are all that a SqliteDatabase is given.
SqliteConnection& own(Session& session) { return static_cast<SqliteConnection&>(session); }

}  // namespace

SqliteDatabase::SqliteDatabase(At at) : at_(std::move(at)) { make_private_file(at_.path); }

std::unique_ptr<Session> SqliteDatabase::connect(Access access) {
  return std::make_unique<SqliteConnection>(
      ConnectTo{at_.path, at_.practice, at_.patience, access});
}

void SqliteDatabase::migrate(Session& writer, Instant now) {
  store::migrate(own(writer), at_.path, newest_schema(), now);
}

void SqliteDatabase::shorten_log(Session& reader) {
  struct stat log {};
  if (::stat((at_.path + "-wal").c_str(), &log) != 0 || log.st_size < worth_a_checkpoint) return;
  const int code = sqlite3_wal_checkpoint_v2(own(reader).handle(), nullptr,
                                             SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) own(reader).fail(code);
}

void SqliteDatabase::before_backup(Session& writer) {
  const int code = sqlite3_wal_checkpoint_v2(own(writer).handle(), nullptr,
                                             SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) own(writer).fail(code);
}

void SqliteDatabase::copy_to(const std::string& path) {
  copy_database(own(*connect(Access::write)), path);
}

void SqliteDatabase::check() {
  const auto reader = connect(Access::read);
  if (const std::string damage = own(*reader).damage(); !damage.empty())
    throw Failure(Fault::corrupt,
                  fmt::format("store {} is damaged ({}); restore a backup", at_.path, damage));
}

std::vector<std::string> SqliteDatabase::schema_differences() {
  const auto reader = connect(Access::read);
  return store::schema_differences(own(*reader));
}

// Freed pages are zero already (secure_delete); this shortens the file and empties its log.
bool SqliteDatabase::compact() {
  try {
    const auto session = connect(Access::write);
    auto& connection = own(*session);
    connection.execute("VACUUM");
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return true;
  } catch (const Failure&) {
    return false;
  }
}

std::int64_t SqliteDatabase::bytes() const {
  std::int64_t bytes = 0;
  for (const char* suffix : {"", "-wal"}) {
    struct stat status {};
    if (::stat((at_.path + suffix).c_str(), &status) == 0) bytes += status.st_size;
  }
  return bytes;
}

}  // namespace holdfast::store
