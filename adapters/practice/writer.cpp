// SPDX-License-Identifier: MIT
#include "writer.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>
#include <Poco/UTF8String.h>

#include <holdfast/cpp/payload_json.hpp>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "reader.hpp"

namespace holdfast::adapters::practice {
namespace {

using payload::Json;
using Poco::Int64;
using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;
using NullableText = Poco::Nullable<std::string>;
using NullableNumber = Poco::Nullable<Int64>;

NullableText absent_if_empty(const std::string& text) {
  return text.empty() ? NullableText{} : NullableText{text};
}
template <class Moment>
NullableText text_of(const std::optional<Moment>& moment) {
  return moment ? NullableText{payload::to_text(*moment)} : NullableText{};
}
Int64 milliseconds_of(payload::Instant instant) { return instant.time_since_epoch().count(); }
NullableNumber moment_of(const std::optional<payload::Instant>& instant) {
  return instant ? NullableNumber{milliseconds_of(*instant)} : NullableNumber{};
}
template <class Number>
NullableNumber number_of(const std::optional<Number>& number) {
  return number ? NullableNumber{Int64{*number}} : NullableNumber{};
}

// Rows for one statement, which Poco compiles anew whenever it is executed: many go at once.
// Columns keep their order and their rows wait until write().
template <class... Columns>
class Rows {
 public:
  Rows(Connection& connection, std::string sql) : connection_(connection), sql_(std::move(sql)) {}

  void add(Columns... values) {
    add_to(std::index_sequence_for<Columns...>{}, std::move(values)...);
    if (std::get<0>(columns_).size() >= at_once) write();
  }
  void write() {
    if (std::get<0>(columns_).empty()) return;
    Poco::Data::Statement statement{connection_};
    statement << sql_;
    std::apply([&](auto&... column) { ((statement, use(column)), ...); }, columns_);
    statement.execute();
    std::apply([](auto&... column) { (column.clear(), ...); }, columns_);
  }

 private:
  static constexpr std::size_t at_once = 4096;

  template <std::size_t... place>
  void add_to(std::index_sequence<place...>, Columns... values) {
    (std::get<place>(columns_).push_back(std::move(values)), ...);
  }

  Connection& connection_;
  std::string sql_;
  std::tuple<std::vector<Columns>...> columns_;
};

// Notes what happened to things of one kind, and says of each whether anything did.
class ChangeLog {
 public:
  ChangeLog(Connection& connection, std::string kind)
      : kind_(std::move(kind)),
        rows_(connection,
              "INSERT INTO change (kind, id, into_id, removed, payload) "
              "VALUES ($1, $2, $3, $4, $5)") {
    std::vector<std::string> ids, payloads;
    std::vector<Int64> sequences;
    connection << "SELECT id, payload, max(sequence) FROM change WHERE kind = $1 GROUP BY id",
        use(kind_), into(ids), into(payloads), into(sequences), now;
    for (std::size_t i = 0; i < ids.size(); ++i)
      newest_.emplace(std::move(ids[i]), std::move(payloads[i]));
  }

  // False when the newest version is this one already.
  bool note(const std::string& id, const Json& json) {
    auto text = json.dump();
    auto& newest = newest_[id];
    if (text == newest) return false;
    before_ = std::exchange(newest, text);
    rows_.add(kind_, id, NullableText{}, json.contains("removed") ? 1 : 0, std::move(text));
    return true;
  }

  // The version that note() found in the log; empty: none.
  const std::string& before() const { return before_; }

  void note_merge(const char* kind, const std::string& id, const std::string& survivor) {
    rows_.add(kind, id, survivor, 0, NullableText{});
  }

  void write() { rows_.write(); }

 private:
  std::string kind_;
  std::string before_;
  std::unordered_map<std::string, std::string> newest_;  // by id
  Rows<std::string, std::string, NullableText, int, NullableText> rows_;
};

// An ordered list that belongs to one row: rewritten as a whole.
class OwnedList {
 public:
  OwnedList(Connection& connection, const std::string& remove, const std::string& insert)
      : removed_(connection, remove), inserted_(connection, insert) {}

  void replace(const std::string& owner, const std::vector<std::string>& entries) {
    if (waiting_.size() >= 1024 || !waiting_.insert(owner).second) {
      write();
      waiting_.insert(owner);
    }
    removed_.add(owner);
    for (int position = 0; const auto& entry : entries)
      gathered_.push_back({owner, position++, entry});
  }
  void write() {
    removed_.write();
    for (auto& [owner, position, entry] : gathered_)
      inserted_.add(std::move(owner), position, std::move(entry));
    inserted_.write();
    gathered_.clear();
    waiting_.clear();
  }

