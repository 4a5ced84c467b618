// SPDX-License-Identifier: MIT
#include "store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <vector>

#include "store/migrations.hpp"
#include "store/sqlite_connection.hpp"

namespace holdfast::store {
namespace {

constexpr std::size_t units_in_a_group = 128;
constexpr std::size_t idle_readers = 8;

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

}  // namespace

struct Store::ReadConnection {
  ReadConnection(const ConnectTo& to, Identifiers& ids)
      : connection(to), repositories(connection, ids) {}
  SqliteConnection connection;
  Repositories repositories;
};

struct Store::State {
  // A caller in the queue; on its own stack.
  struct Waiting {
    const Job* job;
    std::exception_ptr error = nullptr;
    bool finished = false;
    std::condition_variable woken{};
  };

  explicit State(OpenOptions opened)
      : options(std::move(opened)),
        process(::getpid()),
        ids(options.now, options.random),
        writer({options.path, options.practice, options.patience, Access::write}),
        unit(writer, ids) {}

  void require_own_process() const {
    if (::getpid() != process)
      throw Failure(Fault::wrong_process,
                    "the store was opened before fork: activate in the worker");
  }

  void commit(const Job& job);
  void run_group(std::span<Waiting* const> group);
  void run_unit(Waiting& waiting, bool alone);
  void roll_back();
  std::unique_ptr<ReadConnection> take_reader();

  const OpenOptions options;
  const pid_t process;
  Identifiers ids;

  std::mutex queue_mutex;
  std::deque<Waiting*> queue;  // the front leads

  std::mutex writer_mutex;  // the leader's, or maintenance's
  SqliteConnection writer;
  Unit unit;

  std::mutex readers_mutex;
  std::vector<std::unique_ptr<ReadConnection>> readers;  // idle
};

// As in LevelDB's write queue: who comes first leads, takes along whoever waits by then, and hands
// the lead to the next.
void Store::State::commit(const Job& job) {
  require_own_process();
  Waiting self{&job};
  std::unique_lock lock(queue_mutex);
  queue.push_back(&self);
  self.woken.wait(lock, [&] { return self.finished || queue.front() == &self; });
  if (!self.finished) {
    const std::size_t size = std::min(queue.size(), units_in_a_group);
    const std::vector<Waiting*> group(queue.begin(),
                                      queue.begin() + static_cast<std::ptrdiff_t>(size));
    lock.unlock();
    run_group(group);
    lock.lock();
    queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(size));
    for (Waiting* waiting : group) {
      waiting->finished = true;
      if (waiting != &self) waiting->woken.notify_one();
    }
    if (!queue.empty()) queue.front()->woken.notify_one();
  }
  lock.unlock();
  if (self.error) std::rethrow_exception(self.error);
}

void Store::State::run_group(std::span<Waiting* const> group) {
  const std::scoped_lock lock(writer_mutex);
  try {
    writer.execute("BEGIN IMMEDIATE");
    for (Waiting* waiting : group) {
      run_unit(*waiting, group.size() == 1);
      // SQLite rolled everything back by itself (disk full, I/O error): nobody's unit is there.
      if (!writer.in_transaction()) {
        if (group.size() == 1) return;
        std::rethrow_exception(waiting->error);
      }
    }
    writer.execute("COMMIT");
  } catch (...) {
    roll_back();
    for (Waiting* waiting : group)
      if (!waiting->error) waiting->error = std::current_exception();
  }
}

// Leaves the transaction as it found it when the unit fails; a unit alone needs no savepoint for
// that.
void Store::State::run_unit(Waiting& waiting, bool alone) {
  if (!alone) writer.execute("SAVEPOINT unit");
  bool stands = false;
  try {
    stands = (*waiting.job)(unit);
  } catch (...) {
    waiting.error = std::current_exception();
  }
  if (alone && !stands) {
    roll_back();
  } else if (writer.in_transaction()) {
    if (!alone) writer.execute(stands ? "RELEASE unit" : "ROLLBACK TO unit; RELEASE unit");
  } else if (!waiting.error) {
    writer.fail(SQLITE_ABORT);
  }
}

void Store::State::roll_back() {
  if (!writer.in_transaction()) return;
  try {
    writer.execute("ROLLBACK");
  } catch (const Failure&) {
    // The error that led here is the one to tell; the next BEGIN finds out whether the file still
    // works.
  }
}

std::unique_ptr<Store::ReadConnection> Store::State::take_reader() {
  require_own_process();
  std::unique_ptr<ReadConnection> reader;
  {
    const std::scoped_lock lock(readers_mutex);
    if (!readers.empty()) {
      reader = std::move(readers.back());
      readers.pop_back();
    }
  }
  if (!reader)
    reader = std::make_unique<ReadConnection>(
        ConnectTo{options.path, options.practice, options.patience, Access::read}, ids);
  reader->connection.execute("BEGIN");
  return reader;
}

std::unique_ptr<Store> Store::open(OpenOptions options) {
  make_private_file(options.path);
  const Instant now = options.now();
  auto state = std::make_unique<State>(std::move(options));
  migrate(state->writer, state->options.path, newest_schema(), now);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() {
  // Connections inherited over fork are the parent's: closing them here would drop its locks.
  if (state_ && ::getpid() != state_->process) static_cast<void>(state_.release());
}

void Store::commit_job(const Job& job) { state_->commit(job); }

Store::Lease::Lease(Store& store) : store_(store), connection_(store.state_->take_reader()) {}

Store::Lease::~Lease() {
  try {
    connection_->connection.execute("ROLLBACK");
  } catch (const Failure&) {
    return;  // the connection goes; the next reader opens another
  }
  State& state = *store_.state_;
  const std::scoped_lock lock(state.readers_mutex);
  if (state.readers.size() < idle_readers) state.readers.push_back(std::move(connection_));
}

Reader& Store::Lease::reader() const { return connection_->repositories; }

void Store::before_backup() {
  state_->require_own_process();
  const std::scoped_lock lock(state_->writer_mutex);
  const int code = sqlite3_wal_checkpoint_v2(state_->writer.handle(), nullptr,
                                             SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code != SQLITE_OK) state_->writer.fail(code);
}

void Store::copy_to(const std::string& path) {
  state_->require_own_process();
  SqliteConnection reader(
      {state_->options.path, state_->options.practice, state_->options.patience, Access::write});
  copy_database(reader, path);
}

void Store::check() {
  state_->require_own_process();
  SqliteConnection reader(
      {state_->options.path, state_->options.practice, state_->options.patience, Access::read});
  if (const std::string damage = reader.damage(); !damage.empty())
    throw Failure(Fault::corrupt, fmt::format("store {} is damaged ({}); restore a backup",
                                              state_->options.path, damage));
}

std::int64_t Store::file_bytes() const {
  std::int64_t bytes = 0;
  for (const char* suffix : {"", "-wal"}) {
    struct stat status {};
    if (::stat((state_->options.path + suffix).c_str(), &status) == 0) bytes += status.st_size;
  }
  return bytes;
}

const std::string& Store::path() const { return state_->options.path; }
Identifiers& Store::ids() { return state_->ids; }

}  // namespace holdfast::store
