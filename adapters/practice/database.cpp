// SPDX-License-Identifier: MIT
#include "database.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Statement.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <thread>

namespace holdfast::adapters::practice {
namespace {

using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

constexpr std::chrono::seconds patience{10};
constexpr std::size_t most_idle = 4;

// SQLite gives its -wal and -shm files the mode of the database, so 0600 holds for all three.
void make_private(const std::string& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  const int reason = errno;
  const bool is_private = descriptor >= 0 && ::fchmod(descriptor, 0600) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!is_private)
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "the practice file " + file + " cannot be opened for writing (" +
                      std::strerror(reason) + "): give its folder to this user, or set \"file\"");
}

// SQLite does not wait by itself before it refuses to change the journal of a file that another
// process has open.
void keep_a_write_ahead_log(Connection& connection) {
  const auto latest = std::chrono::steady_clock::now() + patience;
  for (;;) {
    try {
      std::string mode;
      connection << "PRAGMA journal_mode=WAL", into(mode), now;
      return;
    } catch (const Poco::Data::SQLite::DBLockedException&) {
      if (std::chrono::steady_clock::now() > latest) throw;
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }
}

// Why, as far as whoever looks after the machine can do something about it.
std::string reason_of(const Poco::Exception& exception) {
  using namespace Poco::Data::SQLite;
  if (dynamic_cast<const DatabaseFullException*>(&exception))
    return ": its disk is full; make room, then try again";
  if (dynamic_cast<const ReadOnlyException*>(&exception))
    return ": it cannot be written; check the owner and mode of file and folder";
  if (dynamic_cast<const IOErrorException*>(&exception))
    return ": its disk refuses to read or write; check the disk";
  if (dynamic_cast<const CorruptImageException*>(&exception))
    return ": it is damaged; restore a copy";
  if (dynamic_cast<const CantOpenDBFileException*>(&exception))
    return ": it cannot be opened; check its folder";
  return "; check it with \"PRAGMA integrity_check\"";
}

}  // namespace

Database::Database(std::string file) : file_(std::move(file)) {
  make_private(file_);
  translated([&] { give_back(take()); });
}

std::unique_ptr<Connection> Database::take() {
  {
    const std::lock_guard lock{mutex_};
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  auto connection = std::make_unique<Connection>(
      Poco::Data::SQLite::Connector().createSession(file_, patience.count()));
  *connection << "PRAGMA busy_timeout=10000", now;
  keep_a_write_ahead_log(*connection);
  *connection << "PRAGMA synchronous=FULL", now;
  *connection << "PRAGMA foreign_keys=ON", now;
  return connection;
}

void Database::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock{mutex_};
  if (idle_.size() < most_idle) idle_.push_back(std::move(connection));
}

void Database::refuse(const Poco::Exception& exception) const {
  if (dynamic_cast<const Poco::Data::SQLite::DBLockedException*>(&exception))
    throw Failure(HOLDFAST_E_UNAVAILABLE, "the practice file is in use elsewhere; try again");
  // SQLite's own words are kept out: a rule or trigger of the file may speak of a client.
  using namespace Poco::Data::SQLite;
  if (dynamic_cast<const ConstraintViolationException*>(&exception) ||
      dynamic_cast<const DataTypeMismatchException*>(&exception))
    throw Failure(HOLDFAST_E_INVALID,
                  "the practice file " + file_ +
                      " refuses this entry: it breaks a rule of the file, or names something that "
                      "is not in it; correct the entry");
  throw Failure(HOLDFAST_E_UNAVAILABLE,
                "the practice file " + file_ + " cannot be used" + reason_of(exception));
}

Database::Transaction::Transaction(Database& database, const char* begin)
    : database_(database), connection_(database.take()) {
  *connection_ << begin, now;
  open_ = true;
}

Database::Transaction::~Transaction() {
  try {
    if (open_) *connection_ << "ROLLBACK", now;
    database_.give_back(std::move(connection_));
  } catch (...) {
    // A connection that cannot roll back is closed instead of being used again.
    connection_.reset();
  }
}

void Database::Transaction::commit() {
  *connection_ << "COMMIT", now;
  open_ = false;
}

}  // namespace holdfast::adapters::practice
