// SPDX-License-Identifier: MIT
// The whole way of a rating, from the bytes of the request to 201, against the bare sqlite3
// interface committing as many rows of the same size to the same kind of file, in turns.
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "bench.hpp"
#include "practice.hpp"
#include "service/forms.hpp"
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

// Writes again, row by row, what the newest rating of the house left in its store: a copy of the
// file in which each table's last rows are repeated under new keys would meet the schema's own
// guards, so the rows go into tables of the same columns and keys without triggers.
class Raw {
 public:
  explicit Raw(const std::string& path) {
    if (sqlite3_open(path.c_str(), &db_) != SQLITE_OK) throw std::runtime_error(path);
    execute(db_,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA temp_store=MEMORY");
    for (const auto& [table, columns, keys] : tables) {
      std::string create = std::string("CREATE TABLE ") + table + " (", insert, names;
      for (int i = 0; i < columns; ++i) {
        create += "c" + std::to_string(i) + (i < keys ? " TEXT NOT NULL, " : ", ");
        insert += i ? ",?" : "?";
        if (i < keys) names += (i ? ", c" : "c") + std::to_string(i);
      }
      create += "PRIMARY KEY (" + names + ")) WITHOUT ROWID";
      execute(db_, create.c_str());
      auto& statement = inserts_.emplace_back();
      insert = std::string("INSERT OR REPLACE INTO ") + table + " VALUES (" + insert + ")";
      if (sqlite3_prepare_v2(db_, insert.c_str(), -1, &statement, nullptr) != SQLITE_OK)
        throw std::runtime_error(sqlite3_errmsg(db_));
    }
    execute(db_, "CREATE INDEX by_course ON rating (c2, c3)");
    execute(db_, "CREATE UNIQUE INDEX by_key ON rating (c4)");
    execute(db_, "CREATE INDEX by_session ON rating (c5)");
    execute(db_, "CREATE INDEX form_by_session ON form (c2)");
  }
  ~Raw() {
    for (auto* statement : inserts_) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;

  // One rating with its five answers and three subscales, the course's state, the form, the
  // invitation and the audit line: thirteen rows.
  void commit(int number) {
    execute(db_, "BEGIN IMMEDIATE");
    const auto id = "0190aaaa-bbbb-7ccc-8ddd-" + std::to_string(100000000000 + number);
    insert(0, {"default", id});
    for (int i = 0; i < 5; ++i) insert(1, {"default", id, std::to_string(i)});
    for (int i = 0; i < 3; ++i) insert(2, {"default", id, std::to_string(i)});
    insert(3, {"default", "course-" + std::to_string(number % clients)});
    insert(4, {"default", id});
    insert(5, {"default", id});
    insert(6, {"default", id});
    execute(db_, "COMMIT");
  }

 private:
  struct Table {
    const char* name;
    int columns, keys;
  };
  static constexpr Table tables[] = {
      {"rating", 34, 2}, {"answer", 6, 3},      {"subscale", 5, 3},   {"course_state", 4, 2},
      {"form", 17, 2},   {"invitation", 11, 2}, {"audit_line", 14, 2}};

  void insert(std::size_t which, const std::vector<std::string>& keys) {
    auto* statement = inserts_[which];
    const std::string value(which == 3 ? 420 : 12, 'v');
    for (int i = 0; i < tables[which].columns; ++i) {
      const auto place = static_cast<std::size_t>(i);
      const auto& text = place < keys.size() ? keys[place] : i == 4 ? keys[1] : value;
      sqlite3_bind_text(statement, i + 1, text.data(), static_cast<int>(text.size()),
                        SQLITE_TRANSIENT);
    }
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement);
  }

  sqlite3* db_ = nullptr;
  std::vector<sqlite3_stmt*> inserts_;
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

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void run(Report& report) {
  Practice practice(clients);
  const auto sent = give_all(practice);
  const web::Site site(*practice.house);
  Raw raw(practice.folder.file("raw.db"));
  std::vector<double> ours, theirs, ratios;
  for (int round = 0; round < rounds; ++round) {
    auto begin = Steady::now();
    for (int i = 0; i < of_round; ++i) raw.commit(round * of_round + i);
    const auto between = Steady::now();
    for (int i = 0; i < of_round; ++i)
      send(site, sent[static_cast<std::size_t>(round * of_round + i)]);
    const double a = std::chrono::duration<double>(between - begin).count();
    const double b = std::chrono::duration<double>(Steady::now() - between).count();
    if (round == 0) continue;  // the caches
    theirs.push_back(of_round / a);
    ours.push_back(of_round / b);
    ratios.push_back(a / b);
  }
  report.figure("raw sqlite3, thirteen rows a commit", median(theirs), "submits/s");
  report.figure("request bytes to 201", median(ours), "submits/s");
  report.figure("request bytes to 201 against raw sqlite3", median(ratios), "x", at_least(0.5));
}

}  // namespace

extern const Section submit_section;
const Section submit_section{"submit", "from the request's bytes to 201 against raw sqlite3", run};

}  // namespace holdfast::bench
