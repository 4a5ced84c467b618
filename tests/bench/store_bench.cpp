// SPDX-License-Identifier: MIT
// The store's commit of one submit's rows against the bare sqlite3 interface committing the same
// rows into the same schema with the same settings, round by round in turns.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench.hpp"
#include "folder.hpp"
#include "store/form_lines.hpp"
#include "submit_rows.hpp"

namespace holdfast::bench {
namespace {

using Steady = std::chrono::steady_clock;

// ---- the same rows by hand ----

class Raw {
 public:
  explicit Raw(const std::string& path) {
    check(sqlite3_open_v2(path.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr));
    sqlite3_busy_timeout(db_, 60000);
    execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA recursive_triggers=ON; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY");
    begin_ = prepare("BEGIN IMMEDIATE");
    commit_ = prepare("COMMIT");
    read_state_ = prepare(
        "SELECT bytes FROM course_state WHERE practice_id=?1 AND course_id=?2 AND subject_key=?3");
    rating_ = prepare("INSERT INTO rating VALUES (" + marks(40) + ")");
    course_ = prepare(
        "INSERT INTO course_state VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET bytes=excluded.bytes");
    alert_ = prepare("INSERT INTO alert VALUES (" + marks(35) + ")");
    alert_now_ = prepare("INSERT INTO alert_now VALUES (?,?,?,?,?,?,'open',1,?,NULL,?,NULL,'')");
    outbox_ = prepare("INSERT INTO outbox VALUES (?,?,?,?,?,?,?,'waiting',0,?,NULL,'','',?,NULL)");
    head_ = prepare(
        "SELECT number, hash FROM audit_line WHERE practice_id='default' ORDER BY number DESC "
        "LIMIT 1");
    line_ = prepare("INSERT INTO audit_line VALUES (" + marks(14) + ")");
  }
  ~Raw() {
    for (auto* statement : all_) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  void commit(const Submit& s) {
    step(begin_);
    const StoredRating& r = s.rating;
    const SeriesKey& k = r.series;
    const std::string day = to_text(r.day);
    const auto at = entered.time_since_epoch().count();
    bind(read_state_, "default", k.course.value, r.subject.value);
    step(read_state_);
    bind(rating_, "default", r.id.value, k.course.value, r.subject.value, "client", "self", "",
         k.instrument, k.version, k.language, "screen", "individual", k.clinician.value,
         r.session.value, day, at, r.session_number, at, r.submitted_by, nullptr, "room", "none",
         "form", 0, 1, *r.raw, r.score->value, *r.tension, nullptr, r.duration_ms, r.answered, 0,
         nullptr, r.idempotency_key, r.request_digest, nullptr, "alliance", lines_of(s.answers),
         lines_of(r.subscales), r.salt);
    step(rating_);
    bind(course_, "default", k.course.value, r.subject.value, Blob{s.course.bytes});
    step(course_);
    if (s.alert) {
      const StoredAlert& a = *s.alert;
      bind(alert_, "default", a.id.value, "check_in", a.rule, a.cause, nullptr, r.id.value,
           r.session.value, k.course.value, r.subject.value, k.clinician.value, a.instrument,
           a.version, day, at, 0, a.raw, a.score, a.expected, a.sd, a.z, a.low, a.high, a.highest,
           a.earlier, a.evidence, a.tension_points, a.evidence_threshold, 0, nullptr, nullptr, 0,
           nullptr, "", 1);
      step(alert_);
      bind(alert_now_, "default", a.id.value, k.course.value, r.subject.value, k.clinician.value,
           a.cause, day, at);
      step(alert_now_);
    }
    const Delivery& d = s.delivery;
    bind(outbox_, "default", d.id, d.kind, d.about, d.key, d.client.value, d.body, at, at);
    step(outbox_);
    std::int64_t number = 1;
    std::string previous;
    if (sqlite3_step(head_) == SQLITE_ROW) {
      number = sqlite3_column_int64(head_, 0) + 1;
      previous = reinterpret_cast<const char*>(sqlite3_column_text(head_, 1));
    }
    sqlite3_reset(head_);
    const AuditEntry& e = s.audit;
    const std::string digest = sha256_hex(e.content);
    const std::string hash =
        sha256_hex(previous + std::to_string(at) + e.actor_kind + e.actor + e.action + e.outcome +
                   e.why + e.from + e.client.value + e.object + digest);
    bind(line_, "default", number, at, e.actor_kind, e.actor, e.action, e.outcome, e.why, e.from,
         e.client.value, e.object, digest, previous, hash);
    step(line_);
    step(commit_);
  }

 private:
  struct Blob {
    const std::string& bytes;
  };

  static std::string marks(int count) {
    std::string text = "?";
    for (int i = 1; i < count; ++i) text += ",?";
    return text;
  }
  void check(int code) const {
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
      throw std::runtime_error(sqlite3_errmsg(db_));
  }
  void execute(const char* sql) { check(sqlite3_exec(db_, sql, nullptr, nullptr, nullptr)); }
  sqlite3_stmt* prepare(const std::string& sql) {
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v3(db_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    all_.push_back(statement);
    return statement;
  }
  void step(sqlite3_stmt* statement) {
    check(sqlite3_step(statement));
    sqlite3_reset(statement);
  }
  static void one(sqlite3_stmt* s, int i, const char* text) {
    sqlite3_bind_text(s, i, text, -1, SQLITE_STATIC);
  }
  static void one(sqlite3_stmt* s, int i, const std::string& text) {
    sqlite3_bind_text(s, i, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  static void one(sqlite3_stmt* s, int i, std::nullptr_t) { sqlite3_bind_null(s, i); }
  static void one(sqlite3_stmt* s, int i, int n) { sqlite3_bind_int64(s, i, n); }
  static void one(sqlite3_stmt* s, int i, std::int64_t n) { sqlite3_bind_int64(s, i, n); }
  static void one(sqlite3_stmt* s, int i, double x) { sqlite3_bind_double(s, i, x); }
  static void one(sqlite3_stmt* s, int i, Blob blob) {
    sqlite3_bind_blob(s, i, blob.bytes.data(), static_cast<int>(blob.bytes.size()), SQLITE_STATIC);
  }
  template <class... Values>
  static void bind(sqlite3_stmt* statement, const Values&... values) {
    int i = 0;
    (one(statement, ++i, values), ...);
  }

  sqlite3* db_ = nullptr;
  std::vector<sqlite3_stmt*> all_;
  sqlite3_stmt *begin_, *commit_, *read_state_, *rating_, *course_, *alert_, *alert_now_, *outbox_,
      *head_, *line_;
};

// ---- rounds ----

constexpr int courses = 400;

double per_second(int threads, int each,
                  const std::function<std::function<void(int, int)>()>& start) {
  std::vector<std::thread> running;
  std::atomic<int> ready{0};
  std::atomic<bool> go{false};
  running.reserve(static_cast<std::size_t>(threads));
  for (int thread = 0; thread < threads; ++thread)
    running.emplace_back([&, thread] {
      const auto submit = start();
      ++ready;
      while (!go) std::this_thread::yield();
      for (int i = 0; i < each; ++i) submit(thread, i);
    });
  while (ready < threads) std::this_thread::yield();
  const auto begin = Steady::now();
  go = true;
  for (auto& thread : running) thread.join();
  return threads * each / std::chrono::duration<double>(Steady::now() - begin).count();
}

// How long it takes to append a page to a file and have it on the disk: the least that a submit can
// cost. Sorted, in seconds.
std::vector<double> append_times(const std::string& path, int count) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) throw std::runtime_error(path);
  const std::string page(4096, 'p');
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    const auto begin = Steady::now();
    if (::write(file, page.data(), page.size()) != static_cast<ssize_t>(page.size()) ||
        ::fdatasync(file) != 0)
      throw std::runtime_error(path);
    times.push_back(std::chrono::duration<double>(Steady::now() - begin).count());
  }
  ::close(file);
  std::sort(times.begin(), times.end());
  return times;
}

struct Sides {
  Folder folder;
  std::unique_ptr<Store> store = Store::open({.path = folder.file("store.db")});
  std::string raw_path = folder.file("raw.db");
  Identifiers ids{system_now, system_randomness};
  std::atomic<int> counter{0};

