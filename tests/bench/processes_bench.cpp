// SPDX-License-Identifier: MIT
// Eight processes on one file, as a host that forks its workers: the store against SQLite's own API
// with the same rows, the same settings and the same way of waiting for the lock.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <stdexcept>
#include <thread>
#include <variant>
#include <vector>

#include "bench.hpp"
#include "folder.hpp"
#include "store/connection.hpp"
#include "store/store.hpp"

namespace holdfast::bench {
namespace {

using namespace holdfast::store;
using Steady = std::chrono::steady_clock;

constexpr int processes = 8, commits = 150, rounds = 6;

// One submit's rows: rating, state, a delivery, an audit line.
void submit(Unit& unit, int process, int number) {
  StoredRating rating;
  rating.id.value = unit.ids.uuid();
  rating.series.course.value = "course-" + std::to_string(process * 50 + number % 50);
  rating.series.instrument = "holdfast-session";
  rating.series.version = "1";
  rating.series.language = "en";
  rating.series.clinician.value = "clinician-1";
  rating.subject.value = "key-" + rating.series.course.value;
  rating.session.value = "session-" + rating.id.value;
  rating.day = Day{std::chrono::days{20000 + number}};
  rating.entered_at = Instant{rating.day};
  rating.session_number = number;
  rating.raw = "300";
  rating.score = Pomp{75};
  rating.idempotency_key = unit.ids.key();
  rating.salt = unit.ids.key();
  unit.ratings.insert(rating,
                      {{"goals", "71", true},
                       {"tasks", "64", true},
                       {"bond", "80", true},
                       {"overall", "75", true},
                       {"tension", "1", true},
                       {"sorted", "3", true}},
                      {});
  static_cast<void>(unit.states.course(rating.series.course, rating.subject));
  unit.states.put_course(rating.series.course, rating.subject, {std::string(160, 'c')});
  Delivery delivery;
  delivery.id = unit.ids.uuid();
  delivery.kind = "put";
  delivery.about = "client_total";
  delivery.key = rating.id.value;
  delivery.client = rating.subject;
  delivery.body = std::string(300, 'j');
  delivery.due = delivery.made_at = rating.entered_at;
  unit.outbox.insert(delivery);
  unit.audit.append({.actor_kind = "client",
                     .action = "rating.submit",
                     .outcome = "done",
                     .client = rating.subject,
                     .object = "rating:" + rating.id.value,
                     .content = std::string(420, 'r')},
                    rating.entered_at);
}

struct Blob {
  std::string bytes;
};

struct Step {
  const char* sql;
  std::vector<std::variant<std::monostate, std::int64_t, double, std::string, Blob>> values;
  bool is_select = false;
};

// Writes down what a unit of work asks for, and answers nothing.
class Recorder final : public Connection {
 public:
  using Connection::select;
  std::int64_t run_rows(Sql sql, std::span<const Value> values, std::size_t columns) override {
    for (std::size_t at = 0; at < values.size(); at += columns)
      add(sql, values.subspan(at, columns), false);
    return static_cast<std::int64_t>(columns == 0 ? 0 : values.size() / columns);
  }
  void select(Sql sql, std::span<const Value> values, EachRow) override { add(sql, values, true); }
  std::string_view practice() const override { return "default"; }
  std::vector<Step> take() { return std::exchange(steps_, {}); }

 private:
  void add(Sql sql, std::span<const Value> values, bool is_select) {
    Step step{sql.text(Dialect::sqlite), {std::string{"default"}}, is_select};
    for (const Value& value : values) {
      if (const auto* text = std::get_if<std::string_view>(&value))
        step.values.emplace_back(std::string{*text});
      else if (const auto* bytes = std::get_if<Bytes>(&value))
        step.values.emplace_back(Blob{std::string{bytes->value}});
      else if (const auto* integer = std::get_if<std::int64_t>(&value))
        step.values.emplace_back(*integer);
      else if (const auto* real = std::get_if<double>(&value))
        step.values.emplace_back(*real);
      else
        step.values.emplace_back();
    }
    steps_.push_back(std::move(step));
  }
  std::vector<Step> steps_;
};

class Raw {
 public:
  explicit Raw(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error("sqlite3_open");
    sqlite3_busy_handler(db_, &Raw::wait, nullptr);
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY");
  }
  // Rows are made under the lock, as in a unit of work, which must read before it writes.
  void commit(const std::function<std::vector<Step>()>& make) {
    execute("BEGIN IMMEDIATE");
    std::int64_t head = 0;
    for (Step& step : make()) {
      const std::string_view sql = step.sql;
      const bool is_audit = sql.find("audit_") != sql.npos;
      if (is_audit && !step.is_select) step.values[1] = head + 1;  // whatever the recorder said
      sqlite3_stmt* statement = prepare(step.sql);
      bind(statement, step);
      const int code = sqlite3_step(statement);
      if (code != SQLITE_DONE && code != SQLITE_ROW) throw std::runtime_error(sqlite3_errmsg(db_));
      if (is_audit && step.is_select && code == SQLITE_ROW)
        head = sqlite3_column_int64(statement, 0);
      sqlite3_reset(statement);
    }
    execute("COMMIT");
  }

