// SPDX-License-Identifier: MIT
// The whole way of a rating, from the bytes of the request to 201, against the bare sqlite3
// interface committing the same rows into the same schema, in turns.
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "bench.hpp"
#include "practice.hpp"
#include "service/forms.hpp"
#include "submit_rows.hpp"
#include "web/site.hpp"

namespace holdfast::bench {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int clients = 12;
constexpr int rounds = 6;
constexpr int of_round = clients * sessions_of_course / rounds;

void execute(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(db));
}

// Writes what a submit writes, into the same schema with the same rows there already: a rating, the
// course's state, the form and its invitation as done, and an audit line.
class Raw {
 public:
  explicit Raw(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error(path);
    execute(db_,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA temp_store=MEMORY");
    rating_ = prepare(
        "INSERT INTO rating VALUES ('default',?1,?2,?3,'client','self','','holdfast-session','1',"
        "'en','screen','individual',?4,?5,'2026-11-28',?6,?7,?6,'client',NULL,'room','none','form',"
        "0,1,'301',75.25,NULL,NULL,41000,4,0,NULL,?8,?9,NULL,'alliance',?10,'',?11)");
    state_ = prepare(
        "INSERT INTO course_state VALUES ('default',?1,?2,?3)"
        " ON CONFLICT DO UPDATE SET bytes=excluded.bytes");
    form_ = prepare(
        "UPDATE form_given SET status='done', rating_id=?2, changed_at=?3"
        " WHERE practice_id='default' AND id=?1");
    invitation_ = prepare(
        "UPDATE invitation SET used_at=?2 WHERE practice_id='default' AND id=?1"
        " AND used_at IS NULL AND revoked_at IS NULL");
    line_ = prepare(
        "INSERT INTO audit_line VALUES ('default',?1,?2,'client',?3,'rating.submit','done','care',"
        "'/api/v1/invitations/{token}/ratings',?3,?4,?5,?5,?5)");
    auto* head = prepare("SELECT MAX(number) FROM audit_line WHERE practice_id='default'");
    sqlite3_step(head);
    lines_ = sqlite3_column_int64(head, 0);
    sqlite3_reset(head);
    auto* forms = prepare(
        "SELECT f.id, f.course_id, f.subject_key, f.clinician_id, f.session_id, i.id"
        " FROM form_given f JOIN invitation i ON i.practice_id=f.practice_id AND i.form_id=f.id"
        " WHERE f.practice_id='default' ORDER BY f.id");
    while (sqlite3_step(forms) == SQLITE_ROW) {
      auto& given = given_.emplace_back();
      for (int i = 0; i < 6; ++i)
        given[static_cast<std::size_t>(i)] =
            reinterpret_cast<const char*>(sqlite3_column_text(forms, i));
    }
    sqlite3_reset(forms);
  }
  ~Raw() {
    for (auto* statement : all_) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  void commit(int number) {
    const auto& [form, course, subject, clinician, session, invitation] =
        given_.at(static_cast<std::size_t>(number));
    const auto id = "0190aaaa-bbbb-7ccc-8ddd-" + std::to_string(100000000000 + number);
    const auto at = entered.time_since_epoch().count() + number;
    const std::string digest(64, 'd');
    execute(db_, "BEGIN IMMEDIATE");
    run(rating_, id, course, subject, clinician, session, at, number,
        "bench-key-" + std::to_string(number), digest, answers_, id.substr(0, 22));
    run(state_, course, subject, state_bytes_);
    run(form_, form, id, at);
    run(invitation_, invitation, at);
    run(line_, ++lines_, at, subject, "rating:" + id, digest);
    execute(db_, "COMMIT");
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
    all_.push_back(statement);
    return statement;
  }
  static void one(sqlite3_stmt* s, int i, const std::string& text) {
    sqlite3_bind_text(s, i, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  static void one(sqlite3_stmt* s, int i, const std::vector<char>& bytes) {
    sqlite3_bind_blob(s, i, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
  }
  static void one(sqlite3_stmt* s, int i, std::int64_t number) { sqlite3_bind_int64(s, i, number); }
  template <class... Values>
  void run(sqlite3_stmt* statement, const Values&... values) {
    int i = 0;
    (one(statement, ++i, values), ...);
    if (sqlite3_step(statement) != SQLITE_DONE || sqlite3_changes(db_) != 1)
      throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement);
  }

  sqlite3* db_ = nullptr;
  std::vector<sqlite3_stmt*> all_;
  sqlite3_stmt *rating_, *state_, *form_, *invitation_, *line_;
  std::int64_t lines_ = 0;
  std::vector<std::array<std::string, 6>> given_;
  const std::string answers_ = "goals\t71\t1\ntasks\t64\t1\nbond\t80\t1\noverall\t86\t1\n";
  const std::vector<char> state_bytes_ = std::vector<char>(420, 's');
};

struct Sent {
  std::string path, key;
};

// Forms given beforehand, as a morning's links are.
std::vector<Sent> give_all(Practice& practice) {
  std::vector<Sent> all;
  const auto therapist = access::principal_of(practice.host.people.find("actor-1")->second);
  for (int i = 1; i <= sessions_of_course; ++i)
    for (int client = 1; client <= clients; ++client) {
      const auto given =
          service::give_form(*practice.house, therapist,
                             {SessionId{session_id(client, i)}, service::Way::link, {}, {}});
      if (!given) throw std::runtime_error(given.refusal().sentence);
      all.push_back({"/api/v1/invitations/" + given->token + "/ratings",
                     "bench-key-" + std::to_string(all.size())});
    }
  return all;
}

void send(const web::Site& site, const Sent& sent) {
  static constexpr std::string_view body =
      R"({"instrument":"holdfast-session","version":"1","duration_ms":41000,)"
      R"("answers":{"goals":71,"tasks":64,"bond":80,"overall":86,"tension":0}})";
  const web::Request request{
      .method = "POST",
      .prefix = "",
      .path = sent.path,
      .query = "",
      .actor = "",
      .nonce = "",
      .headers = {{"content-type", "application/json"}, {"idempotency-key", sent.key}},
      .body = body};
  const auto response = site.answer(request);
  if (response.status != 201) throw std::runtime_error(response.body);
}

void run(Report& report) {
  Practice practice(clients);
  const auto sent = give_all(practice);
  const web::Site site(*practice.house);
  Practice twin(clients);
  give_all(twin);
  Raw raw(twin.house->store().path());
  std::vector<double> ours, theirs, ratios;
  for (int round = 0; round < rounds; ++round) {
    auto begin = Steady::now();
    for (int i = 0; i < of_round; ++i) raw.commit(round * of_round + i);
    const auto between = Steady::now();
    for (int i = 0; i < of_round; ++i)
      send(site, sent[static_cast<std::size_t>(round) * of_round + static_cast<std::size_t>(i)]);
    practice.house->store().shorten_log();  // as a tick does
    const double a = std::chrono::duration<double>(between - begin).count();
    const double b = std::chrono::duration<double>(Steady::now() - between).count();
    if (round == 0) continue;  // the caches
    theirs.push_back(of_round / a);
    ours.push_back(of_round / b);
    ratios.push_back(a / b);
  }
  report.figure("raw sqlite3, six rows a commit", median(theirs), "submits/s");
  report.figure("request bytes to 201", median(ours), "submits/s");
  report.figure("request bytes to 201 against raw sqlite3", median(ratios), "x", at_least(0.5));
}

}  // namespace

extern const Section submit_section;
const Section submit_section{"submit", "from the request's bytes to 201 against raw sqlite3", run};

}  // namespace holdfast::bench
