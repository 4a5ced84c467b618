// SPDX-License-Identifier: MIT
#include "store/store.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "store/server.hpp"
#include "store/sqlite_database.hpp"

namespace holdfast::store {
namespace {

constexpr std::size_t units_in_a_group = 128;
constexpr std::size_t idle_connections = 8;

constexpr int most_runs = 20;  // of a group that others keep in the way of

std::unique_ptr<Database> open_database(const OpenOptions& options) {
  if (is_server_address(options.path))
    return open_server({options.path, options.practice, options.patience});
  return std::make_unique<SqliteDatabase>(
      SqliteDatabase::At{options.path, options.practice, options.patience});
}

// Callers on other threads read and free what they catch: each gets its own. Without memory for
// that they share one, which the C++ runtime counts.
std::exception_ptr own_copy(const std::exception_ptr& error) noexcept {
  try {
    std::rethrow_exception(error);
  } catch (const Failure& failure) {
    try {
      return std::make_exception_ptr(Failure(failure.fault(), std::string(failure.what())));
    } catch (...) {
      return error;
    }
  } catch (...) {
    return error;
  }
}

}  // namespace

struct Store::Connected {
  Connected(std::unique_ptr<Session> connected, Identifiers& ids)
      : session(std::move(connected)), repositories(*session, ids) {}
  std::unique_ptr<Session> session;
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

  // Units that are stored together: the front of the queue. Nothing is allocated while others wait
  // behind: who leads must not be lost half-way.
  struct Group {
    std::array<Waiting*, units_in_a_group> members;
    std::size_t size = 0;
    std::span<Waiting* const> all() const { return {members.data(), size}; }
  };

  explicit State(const OpenOptions& opened)
      : process(::getpid()),
        ids(opened.now, opened.random),
        database(open_database(opened)),
        writer(database->connect(Access::write), ids) {}

  void require_own_process() const {
    if (::getpid() != process)
      throw Failure(Fault::wrong_process,
                    "the store was opened before fork: activate in the worker");
  }

  void commit(const Job& job);
  void claim(const Job& job);
  void take_along(Group& group);
  void run_group(Group& group);
  void try_group(Group& group);
  void run_unit(Waiting& waiting, bool alone);
  std::unique_ptr<Connected> take(std::vector<std::unique_ptr<Connected>>& idle, Access access);
  void put_back(std::vector<std::unique_ptr<Connected>>& idle, std::unique_ptr<Connected> used);

  const pid_t process;
  Identifiers ids;
  const std::unique_ptr<Database> database;

  std::mutex queue_mutex;
  std::deque<Waiting*> queue;  // the front leads

  std::mutex writer_mutex;  // the leader's, or maintenance's
  Connected writer;

