// SPDX-License-Identifier: MIT
#include "writer.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/SQLite/SQLiteException.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>
#include <Poco/UTF8String.h>

#include <holdfast/cpp/payload_json.hpp>

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

// Notes what happened to one thing, and says whether anything did.
class ChangeLog {
 public:
  explicit ChangeLog(Connection& connection) : last_(connection), insert_(connection) {
    last_ << "SELECT payload, removed FROM change WHERE kind = $1 AND id = $2 "
             "ORDER BY sequence DESC LIMIT 1",
        use(kind_), use(id_), into(before_), into(removed_before_);
    insert_ << "INSERT INTO change (kind, id, into_id, removed, payload) "
               "VALUES ($1, $2, $3, $4, $5)",
        use(kind_), use(id_), use(into_), use(removed_), use(payload_);
  }

  // False when the newest version is this one already.
  bool note(const char* kind, const std::string& id, const Json& json) {
    kind_ = kind;
    id_ = id;
    before_.clear();
    removed_before_ = 0;
    last_.execute();
    removed_ = json.contains("removed") ? 1 : 0;
    auto text = json.dump();
    if (text == before_) return false;
    into_.clear();
    payload_ = std::move(text);
    insert_.execute();
    return true;
  }

  // The version that note() found in the log; empty: none.
  const std::string& before() const { return before_; }

  void note_merge(const char* kind, const std::string& id, const std::string& survivor) {
    kind_ = kind;
    id_ = id;
    into_ = survivor;
    removed_ = 0;
    payload_.clear();
    insert_.execute();
  }

 private:
  std::string kind_, id_, before_;
  NullableText into_, payload_;
  int removed_ = 0, removed_before_ = 0;
  Poco::Data::Statement last_, insert_;
};

// An ordered list that belongs to one row: rewritten as a whole.
class OwnedList {
 public:
  OwnedList(Connection& connection, const std::string& remove, const std::string& insert)
      : remove_(connection), insert_(connection) {
    remove_ << remove, use(owner_);
    insert_ << insert, use(owner_), use(position_), use(entry_);
  }
  void replace(const std::string& owner, const std::vector<std::string>& entries) {
    owner_ = owner;
    remove_.execute();
    position_ = 0;
    for (const auto& entry : entries) {
      entry_ = entry;
      insert_.execute();
      ++position_;
    }
  }

 private:
  std::string owner_, entry_;
  int position_ = 0;
  Poco::Data::Statement remove_, insert_;
};

void put_clinicians(Connection& connection, const std::vector<payload::Clinician>& clinicians) {
  ChangeLog log{connection};
  OwnedList supervisors{connection, "DELETE FROM clinician_supervisor WHERE clinician = $1",
                        "INSERT INTO clinician_supervisor (clinician, position, supervisor) "
                        "VALUES ($1, $2, $3)"};
  for (auto clinician : clinicians) {
    if (!log.note("clinician", clinician.id, clinician)) continue;
    auto person = absent_if_empty(clinician.person);
    connection << "INSERT INTO clinician (id, name, person, active) VALUES ($1, $2, $3, $4) "
                  "ON CONFLICT (id) DO UPDATE SET name = excluded.name, person = excluded.person, "
                  "active = excluded.active",
        use(clinician.id), use(clinician.name), use(person), use(clinician.active), now;
    supervisors.replace(clinician.id, clinician.supervisors);
  }
}

std::string survivor_in(const std::string& client_json) {
  return client_json.empty() ? std::string{} : Json::parse(client_json).value("merged_into", "");
}

