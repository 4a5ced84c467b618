// SPDX-License-Identifier: MIT
// A store in a folder of its own, and rows as a real submit makes them.
#pragma once
#include <stdlib.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "postgresql/test_database.hpp"
#include "store/form_lines.hpp"
#include "store/rating_content.hpp"
#include "store/sqlite_connection.hpp"
#include "store/store.hpp"

namespace holdfast::store::testing {

// A folder of a case's own, and a database of its own where the cases run on a server.
class Folder {
 public:
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "holdfast-store-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path_ = pattern;
    if (holdfast::testing::is_on_postgresql())
      database_.emplace([](const std::string& address) { Store::open({.path = address}); });
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name = "holdfast.db") const {
    return (path_ / name).string();
  }
  const std::filesystem::path& path() const { return path_; }
  // Where a store is opened: a file here, or the server's database.
  std::string store() const { return database_ ? database_->address() : file(); }
  // The same as a setting; empty: a file in the folder.
  std::string configured() const { return database_ ? database_->address() : std::string{}; }
  // Somebody with the database in hand, past Holdfast: statements as they are, or with the triggers
  // and references that stop honest mistakes taken away first.
  void by_hand(const std::string& script) const {
    if (database_)
      holdfast::testing::run_in_database(store(), script);
    else
      SqliteConnection({file(), "default", std::chrono::milliseconds{1000}, Access::write})
          .execute(script.c_str());
  }
  void tamper(const std::string& script) const {
    by_hand((database_ ? "SET session_replication_role = replica;"
                       : "PRAGMA foreign_keys=OFF; DROP TRIGGER audit_line_unchanged;"
                         "DROP TRIGGER audit_line_kept; DROP TRIGGER audit_payload_unchanged;"
                         "DROP TRIGGER audit_payload_kept; DROP TRIGGER rating_unchanged;"
                         "DROP TRIGGER rating_kept;") +
            script);
  }

 private:
  std::filesystem::path path_;
  std::optional<holdfast::testing::TestDatabase> database_;
};

inline std::unique_ptr<Store> open_store(const Folder& folder) {
  return Store::open({.path = folder.store()});
}

inline Day day_of(int number) { return Day{std::chrono::days{20000 + number}}; }
inline Instant instant_of(int number) { return Instant{day_of(number)} + std::chrono::hours{9}; }

struct RatingOf {
  std::string course = "course-1";
  std::string client = "key-1";
  int number = 1;
  double score = 75;
  Rater rater = Rater::client;
};

inline StoredRating rating(Identifiers& ids, const RatingOf& of) {
  StoredRating rating;
  rating.id.value = ids.uuid();
  rating.series.course.value = of.course;
  rating.series.instrument = "holdfast-session";
  rating.series.version = "1";
  rating.series.language = "en";
  rating.series.rater = of.rater;
  rating.series.clinician.value = "clinician-1";
  rating.subject.value = of.client;
  rating.session.value = of.course + "-session-" + std::to_string(of.number);
  rating.day = day_of(of.number);
  rating.session_start = instant_of(of.number);
  rating.session_number = of.number;
  rating.entered_at = instant_of(of.number) + std::chrono::minutes{55};
  rating.submitted_by = "client";
  rating.raw = std::to_string(static_cast<int>(of.score * 4));
  rating.score = Pomp{of.score};
  rating.duration_ms = 42000;
  rating.answered = 4;
  rating.straight_line = true;
  rating.idempotency_key = ids.key();
  rating.request_digest = "digest";
  return rating;
}

inline std::vector<StoredAnswer> answers() {
  return {{"goals", "71", true},   {"tasks", "64", true},   {"bond", "80", true},
          {"overall", "75", true}, {"tension", "1", false}, {"sorted", std::nullopt, true}};
}

// Numbers that need all their digits.
inline StoredRating submit_with_subscales(Store& store) {
  auto row = rating(store.ids(), {});
  row.subscales = {{"tasks", "1", Pomp{100.0 / 3}},
                   {"bond", "80", Pomp{80.1}},
                   {"goals", "-0.5", Pomp{0.1 + 0.2}}};
  store.commit([&](Unit& unit) { unit.ratings.insert(row, answers(), {}); });
  return row;
}

inline void check_same_form(Store& store, const StoredRating& given) {
  store.read([&](Reader& reader) {
    CHECK(lines_of(reader.ratings.answers(given.id)) == lines_of(answers()));
    const auto found = reader.ratings.find(given.id);
    REQUIRE(found);
    CHECK(lines_of(found->subscales) == lines_of(given.subscales));
  });
}

inline StoredAlert alert(Identifiers& ids, const StoredRating& rating) {
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
  alert.strong = true;
  alert.raw = *rating.raw;
  alert.score = rating.score->value;
  alert.expected = 80;
  alert.sd = 7.5;
  alert.z = 2.4;
  alert.low = 66.875;
  alert.high = 93.125;
  alert.highest = 91;
  alert.earlier = 9;
  alert.area = "bond";
  return alert;
}

// Every row of one submit: rating, state, outbox, audit, and an alert for every tenth.
inline RatingId submit(Unit& unit, const RatingOf& of) {
  StoredRating row = rating(unit.ids, of);
  row.salt = unit.ids.key();
  unit.ratings.insert(row, answers(), {});
  const auto before = unit.states.course(row.series.course, row.subject);
  unit.states.put_course(row.series.course, row.subject,
                         {(before ? before->bytes : std::string{}) + "c"});  // one a rating
  if (of.number % 10 == 0) unit.alerts.insert(alert(unit.ids, row));
  Delivery delivery;
  delivery.id = unit.ids.uuid();
  delivery.kind = "put";
  delivery.about = "client_total";
  delivery.key = row.id.value + ":client_total";
  delivery.client = row.subject;
  delivery.body = std::string(300, 'j');
  delivery.due = delivery.made_at = row.entered_at;
  unit.outbox.insert(delivery);
  unit.audit.append({.actor_kind = "client",
                     .actor = row.subject.value,
                     .action = "rating.submit",
                     .outcome = "done",
                     .why = "care",
                     .from = "/forms/{token}",
                     .client = row.subject,
                     .object = "rating:" + row.id.value,
                     .content = content_of(row, answers(), {})},
                    row.entered_at);
  return row.id;
}

// A line that says something of its own, as that of an emergency does.
inline void note_reason(Unit& unit, std::string_view client) {
  unit.audit.append({.actor_kind = "staff",
                     .actor = "staff:1",
                     .action = "break_glass.use",
                     .outcome = "done",
                     .why = "break-glass",
                     .from = "/break-glass",
                     .client = ClientKey{std::string(client)},
                     .payload = "the river"},
                    instant_of(1));
}

}  // namespace holdfast::store::testing