  std::mutex idle_mutex;
  std::vector<std::unique_ptr<Connected>> idle_readers, idle_claimers;
};

// As in LevelDB's write queue: who comes first leads, takes along whoever waits, and hands the lead
// to the next.
void Store::State::commit(const Job& job) {
  require_own_process();
  Waiting self{&job};
  std::unique_lock lock(queue_mutex);
  queue.push_back(&self);
  self.woken.wait(lock, [&] { return self.finished || queue.front() == &self; });
  if (!self.finished) {
    Group group;
    lock.unlock();
    run_group(group);
    lock.lock();
    queue.erase(queue.begin(), queue.begin() + static_cast<std::ptrdiff_t>(group.size));
    for (Waiting* waiting : group.all()) {
      waiting->finished = true;
      if (waiting != &self) waiting->woken.notify_one();
    }
    if (!queue.empty()) queue.front()->woken.notify_one();
  }
  lock.unlock();
  if (self.error) std::rethrow_exception(self.error);
}

void Store::State::take_along(Group& group) {
  const std::scoped_lock lock(queue_mutex);
  for (; group.size < std::min(queue.size(), units_in_a_group); ++group.size)
    group.members[group.size] = queue[group.size];
}

// A group that only met others' work, or lost its server before it was stored, is run again whole.
void Store::State::run_group(Group& group) {
  const std::scoped_lock lock(writer_mutex);
  take_along(group);
  for (int runs = 1;; ++runs) {
    for (Waiting* waiting : group.all()) waiting->error = nullptr;
    std::exception_ptr error;
    bool may_succeed = false;
    try {
      return try_group(group);
    } catch (const Failure& failure) {
      error = std::current_exception();
      may_succeed = failure.fault() == Fault::conflict && runs < most_runs;
    } catch (...) {
      error = std::current_exception();
    }
    writer.session->roll_back();
    if (may_succeed) {
      std::this_thread::sleep_for(std::chrono::milliseconds{runs});
      continue;
    }
    for (Waiting* waiting : group.all())
      if (!waiting->error) waiting->error = own_copy(error);
    return;
  }
}

// Open until all who came while it ran have run too: where many submit, those who were answered a
// moment ago are back by then, and one write to the disk is for all.
void Store::State::try_group(Group& group) {
  Session& session = *writer.session;
  session.begin();
  for (std::size_t at = 0; at < group.size; ++at) {
    const bool is_alone = group.size == 1;
    Waiting& waiting = *group.members[at];
    run_unit(waiting, is_alone);
    // SQLite rolled everything back by itself (disk full, I/O error): nobody's unit is there.
    if (!session.in_transaction()) {
      if (is_alone) return;
      std::rethrow_exception(waiting.error);
    }
    if (at + 1 == group.size) take_along(group);
  }
  session.commit();
}

// Leaves the transaction as it found it when the unit fails; a unit alone needs no mark for that.
void Store::State::run_unit(Waiting& waiting, bool alone) {
  Session& session = *writer.session;
  if (!alone) session.set_mark();
  bool stands = false;
  try {
    stands = (*waiting.job)(writer.repositories);
    if (stands && !alone && session.in_transaction()) session.keep_since_mark();
  } catch (const Failure& failure) {
    if (failure.fault() == Fault::conflict) throw;
    waiting.error = std::current_exception();
    stands = false;
  } catch (...) {
    waiting.error = std::current_exception();
    stands = false;
  }
  if (session.in_transaction()) {
    if (stands) return;
    if (alone)
      session.roll_back();
    else
      session.drop_since_mark();
  } else if (!waiting.error) {
    waiting.error = std::make_exception_ptr(Failure(
        Fault::other, fmt::format("store {} took back what was written", database->name())));
  }
}

// Beside the queue: takes rows that nobody else holds, and waits for nobody.
void Store::State::claim(const Job& job) {
  if (!database->claims_beside_writers()) return commit(job);
  require_own_process();
  auto connected = take(idle_claimers, Access::claim);
  for (int runs = 1;; ++runs) {
    try {
      connected->session->begin();
      if (job(connected->repositories))
        connected->session->commit();
      else
        connected->session->roll_back();
      return put_back(idle_claimers, std::move(connected));
    } catch (const Failure& failure) {
      connected->session->roll_back();
      if (failure.fault() != Fault::conflict || runs == most_runs) throw;
    } catch (...) {
      connected->session->roll_back();
      throw;
    }
  }
}

std::unique_ptr<Store::Connected> Store::State::take(std::vector<std::unique_ptr<Connected>>& idle,
                                                     Access access) {
  {
    const std::scoped_lock lock(idle_mutex);
    if (!idle.empty()) {
      auto connected = std::move(idle.back());
      idle.pop_back();
      return connected;
    }
  }
  return std::make_unique<Connected>(database->connect(access), ids);
}

void Store::State::put_back(std::vector<std::unique_ptr<Connected>>& idle,
                            std::unique_ptr<Connected> used) {
  const std::scoped_lock lock(idle_mutex);
  if (idle.size() < idle_connections) idle.push_back(std::move(used));
}

std::unique_ptr<Store> Store::open(const OpenOptions& options) {
  const Instant now = options.now();
  auto state = std::make_unique<State>(options);
  state->database->migrate(*state->writer.session, now);
  return std::unique_ptr<Store>(new Store(std::move(state)));
}

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}

Store::~Store() {
  // Connections inherited over fork are the parent's: closing them here would drop its locks.
  if (state_ && ::getpid() != state_->process) static_cast<void>(state_.release());
}

void Store::commit_job(const Job& job) { state_->commit(job); }

void Store::claim_job(const Job& job) { state_->claim(job); }

Store::Lease::Lease(Store& store) : store_(store) {
  store.state_->require_own_process();
  connected_ = store.state_->take(store.state_->idle_readers, Access::read);
  connected_->session->begin();
}

Store::Lease::~Lease() {
  connected_->session->roll_back();
  // One that could not roll back goes; the next reader opens another.
  if (!connected_->session->in_transaction())
    store_.state_->put_back(store_.state_->idle_readers, std::move(connected_));
}

Reader& Store::Lease::reader() const { return connected_->repositories; }

void Store::shorten_log() {
  state_->require_own_process();
  auto connected = state_->take(state_->idle_readers, Access::read);
  state_->database->shorten_log(*connected->session);
  state_->put_back(state_->idle_readers, std::move(connected));
}

void Store::before_backup() {
  state_->require_own_process();
  const std::scoped_lock lock(state_->writer_mutex);
  state_->database->before_backup(*state_->writer.session);
}

void Store::copy_to(const std::string& path) {
  state_->require_own_process();
  state_->database->copy_to(path);
}

void Store::check() {
  state_->require_own_process();
  state_->database->check();
}

std::vector<std::string> Store::schema_differences() {
  state_->require_own_process();
  return state_->database->schema_differences();
}

bool Store::compact() {
  state_->require_own_process();
  return state_->database->compact();
}

std::int64_t Store::file_bytes() const { return state_->database->bytes(); }
const std::string& Store::path() const { return state_->database->name(); }
Identifiers& Store::ids() { return state_->ids; }

}  // namespace holdfast::store