 private:
  static int wait(void*, int) {
    const auto now = static_cast<std::uint64_t>(Steady::now().time_since_epoch().count());
    std::this_thread::sleep_for(
        std::chrono::microseconds(100 + (now * 0x9e3779b97f4a7c15u >> 40) % 400));
    return 1;
  }
  void execute(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
  }
  sqlite3_stmt* prepare(const char* sql) {
    auto& statement = prepared_[sql];
    if (statement == nullptr && sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT,
                                                   &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
    return statement;
  }
  static void bind(sqlite3_stmt* statement, const Step& step) {
    for (std::size_t i = 0; i < step.values.size(); ++i) {
      const std::string name = "$" + std::to_string(i + 1);
      const int at = sqlite3_bind_parameter_index(statement, name.c_str());
      const auto& value = step.values[i];
      if (const auto* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text(statement, at, text->data(), static_cast<int>(text->size()),
                          SQLITE_STATIC);
      } else if (const auto* blob = std::get_if<Blob>(&value)) {
        sqlite3_bind_blob(statement, at, blob->bytes.data(), static_cast<int>(blob->bytes.size()),
                          SQLITE_STATIC);
      } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, at, *integer);
      } else if (const auto* real = std::get_if<double>(&value)) {
        sqlite3_bind_double(statement, at, *real);
      } else {
        sqlite3_bind_null(statement, at);
      }
    }
  }

  sqlite3* db_ = nullptr;  // the process ends with it
  std::map<const char*, sqlite3_stmt*> prepared_;
};

// Commits a second of all processes together. `work` runs in each and answers what commits once.
double per_second(const std::function<std::function<void(int)>(int)>& work) {
  int ready[2], go[2];
  if (::pipe(ready) != 0 || ::pipe(go) != 0) throw std::runtime_error("pipe");
  std::vector<pid_t> children;
  for (int process = 0; process < processes; ++process) {
    const pid_t child = ::fork();
    if (child != 0) {
      children.push_back(child);
      continue;
    }
    ::close(go[1]);
    int code = 0;
    try {
      const auto commit = work(process);
      char byte = 'r';
      if (::write(ready[1], &byte, 1) != 1) code = 1;
      while (::read(go[0], &byte, 1) > 0) {
      }
      for (int number = 1; number <= commits; ++number) commit(number);
    } catch (const std::exception&) {
      code = 1;
    }
    ::_exit(code);
  }
  ::close(ready[1]);
  ::close(go[0]);
  char byte = 0;
  for (int heard = 0; heard < processes && ::read(ready[0], &byte, 1) == 1;) ++heard;
  const auto begin = Steady::now();
  ::close(go[1]);
  bool is_done = true;
  for (const pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    is_done = is_done && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }
  const double seconds = std::chrono::duration<double>(Steady::now() - begin).count();
  ::close(ready[0]);
  if (!is_done) throw std::runtime_error("a process could not commit");
  return processes * commits / seconds;
}

double of_store(const std::string& path) {
  return per_second([&](int process) {
    return [process, opened = std::shared_ptr<Store>(Store::open({.path = path}))](int number) {
      opened->commit([&](Unit& unit) { submit(unit, process, number); });
    };
  });
}

double of_raw(const std::string& path) {
  return per_second([&](int process) {
    return [process, connection = std::make_shared<Raw>(path),
            ids = std::make_shared<Identifiers>(system_now, system_randomness)](int number) {
      connection->commit([&] {
        Recorder recorder;
        Unit unit(recorder, *ids);
        submit(unit, process, number);
        return recorder.take();
      });
    };
  });
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void run(Report& report) {
  const Folder folder;
  const std::string ours = folder.file("store.db"), theirs = folder.file("raw.db");
  Store::open({.path = ours});
  Store::open({.path = theirs});
  std::vector<double> store, raw, ratios;
  for (int round = 0; round <= rounds; ++round) {
    // Each goes first every other time, so that neither gains by the machine's moods.
    const bool is_even = round % 2 == 0;
    const double first = is_even ? of_store(ours) : of_raw(theirs);
    const double second = is_even ? of_raw(theirs) : of_store(ours);
    const double a = is_even ? first : second, b = is_even ? second : first;
    if (round == 0) continue;  // the caches
    store.push_back(a);
    raw.push_back(b);
    ratios.push_back(a / b);
  }
  report.figure("8 processes, raw sqlite3 with the store's way of waiting", median_of(raw),
                "submits/s");
  report.figure("8 processes, store", median_of(store), "submits/s");
  report.figure("8 processes, store against raw sqlite3", median_of(ratios), "x", at_least(0.8));
}

}  // namespace

extern const Section processes_section;
const Section processes_section{"processes", "eight processes on one SQLite file", run};

}  // namespace holdfast::bench
