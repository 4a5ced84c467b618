// SPDX-License-Identifier: MIT
// The store's commit of one submit's rows against the bare sqlite3 interface committing the same
// rows into the same schema with the same settings, round by round in turns.
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench.hpp"
#include "folder.hpp"
#include "store/store.hpp"

namespace holdfast::bench {
namespace {

using namespace store;
using Steady = std::chrono::steady_clock;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

// ---- the rows of one submit, made anew for each so that no side is spared the work ----

struct Submit {
  StoredRating rating;
  std::vector<StoredAnswer> answers;
  SeriesState series;
  CourseState course;
  std::optional<StoredAlert> alert;
  Delivery delivery;
  AuditEntry audit;
};

constexpr Instant entered{std::chrono::milliseconds{1'790'000'000'000}};

Submit make_submit(Identifiers& ids, int client, int number) {
  Submit submit;
  StoredRating& rating = submit.rating;
  rating.id.value = ids.uuid();
  rating.series.course.value = "course-" + std::to_string(client);
  rating.series.instrument = "holdfast-session";
  rating.series.version = "1";
  rating.series.language = "en";
  rating.series.clinician.value = "clinician-1";
  rating.subject.value = "client-key-of-22-ch-" + std::to_string(client);
  rating.session.value = "session-" + std::to_string(client) + "-" + std::to_string(number);
  rating.day = Day{std::chrono::days{20000 + number}};
  rating.session_start = entered;
  rating.session_number = number;
  rating.entered_at = entered;
  rating.submitted_by = "client";
  rating.raw = "301";
  rating.score = Pomp{75.25};
  rating.tension = 1;
  rating.duration_ms = 41000;
  rating.idempotency_key = ids.key();
  rating.request_digest = std::string(64, 'd');
  submit.answers = {{"goals", "71", true},   {"tasks", "64", true},  {"bond", "80", true},
                    {"overall", "86", true}, {"tension", "1", true}, {"sorted", "2", true}};
  submit.series = {std::string(96, 's'), number, rating.day, rating.id, 1};
  submit.course = {std::string(160, 'c')};
  if (number % 25 == 0) {
    StoredAlert alert;
    alert.id.value = ids.uuid();
    alert.rule = "A";
    alert.cause = "dip";
    alert.rating = rating.id;
    alert.session = rating.session;
    alert.course = rating.series.course;
    alert.subject = rating.subject;
    alert.clinician = rating.series.clinician;
    alert.instrument = rating.series.instrument;
    alert.version = rating.series.version;
    alert.day = rating.day;
    alert.found_at = rating.entered_at;
    alert.raw = *rating.raw;
    alert.score = 50;
    alert.expected = 75;
    submit.alert = std::move(alert);
  }
  Delivery& delivery = submit.delivery;
  delivery.id = ids.uuid();
  delivery.kind = "put";
  delivery.about = "client_total";
  delivery.key = rating.id.value + ":client_total";
  delivery.client = rating.subject;
  delivery.body = std::string(420, 'j');
  delivery.due = delivery.made_at = entered;
  submit.audit = {.actor_kind = "client",
                  .actor = rating.subject.value,
                  .action = "rating.submit",
                  .outcome = "done",
                  .why = "care",
                  .from = "/f/{token}",
                  .client = rating.subject,
                  .object = "rating:" + rating.id.value,
                  .payload = R"({"instrument":"holdfast-session@1"})"};
  return submit;
}

void write(Unit& unit, const Submit& submit) {
  static_cast<void>(unit.states.series(submit.rating.series, submit.rating.subject));
  unit.ratings.insert(submit.rating, submit.answers, {});
  unit.states.put_series(submit.rating.series, submit.rating.subject, submit.series);
  unit.states.put_course(submit.rating.series.course, submit.rating.subject, submit.course);
  if (submit.alert) unit.alerts.insert(*submit.alert);
  unit.outbox.insert(submit.delivery);
  unit.audit.append(submit.audit, entered);
}

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
        "SELECT bytes, ratings, last_day, last_rating_id, parameter_version FROM series_state"
        " WHERE practice_id=?1 AND course_id=?2 AND subject_key=?3 AND instrument=?4 AND version=?5"
        " AND language=?6 AND rater=?7 AND relation=?8 AND rater_key=?9 AND mode=?10"
        " AND clinician_id=?11 AND setting=?12");
    rating_ = prepare("INSERT INTO rating VALUES (" + marks(37) + ")");
    answer_ = prepare("INSERT INTO rating_answer VALUES (?,?,?,?,?,?)");
    series_ = prepare(
        "INSERT INTO series_state VALUES (" + marks(17) +
        ") ON CONFLICT DO UPDATE SET ratings=excluded.ratings, last_day=excluded.last_day,"
        " last_rating_id=excluded.last_rating_id, parameter_version=excluded.parameter_version,"
        " bytes=excluded.bytes");
    course_ = prepare(
        "INSERT INTO course_state VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET bytes=excluded.bytes");
    alert_ = prepare("INSERT INTO alert VALUES (" + marks(35) + ")");
    alert_now_ = prepare("INSERT INTO alert_now VALUES (?,?,?,?,?,?,'open',1,?,NULL,?)");
    outbox_ = prepare("INSERT INTO outbox VALUES (?,?,?,?,?,?,?,'waiting',0,?,NULL,'','',?,NULL)");
    head_ = prepare(
        "SELECT number, hash FROM audit_line WHERE practice_id='default' ORDER BY number DESC "
        "LIMIT 1");
    line_ = prepare("INSERT INTO audit_line VALUES (" + marks(14) + ")");
    payload_ = prepare("INSERT INTO audit_payload VALUES (?,?,?,?)");
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
    bind(read_state_, "default", k.course.value, r.subject.value, k.instrument, k.version,
         k.language, "client", "self", "", "screen", k.clinician.value, "individual");
    step(read_state_);
    bind(rating_, "default", r.id.value, k.course.value, r.subject.value, "client", "self", "",
         k.instrument, k.version, k.language, "screen", "individual", k.clinician.value,
         r.session.value, day, at, r.session_number, at, r.submitted_by, nullptr, "room", "none",
         "form", 0, 1, *r.raw, r.score->value, *r.tension, nullptr, r.duration_ms, r.answered, 0,
         nullptr, r.idempotency_key, r.request_digest, nullptr, "alliance");
    step(rating_);
    int place = 0;
    for (const auto& answer : s.answers) {
      bind(answer_, "default", r.id.value, answer.item, place++, *answer.value, 1);
      step(answer_);
    }
    bind(series_, "default", k.course.value, r.subject.value, k.instrument, k.version, k.language,
         "client", "self", "", "screen", k.clinician.value, "individual", s.series.ratings, day,
         r.id.value, 1, Blob{s.series.bytes});
    step(series_);
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
    const std::string salt = r.idempotency_key;
    const std::string digest = sha256_hex(salt + e.payload);
    const std::string hash =
        sha256_hex(previous + std::to_string(at) + e.actor_kind + e.actor + e.action + e.outcome +
                   e.why + e.from + e.client.value + e.object + digest);
    bind(line_, "default", number, at, e.actor_kind, e.actor, e.action, e.outcome, e.why, e.from,
         e.client.value, e.object, digest, previous, hash);
    step(line_);
    bind(payload_, "default", number, salt, e.payload);
    step(payload_);
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
  sqlite3_stmt *begin_, *commit_, *read_state_, *rating_, *answer_, *series_, *course_, *alert_,
      *alert_now_, *outbox_, *head_, *line_, *payload_;
};