 private:
  struct Entry {
    std::string owner;
    int position;
    std::string entry;
  };
  Rows<std::string> removed_;
  Rows<std::string, int, std::string> inserted_;
  std::vector<Entry> gathered_;
  std::set<std::string> waiting_;  // owners: each once, since all removals go before all insertions
};

void put_clinicians(Connection& connection, const std::vector<payload::Clinician>& clinicians) {
  ChangeLog log{connection, "clinician"};
  OwnedList supervisors{connection, "DELETE FROM clinician_supervisor WHERE clinician = $1",
                        "INSERT INTO clinician_supervisor (clinician, position, supervisor) "
                        "VALUES ($1, $2, $3)"};
  for (auto clinician : clinicians) {
    if (!log.note(clinician.id, clinician)) continue;
    auto person = absent_if_empty(clinician.person);
    connection << "INSERT INTO clinician (id, name, person, active) VALUES ($1, $2, $3, $4) "
                  "ON CONFLICT (id) DO UPDATE SET name = excluded.name, person = excluded.person, "
                  "active = excluded.active",
        use(clinician.id), use(clinician.name), use(person), use(clinician.active), now;
    supervisors.replace(clinician.id, clinician.supervisors);
  }
  log.write();
  supervisors.write();
}

std::string survivor_in(const std::string& client_json) {
  return client_json.empty() ? std::string{} : Json::parse(client_json).value("merged_into", "");
}

void put_clients(Connection& connection, const std::vector<payload::Client>& clients) {
  ChangeLog log{connection, "client"};
  Rows<std::string, std::string, std::string, NullableText, NullableText, NullableText, int, int,
       NullableText, std::string>
      rows{connection,
           "INSERT INTO client (id, name, folded_name, initials, birth_date, language, active, "
           "deceased, merged_into, sensitivity) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
           "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
           "folded_name = excluded.folded_name, initials = excluded.initials, "
           "birth_date = excluded.birth_date, language = excluded.language, "
           "active = excluded.active, deceased = excluded.deceased, "
           "merged_into = excluded.merged_into, sensitivity = excluded.sensitivity"};
  struct Merge {
    const char* kind;
    std::string id, survivor;
  };
  std::vector<Merge> merges;
  for (const auto& client : clients) {
    if (!log.note(client.id, client)) continue;
    const auto survivor_before = survivor_in(log.before());
    if (survivor_before != client.merged_into) {
      if (!survivor_before.empty()) merges.push_back({"unmerge", client.id, survivor_before});
      if (!client.merged_into.empty()) merges.push_back({"merge", client.id, client.merged_into});
    }
    rows.add(client.id, client.name, Poco::UTF8::toLower(client.name),
             absent_if_empty(client.initials), text_of(client.birth_date),
             absent_if_empty(client.language), client.active, client.deceased,
             absent_if_empty(client.merged_into), Json(client.sensitivity).dump());
  }
  rows.write();
  // After all clients, so that a merge never names a client not told yet.
  for (const auto& merge : merges) log.note_merge(merge.kind, merge.id, merge.survivor);
  log.write();
}

void put_courses(Connection& connection, const std::vector<payload::Course>& courses) {
  ChangeLog log{connection, "course"};
  OwnedList clinicians{connection, "DELETE FROM course_clinician WHERE course = $1",
                       "INSERT INTO course_clinician (course, position, clinician) "
                       "VALUES ($1, $2, $3)"};
  Rows<std::string, std::string, NullableText, NullableText, NullableText, NullableText> rows{
      connection,
      "INSERT INTO course (id, client, setting, started, ended, end_reason) "
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET "
      "client = excluded.client, setting = excluded.setting, started = excluded.started, "
      "ended = excluded.ended, end_reason = excluded.end_reason"};
  for (const auto& course : courses) {
    if (!log.note(course.id, course)) continue;
    rows.add(course.id, course.client, absent_if_empty(course.setting), text_of(course.started),
             text_of(course.ended), absent_if_empty(course.end_reason));
    clinicians.replace(course.id, course.clinicians);
  }
  log.write();
  rows.write();
  clinicians.write();
}

void put_sessions(Connection& connection, const std::vector<payload::Session>& sessions,
                  const Zone& zone) {
  ChangeLog log{connection, "session"};
  OwnedList participants{connection, "DELETE FROM appointment_participant WHERE appointment = $1",
                         "INSERT INTO appointment_participant (appointment, position, client) "
                         "VALUES ($1, $2, $3)"};
  Rows<std::string, std::string, std::string, Int64, NullableNumber, std::string, NullableNumber,
       NullableText, NullableText, int>
      rows{connection,
           "INSERT INTO appointment (id, course, clinician, start_ms, minutes, attendance, "
           "cancelled_ms, place, setting, removed) "
           "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET "
           "course = excluded.course, clinician = excluded.clinician, "
           "start_ms = excluded.start_ms, minutes = excluded.minutes, "
           "attendance = excluded.attendance, cancelled_ms = excluded.cancelled_ms, "
           "place = excluded.place, setting = excluded.setting, removed = excluded.removed"};
  for (auto session : sessions) {
    session.day = zone.day_of(session.start);
    if (!log.note(session.id, session)) continue;
    rows.add(session.id, session.course, session.clinician, milliseconds_of(session.start),
             number_of(session.minutes), session.attendance, moment_of(session.cancelled_at),
             absent_if_empty(session.place), absent_if_empty(session.setting), session.removed);
    if (!log.before().empty() || !session.participants.empty())
      participants.replace(session.id, session.participants);
  }
  log.write();
  rows.write();
  participants.write();
}

void put_users(Connection& connection, const std::vector<User>& users) {
  OwnedList roles{connection, "DELETE FROM person_role WHERE person = $1",
                  "INSERT INTO person_role (person, position, role) VALUES ($1, $2, $3)"};
  OwnedList cares{connection, "DELETE FROM care WHERE person = $1",
                  "INSERT INTO care (person, position, client) VALUES ($1, $2, $3)"};
  OwnedList supervised{connection, "DELETE FROM supervision WHERE person = $1",
                       "INSERT INTO supervision (person, position, clinician) VALUES ($1, $2, $3)"};
  for (auto user : users) {
    auto clinician = absent_if_empty(user.clinician), client = absent_if_empty(user.client),
         language = absent_if_empty(user.language), until = text_of(user.supervises_until);
    connection << "INSERT INTO person (id, name, kind, clinician, client, language, "
                  "supervises_until, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                  "ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, "
                  "clinician = excluded.clinician, client = excluded.client, "
                  "language = excluded.language, supervises_until = excluded.supervises_until, "
                  "active = excluded.active",
        use(user.id), use(user.name), use(user.kind), use(clinician), use(client), use(language),
        use(until), use(user.active), now;
    roles.replace(user.id, user.roles);
    cares.replace(user.id, user.cares_for);
    supervised.replace(user.id, user.supervises);
    connection << "DELETE FROM cover WHERE person = $1", use(user.id), now;
    int position = 0;
    for (auto cover : user.covers) {
      auto last_day = payload::to_text(cover.until);
      connection
          << "INSERT INTO cover (person, position, clinician, until) VALUES ($1, $2, $3, $4)",
          use(user.id), use(position), use(cover.clinician), use(last_day), now;
      ++position;
    }
  }
  roles.write();
  cares.write();
  supervised.write();
}

// References are checked here, at the end, so that contents may name things in any order; a COMMIT
// that failed could not say which table it was.
void check_references(Connection& connection) {
  std::string table, parent;
  connection << "SELECT \"table\", parent FROM pragma_foreign_key_check LIMIT 1", into(table),
      into(parent), now;
  if (!table.empty())
    throw Failure(HOLDFAST_E_INVALID, "import: an entry for table " + table + " names a " + parent +
                                          " that is neither in the practice nor in the import");
}

}  // namespace

void absorb(Connection& connection, const Contents& contents, const Zone& zone) {
  put_clinicians(connection, contents.clinicians);
  put_clients(connection, contents.clients);
  put_courses(connection, contents.courses);
  put_sessions(connection, contents.sessions, zone);
  put_users(connection, contents.users);
  check_references(connection);
}

void follow_zone(Connection& connection, const Zone& zone) {
  std::vector<std::string> all;
  connection << "SELECT id FROM appointment ORDER BY id", into(all), now;
  ChangeLog log{connection, "session"};
  for (const auto& id : all)
    if (const auto session = find_session(connection, id, zone)) log.note(id, *session);
  log.write();
}

}  // namespace holdfast::adapters::practice