  Sides() { Store::open({.path = raw_path}); }

  Submit next() {
    const int n = counter++;
    return make_submit(ids, n % courses, n / courses + 1);
  }
  double ours(int threads, int each) {
    return per_second(threads, each, [this] {
      return [this](int, int) {
        const Submit submit = next();
        store->commit([&](Unit& unit) { write(unit, submit); });
      };
    });
  }
  double raw(int threads, int each) {
    return per_second(threads, each, [this] {
      return [this, connection = std::make_shared<Raw>(raw_path)](int, int) {
        connection->commit(next());
      };
    });
  }
};

// Of eight submitters, how long the slowest hundredth waits, beside what the disk itself takes.
void latency(Report& report) {
  Sides sides;
  std::vector<double> ratios, slow, disk;
  for (int round = 0; round <= 5; ++round) {
    const auto appends = append_times(sides.folder.file("appended"), 300);
    std::mutex mutex;
    std::vector<double> times;
    per_second(8, 300, [&] {
      return [&](int, int) {
        const Submit submit = sides.next();
        const auto begin = Steady::now();
        sides.store->commit([&](Unit& unit) { write(unit, submit); });
        const auto took = std::chrono::duration<double>(Steady::now() - begin).count();
        const std::scoped_lock lock(mutex);
        times.push_back(took);
      };
    });
    if (round == 0) continue;
    std::sort(times.begin(), times.end());
    disk.push_back(1000 * appends[appends.size() / 2]);
    slow.push_back(1000 * times[times.size() * 99 / 100]);
    ratios.push_back(slow.back() / disk.back());
  }
  report.figure("append of a page with fdatasync, median", median(disk), "ms");
  report.figure("a submit of 8 submitters, 99th of 100", median(slow), "ms");
  report.figure("99th submit of 8 against the median append", median(ratios), "x", at_most(15));
}

void compare_one(Report& report) {
  Sides sides;
  std::vector<double> ours, raw, ratios;
  for (int round = 0; round <= 9; ++round) {
    const double a = round % 2 == 0 ? sides.ours(1, 600) : 0;
    const double b = sides.raw(1, 600);
    const double c = a > 0 ? a : sides.ours(1, 600);
    if (round == 0) continue;  // the caches
    ours.push_back(c);
    raw.push_back(b);
    ratios.push_back(c / b);
  }
  report.figure("raw sqlite3, one submitter", median(raw), "submits/s");
  report.figure("store, one submitter", median(ours), "submits/s");
  report.figure("store against raw sqlite3, one submitter", median(ratios), "x", at_least(0.75));
}

// Each into a database of its own, which all hold as many ratings at every round.
void compare_many(Report& report) {
  constexpr int held = 10'000, each = 1280;
  Sides by_eight, by_many;
  for (Sides* sides : {&by_eight, &by_many}) sides->ours(1, held);
  by_eight.raw(1, held);
  std::vector<double> raw, eight, many, eight_ratio, many_ratio;
  for (int round = 0; round <= 12; ++round) {
    const double b = by_eight.raw(8, each / 8);
    const double a = by_eight.ours(8, each / 8);
    const double c = by_many.ours(64, each / 64);
    if (round == 0) continue;
    raw.push_back(b);
    eight.push_back(a);
    many.push_back(c);
    eight_ratio.push_back(a / b);
    many_ratio.push_back(c / b);
  }
  report.figure("8 raw connections with busy_timeout", median(raw), "submits/s");
  report.figure("store, 8 submitters", median(eight), "submits/s");
  report.figure("store, 64 submitters", median(many), "submits/s");
  report.figure("8 submitters against 8 raw connections", median(eight_ratio), "x", at_least(2));
  report.figure("64 submitters against 8 raw connections", median(many_ratio), "x", at_least(5));
}

void run(Report& report) {
  compare_one(report);
  compare_many(report);
  latency(report);
}

}  // namespace

extern const Section store_section;
const Section store_section{
    "store", "a submit's commit against raw sqlite3, many submitters, what the slowest wait", run};

}  // namespace holdfast::bench