// ---- rounds ----

constexpr int courses = 400;

double per_second(int threads, int each,
                  const std::function<std::function<void(int, int)>()>& start) {
  std::vector<std::thread> running;
  std::atomic<int> ready{0};
  std::atomic<bool> go{false};
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

void compare_many(Report& report) {
  Sides sides;
  std::vector<double> raw, eight, many, eight_ratio, many_ratio;
  for (int round = 0; round <= 5; ++round) {
    const double b = sides.raw(8, 150);
    const double a = sides.ours(8, 400);
    const double c = sides.ours(64, 100);
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

// A practice of `ratings` ratings, 40 a course, entered as an import does.
void fill(Store& store, int ratings) {
  const int of_course = 40, batch = 4000;
  for (int from = 0; from < ratings; from += batch)
    store.commit([&](Unit& unit) {
      std::vector<StoredRating> rows;
      std::vector<std::vector<StoredAnswer>> answers;
      for (int i = from; i < from + batch; ++i) {
        Submit submit = make_submit(unit.ids, i / of_course, i % of_course + 1);
        submit.rating.source = RatingSource::import;
        submit.rating.idempotency_key.clear();
        submit.rating.series.clinician.value = "clinician-" + std::to_string(i / of_course / 50);
        if (i % of_course == of_course - 1) {
          unit.states.put_series(submit.rating.series, submit.rating.subject, submit.series);
          unit.states.put_course(submit.rating.series.course, submit.rating.subject, submit.course);
        }
        rows.push_back(std::move(submit.rating));
        answers.push_back(std::move(submit.answers));
      }
      unit.ratings.insert_many(rows, answers);
    });
}

void mirror_course(Unit& unit, int number) {
  practice::Client client;
  client.id.value = "client-" + std::to_string(number);
  client.name = "Client " + std::to_string(number);
  unit.mirror.put(client);
  practice::Course course;
  course.id.value = "course-" + std::to_string(number);
  course.client = client.id;
  course.clinicians = {ClinicianId{"clinician-" + std::to_string(number / 50)}};
  unit.mirror.put(course);
  for (int i = 1; i <= 40; ++i) {
    practice::Session session;
    session.id.value = "session-" + std::to_string(number) + "-" + std::to_string(i);
    session.course = course.id;
    session.clinician = course.clinicians.front();
    session.day = Day{std::chrono::days{20000 + i}};
    session.start = Instant{session.day} + std::chrono::minutes{60 * 8 + number % 600};
    session.attendance = i % 9 == 0 ? Attendance::no_show : Attendance::held;
    unit.mirror.put(session);
  }
}

void large(Report& report) {
  Folder folder;
  const auto store = Store::open({.path = folder.file("large.db")});
  const int ratings = 1'000'000;
  auto begin = Steady::now();
  fill(*store, ratings);
  const double took = std::chrono::duration<double>(Steady::now() - begin).count();
  report.figure("import of ratings with six answers and states", ratings / took, "ratings/s",
                at_least(30000));
  for (int from = 0; from < ratings / 40; from += 500)
    store->commit([&](Unit& unit) {
      for (int i = from; i < from + 500; ++i) mirror_course(unit, i);
    });
  const auto milliseconds = [&](auto&& page) {
    int turn = 0;
    return 1000 * median_seconds(31, [&] {
             const int which = 7919 * ++turn;
             store->read([&](Reader& reader) { page(reader, which); });
           });
  };
  report.figure(
      "picture of a course among a million ratings", milliseconds([](Reader& r, int n) {
        static_cast<void>(r.pages.picture(CourseId{"course-" + std::to_string(n % 25000)}));
      }),
      "ms", at_most(5));
  report.figure(
      "Today of a clinician (50 sessions)", milliseconds([](Reader& r, int n) {
        static_cast<void>(r.pages.today(Day{std::chrono::days{20020}},
                                        {ClinicianId{"clinician-" + std::to_string(n % 500)}}));
      }),
      "ms", at_most(5));
  report.figure("caseload of a clinician (50 courses)", milliseconds([](Reader& r, int n) {
                  static_cast<void>(r.pages.caseload(
                      ClinicianId{"clinician-" + std::to_string(n % 500)}, entered));
                }),
                "ms", at_most(20));
}

void run(Report& report) {
  compare_one(report);
  compare_many(report);
  large(report);
}

}  // namespace

extern const Section store_section;
const Section store_section{
    "store", "a submit's commit against raw sqlite3, many submitters, a large store", run};

}  // namespace holdfast::bench
