// SPDX-License-Identifier: MIT
// The practice's database: one file for several processes, or one server for several machines; one
// transaction a submit.
//
//   auto store = Store::open({.path = "/srv/holdfast/holdfast.db"});
//   auto id = store->commit([&](Unit& unit) -> Result<RatingId> {
//     if (auto earlier = unit.ratings.by_idempotency_key(key)) return earlier->id;
//     unit.ratings.insert(rating, answers, comments);
//     unit.audit.append(entry, now);
//     return rating.id;
//   });
//   auto open = store->read([&](Reader& reader) { return reader.alerts.open_of_clinician(who,
//   today); });
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "store/failure.hpp"
#include "store/identity.hpp"
#include "store/unit.hpp"

namespace holdfast::store {

struct OpenOptions {
  // A file's absolute path (made with mode 0600 when absent), or postgresql://user@host/database
  // with the parameters that libpq knows.
  std::string path;
  std::string practice = "default";  // practice_id
  Clock now = system_now;
  Randomness random = system_randomness;
  std::chrono::milliseconds patience{10000};  // how long to wait for another process's lock
};

// [thread-safe] after open. Owns its connections; no thread. Everything throws Failure, and does so
// with Fault::wrong_process, touching nothing, in a process that did not open the store.
class Store {
 public:
  // Migrates to this version's schema, after a copy beside the file when it holds data.
  static std::unique_ptr<Store> open(const OpenOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Runs `work(unit)` in a transaction and returns what it returned, once that is on the disk.
  // Callers queue: the first commits for all, each unit under a savepoint of its own. A unit that
  // throws, or returns a Result without a value, rolls back alone, and its caller gets the
  // exception or the problems. `work` may run on another caller's thread, and more than once before
  // commit returns: its only effect is what it does through the unit. It must not call commit or
  // read.
  template <class Work>
  auto commit(Work&& work) -> std::invoke_result_t<Work&, Unit&> {
    using Answer = std::invoke_result_t<Work&, Unit&>;
    if constexpr (std::is_void_v<Answer>) {
      commit_job([&](Unit& unit) { return work(unit), true; });
    } else {
      std::optional<Answer> answer;
      commit_job([&](Unit& unit) {
        answer.reset();
        answer.emplace(work(unit));
        return stands(*answer);
      });
      return std::move(*answer);
    }
  }

  // As commit, for a unit that only takes work from the outbox. On a server it waits neither for
  // the queue nor for other machines that write.
  template <class Work>
  auto claim(Work&& work) -> std::invoke_result_t<Work&, Unit&> {
    std::optional<std::invoke_result_t<Work&, Unit&>> answer;
    claim_job([&](Unit& unit) {
      answer.reset();
      answer.emplace(work(unit));
      return stands(*answer);
    });
    return std::move(*answer);
  }

  // Runs `work(reader)` on a snapshot; concurrent with commits and other readers.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work&, Reader&> {
    const Lease lease(*this);
    return work(lease.reader());
  }

  // Moves what the write-ahead log holds into the file once that is worth it; for the time between
  // requests, beside readers and writers.
  void shorten_log();
  // The file alone holds everything afterwards, until the next commit: WAL checkpointed and
  // truncated. A server's database is copied by its own tools, and this does nothing.
  void before_backup();
  // A whole, consistent copy at `path`, which must not exist; may run while others write. Of a file
  // only: a server's database throws Fault::unsupported.
  void copy_to(const std::string& path);
  void check();  // throws Fault::corrupt when the database's own check finds damage
  // Tables, indexes and triggers that are not as this version makes them: "table alert is missing".
  // Of a server's database none are known.
  std::vector<std::string> schema_differences();
  // After an erasure: gives the room of removed rows back. False: others work with the store, and
  // what was removed is overwritten, but the file stays as large.
  bool compact();
  std::int64_t file_bytes() const;

  const std::string& path() const;  // or the server's address, without a password
  Identifiers& ids();

 private:
  using Job = std::function<bool(Unit&)>;  // false: roll back, without an exception
  struct State;
  struct Connected;

  class Lease {
   public:
    explicit Lease(Store& store);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Reader& reader() const;

   private:
    Store& store_;
    std::unique_ptr<Connected> connected_;
  };

  explicit Store(std::unique_ptr<State> state);
  void commit_job(const Job& job);
  void claim_job(const Job& job);

  // A Result without a value does not stand; anything else does.
  template <class Answer>
  static bool stands(const Answer& answer) {
    if constexpr (requires { answer.problems(); })
      return static_cast<bool>(answer);
    else
      return true;
  }

  std::unique_ptr<State> state_;
};

}  // namespace holdfast::store