void put_clients(Connection& connection, const std::vector<payload::Client>& clients) {
  ChangeLog log{connection};
  struct {
    std::string id, name, folded, sensitivity;
    NullableText initials, birth_date, language, merged_into;
    bool active = true, deceased = false;
  } row;  // that the statement is bound to
  Poco::Data::Statement upsert{connection};
  upsert << "INSERT INTO client (id, name, folded_name, initials, birth_date, language, active, "
            "deceased, merged_into, sensitivity) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
            "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "folded_name = excluded.folded_name, initials = excluded.initials, "
            "birth_date = excluded.birth_date, language = excluded.language, "
            "active = excluded.active, deceased = excluded.deceased, "
            "merged_into = excluded.merged_into, sensitivity = excluded.sensitivity",
      use(row.id), use(row.name), use(row.folded), use(row.initials), use(row.birth_date),
      use(row.language), use(row.active), use(row.deceased), use(row.merged_into),
      use(row.sensitivity);
  struct Merge {
    const char* kind;
    std::string id, survivor;
  };
  std::vector<Merge> merges;
  for (const auto& client : clients) {
    if (!log.note("client", client.id, client)) continue;
    const auto survivor_before = survivor_in(log.before());
    if (survivor_before != client.merged_into) {
      if (!survivor_before.empty()) merges.push_back({"unmerge", client.id, survivor_before});
      if (!client.merged_into.empty()) merges.push_back({"merge", client.id, client.merged_into});
    }
    row.id = client.id;
    row.name = client.name;
    row.folded = Poco::UTF8::toLower(client.name);
    row.initials = absent_if_empty(client.initials);
    row.birth_date = text_of(client.birth_date);
    row.language = absent_if_empty(client.language);
    row.active = client.active;
    row.deceased = client.deceased;
    row.merged_into = absent_if_empty(client.merged_into);
    row.sensitivity = Json(client.sensitivity).dump();
    upsert.execute();
  }
  // After all clients, so that a merge never names a client not told yet.
  for (const auto& merge : merges) log.note_merge(merge.kind, merge.id, merge.survivor);
}

void put_courses(Connection& connection, const std::vector<payload::Course>& courses) {
  ChangeLog log{connection};
  OwnedList clinicians{connection, "DELETE FROM course_clinician WHERE course = $1",
                       "INSERT INTO course_clinician (course, position, clinician) "
                       "VALUES ($1, $2, $3)"};
  std::string id, client;
  NullableText setting, started, ended, end_reason;
  Poco::Data::Statement upsert{connection};
  upsert << "INSERT INTO course (id, client, setting, started, ended, end_reason) "
            "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET "
            "client = excluded.client, setting = excluded.setting, started = excluded.started, "
            "ended = excluded.ended, end_reason = excluded.end_reason",
      use(id), use(client), use(setting), use(started), use(ended), use(end_reason);
  for (const auto& course : courses) {
    if (!log.note("course", course.id, course)) continue;
    id = course.id;
    client = course.client;
    setting = absent_if_empty(course.setting);
    started = text_of(course.started);
    ended = text_of(course.ended);
    end_reason = absent_if_empty(course.end_reason);
    upsert.execute();
    clinicians.replace(course.id, course.clinicians);
  }
}

void put_sessions(Connection& connection, const std::vector<payload::Session>& sessions,
                  const Zone& zone) {
  ChangeLog log{connection};
  OwnedList participants{connection, "DELETE FROM appointment_participant WHERE appointment = $1",
                         "INSERT INTO appointment_participant (appointment, position, client) "
                         "VALUES ($1, $2, $3)"};
  struct {
    std::string id, course, clinician, attendance;
    Int64 start = 0;
    NullableNumber minutes, cancelled;
    NullableText place, setting;
    bool removed = false;
  } row;  // that the statement is bound to
  Poco::Data::Statement upsert{connection};
  upsert << "INSERT INTO appointment (id, course, clinician, start_ms, minutes, attendance, "
            "cancelled_ms, place, setting, removed) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO UPDATE SET "
            "course = excluded.course, clinician = excluded.clinician, "
            "start_ms = excluded.start_ms, minutes = excluded.minutes, "
            "attendance = excluded.attendance, cancelled_ms = excluded.cancelled_ms, "
            "place = excluded.place, setting = excluded.setting, removed = excluded.removed",
      use(row.id), use(row.course), use(row.clinician), use(row.start), use(row.minutes),
      use(row.attendance), use(row.cancelled), use(row.place), use(row.setting), use(row.removed);
  for (auto session : sessions) {
    session.day = zone.day_of(session.start);
    if (!log.note("session", session.id, session)) continue;
    row.id = session.id;
    row.course = session.course;
    row.clinician = session.clinician;
    row.start = milliseconds_of(session.start);
    row.minutes = session.minutes ? NullableNumber{*session.minutes} : NullableNumber{};
    row.attendance = session.attendance;
    row.cancelled = session.cancelled_at ? NullableNumber{milliseconds_of(*session.cancelled_at)}
                                         : NullableNumber{};
    row.place = absent_if_empty(session.place);
    row.setting = absent_if_empty(session.setting);
    row.removed = session.removed;
    upsert.execute();
    if (!log.before().empty() || !session.participants.empty())
      participants.replace(session.id, session.participants);
  }
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
  ChangeLog log{connection};
  for (const auto& id : all)
    if (const auto session = find_session(connection, id, zone)) log.note("session", id, *session);
}

}  // namespace holdfast::adapters::practice
