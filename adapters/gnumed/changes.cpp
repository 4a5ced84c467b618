// SPDX-License-Identifier: MIT
#include "changes.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "clients.hpp"
#include "page.hpp"
#include "staff.hpp"
#include "text.hpp"

namespace holdfast::adapters::gnumed {
namespace {

using payload::Json;

// Told in this order, so that nothing refers forward.
enum Phase { clinicians, clients, courses, sessions, gone_sessions, merges, phase_count };
constexpr std::array<const char*, phase_count> kinds = {"clinician", "client",  "course",
                                                        "session",   "session", "merge"};

// Row numbers can be compared within half their circle only; after that everything is told again.
constexpr std::int64_t most_distance = 1'500'000'000;

constexpr const char* where_we_are =
    "SELECT (SELECT system_identifier::text FROM pg_control_system()) || '-'"
    " || (SELECT oid::text FROM pg_database WHERE datname = current_database()) || '-'"
    " || left(md5($1 || (SELECT coalesce(string_agg(description, '|' ORDER BY description), '')"
    "   FROM holdfast_gnumed.session_type)), 8),"
    " pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

constexpr const char* touched_persons =
    "WITH since AS (SELECT age($1::xid) AS age)"
    " SELECT DISTINCT person FROM since, LATERAL ("
    "  SELECT pk AS person FROM dem.identity WHERE age(xmin) <= age"
    "  UNION ALL SELECT id_identity FROM dem.names WHERE age(xmin) <= age"
    "  UNION ALL SELECT id_identity FROM dem.lnk_identity2ext_id WHERE age(xmin) <= age"
    "  UNION ALL SELECT fk_patient FROM clin.encounter WHERE age(xmin) <= age"
    "  UNION ALL SELECT e.fk_patient FROM clin.episode p JOIN clin.encounter e"
    "    ON e.pk = p.fk_encounter WHERE age(p.xmin) <= age"
    "  UNION ALL SELECT e.fk_patient FROM clin.health_issue h JOIN clin.encounter e"
    "    ON e.pk = h.fk_encounter WHERE age(h.xmin) <= age"
    "  UNION ALL SELECT e.fk_patient FROM clin.clin_root_item i JOIN clin.encounter e"
    "    ON e.pk = i.fk_encounter WHERE age(i.xmin) <= age"
    "  UNION ALL SELECT client FROM holdfast_gnumed.encounter_deleted d WHERE d.row_age <= age"
    " ) touched ORDER BY 1";
constexpr const char* deleted_since =
    "SELECT pk FROM holdfast_gnumed.encounter_deleted WHERE row_age <= age($1::xid) ORDER BY 1";
constexpr const char* staff_changed =
    "SELECT (EXISTS (SELECT 1 FROM dem.staff WHERE age(xmin) <= age($1::xid)))::int";

// $1 user, $2 everybody, $3 persons, $4 after, $5 limit
constexpr const char* clinician_keys =
    "SELECT c.pk FROM holdfast_gnumed.clinician c JOIN dem.staff s ON s.pk = c.pk"
    " WHERE ($2 = 1 OR age(s.xmin) <= age($6::xid) OR c.identity = ANY ($3::int[]))"
    " AND c.pk > $4 AND $1 <> '' ORDER BY 1 LIMIT $5";
// From patients, episodes and encounters in the order of their keys, each looked at alone (a
// LATERAL with a LIMIT is never turned into a join with everybody's): what a page costs does not
// grow with the practice.
constexpr const char* client_keys =
    "SELECT p.fk_identity FROM clin.patient p CROSS JOIN LATERAL"
    " (SELECT FROM holdfast_gnumed.session s"
    "   WHERE s.client = p.fk_identity AND s.db_user = $1::name LIMIT 1) own"
    " WHERE p.fk_identity > $4 AND ($2 = 1 OR p.fk_identity = ANY ($3::int[]))"
    " ORDER BY 1 LIMIT $5";
constexpr const char* course_keys =
    "SELECT p.pk FROM clin.episode p JOIN clin.encounter b ON b.pk = p.fk_encounter"
    " CROSS JOIN LATERAL (SELECT FROM holdfast_gnumed.session s WHERE s.client = b.fk_patient"
    "   AND s.course = p.pk AND s.db_user = $1::name LIMIT 1) own"
    " WHERE p.pk > $4 AND ($2 = 1 OR b.fk_patient = ANY ($3::int[])) ORDER BY 1 LIMIT $5";
constexpr const char* session_keys =
    "SELECT e.pk FROM clin.encounter e CROSS JOIN LATERAL"
    " (SELECT FROM holdfast_gnumed.session s WHERE s.pk = e.pk AND s.db_user = $1::name LIMIT 1) "
    "own"
    " WHERE e.pk > $4 AND ($2 = 1 OR e.fk_patient = ANY ($3::int[])) ORDER BY 1 LIMIT $5";
// What is, or may have been, a session, and is none of this clinician's now.
constexpr const char* gone_keys =
    "SELECT pk FROM (SELECT e.pk FROM clin.encounter e JOIN clin.encounter_type t ON t.pk = "
    "e.fk_type"
    "  WHERE e.fk_patient = ANY ($3::int[]) AND (age(e.xmin) <= age($6::xid)"
    "   OR t.description IN (SELECT description FROM holdfast_gnumed.session_type))"
    "  AND NOT EXISTS (SELECT 1 FROM holdfast_gnumed.session s"
    "                   WHERE s.pk = e.pk AND s.db_user = $1::name)"
    "  UNION SELECT unnest($7::int[])) gone WHERE $2 = 0 AND pk > $4 ORDER BY 1 LIMIT $5";
constexpr const char* merge_keys =
    "SELECT m.pk, m.merged_into FROM holdfast_gnumed.client_merged m"
    " WHERE ($2 = 1 OR m.merged_into = ANY ($3::int[])) AND m.pk > $4"
    " AND EXISTS (SELECT 1 FROM holdfast_gnumed.session s"
    "              WHERE s.client = m.merged_into AND s.db_user = $1::name) ORDER BY 1 LIMIT $5";

std::string row_number(std::int64_t transaction) {
  return std::to_string(static_cast<std::uint32_t>(transaction));
}

std::string_view word(std::string_view& text) {
  const auto found = text.substr(0, text.find(' '));
  text.remove_prefix(std::min(found.size() + 1, text.size()));
  return found;
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? value : -1;
}

template <class Thing>
void fill(std::vector<std::pair<int, std::string>>& entries, const char* kind,
          const std::vector<int>& keys, const std::vector<Thing>& things) {
  std::size_t at = 0;
  for (const int key : keys) {
    const auto id = std::to_string(key);
    while (at < things.size() && key_of(things[at].id).value_or(0) < key) ++at;
    if (at == things.size() || things[at].id != id) continue;
    entries.emplace_back(key, R"({"kind":")" + std::string(kind) + R"(","id":")" + id +
                                  R"(","data":)" + Json(things[at]).dump() + "}");
  }
}

}  // namespace

struct Changes::Known {
  std::string epoch;
  std::int64_t next = 0;  // every transaction before it has ended
};

// "EPOCH at 4711", or in a sweep "EPOCH 4711 4720 2 16": from, up to, phase, the last key told.
struct Changes::Cursor {
  std::string epoch;
  std::int64_t from = 0, to = 0;
  int phase = phase_count;
  int after = 0;

  bool is_settled() const { return phase == phase_count; }
  std::string text() const {
    if (is_settled()) return epoch + " at " + std::to_string(to);
    return epoch + " " + std::to_string(from) + " " + std::to_string(to) + " " +
           std::to_string(phase) + " " + std::to_string(after);
  }
};

Changes::Cursor Changes::read_cursor(std::string_view whole, const Known& known) {
  auto text = whole;
  Cursor cursor;
  cursor.epoch = word(text);
  const auto second = word(text);
  if (second == "at") {
    cursor.to = cursor.from = number(word(text));
  } else {
    cursor.from = number(second);
    cursor.to = number(word(text));
    cursor.phase = static_cast<int>(number(word(text)));
    cursor.after = static_cast<int>(number(word(text)));
  }
  const bool is_ours = cursor.epoch == known.epoch && cursor.from >= 0 &&
                       cursor.from <= cursor.to && cursor.to <= known.next &&
                       (cursor.from == 0 || known.next - cursor.from < most_distance) &&
                       cursor.phase >= 0 && cursor.phase <= phase_count && cursor.after >= 0 &&
                       cursor.text() == whole;
  if (!is_ours)
    throw Failure(HOLDFAST_E_INVALID,
                  "changes: not a cursor of this database, or a very old one; start with none");
  return cursor;
}

// What the sweep that follows a settled cursor is about; unchanged when nothing is new.
Changes::Cursor Changes::begin(Connection& connection, const Cursor& settled, const Known& known) {
  auto since = row_number(settled.to);
  Heard news;
  if (heard_from_ == settled.to) {
    news = std::exchange(heard_, {});
  } else {
    std::vector<int> persons, deleted;
    ask(connection, touched_persons, given(since), persons);
    ask(connection, deleted_since, given(since), deleted);
    news.persons.insert(persons.begin(), persons.end());
    news.deleted_encounters.insert(deleted.begin(), deleted.end());
    heard_ = {};
  }
  int is_staff_changed = 0;
  ask(connection, staff_changed, given(since), is_staff_changed);
  if (news.is_empty() && is_staff_changed == 0) {
    heard_from_ = settled.to;
    return settled;
  }
  told_ = std::move(news);
  sweep_from_ = settled.to;
  sweep_to_ = known.next;
  heard_from_ = 0;
  hears_all_ = true;
  return {settled.epoch, settled.to, known.next, 0, 0};
}

std::string Changes::since(std::string_view cursor_text, std::uint32_t limit) {
  if (limit < 1 || limit > 1000) throw Failure(HOLDFAST_E_INVALID, "changes: limit is 1 to 1000");
  if (cursor_text.size() > 512) throw Failure(HOLDFAST_E_INVALID, "changes: not a cursor");
  const std::lock_guard lock{mutex_};
  // Before the database is looked at: what is announced after this comes with the next call.
  if (!listener_.listens()) {
    heard_from_ = 0;
    hears_all_ = false;
  }
  listener_.take(heard_);
  return database_.read([&](Connection& connection) {
    Known known;
    auto user = database_.user();
    ask(connection, where_we_are, given(user), known.epoch, known.next);
    Cursor cursor;
    if (cursor_text.empty()) {
      cursor = {known.epoch, 0, known.next, 0, 0};
      told_ = heard_ = {};
      sweep_from_ = 0;
      sweep_to_ = known.next;
      heard_from_ = 0;
      hears_all_ = true;
    } else {
      cursor = read_cursor(cursor_text, known);
    }
    if (cursor.is_settled()) cursor = begin(connection, cursor, known);
    return tell(connection, std::move(cursor), limit);
  });
}

std::string Changes::tell(Connection& connection, Cursor cursor, std::uint32_t limit) {
  // A sweep begun by another process, or before the server was restarted.
  const bool is_known = sweep_from_ == cursor.from && sweep_to_ == cursor.to;
  if (!cursor.is_settled() && cursor.from > 0 && !is_known) {
    auto since = row_number(cursor.from);
    std::vector<int> persons, deleted;
    ask(connection, touched_persons, given(since), persons);
    ask(connection, deleted_since, given(since), deleted);
    told_.persons = {persons.begin(), persons.end()};
    told_.deleted_encounters = {deleted.begin(), deleted.end()};
    sweep_from_ = cursor.from;
    sweep_to_ = cursor.to;
    hears_all_ = false;
  }
  auto user = database_.user(), persons = as_array(told_.persons),
       deleted = as_array(told_.deleted_encounters), since = row_number(cursor.from);
  int everybody = cursor.from == 0 ? 1 : 0;
  Page page{R"({"schema":"holdfast.changes/1","changes":[)"};
  bool more = false;
  while (!cursor.is_settled() && !more) {
    int one_more = static_cast<int>(limit - page.entries()) + 1;
    std::vector<int> keys, survivors;
    const auto after = cursor.after;
    const Wanted wanted = [&] {
      switch (cursor.phase) {
        case clinicians:
          ask(connection, clinician_keys,
              given(user, everybody, persons, cursor.after, one_more, since), keys);
          break;
        case gone_sessions:
          ask(connection, gone_keys,
              given(user, everybody, persons, cursor.after, one_more, since, deleted), keys);
          break;
        case merges:
          ask(connection, merge_keys, given(user, everybody, persons, cursor.after, one_more), keys,
              survivors);
          break;
        default:
          ask(connection,
              (cursor.phase == clients   ? client_keys
               : cursor.phase == courses ? course_keys
                                         : session_keys),
              given(user, everybody, persons, cursor.after, one_more), keys);
      }
      return Wanted{zone_, keys};
    }();
    const bool is_all = keys.size() < static_cast<std::size_t>(one_more);
    if (!is_all) keys.pop_back();
    std::vector<std::pair<int, std::string>> entries;
    const char* kind = kinds[static_cast<std::size_t>(cursor.phase)];
    switch (cursor.phase) {
      case clinicians: {
        std::vector<payload::Clinician> found;
        for (const int key : keys)
          if (auto one = find_clinician(connection, key)) found.push_back(std::move(*one));
        fill(entries, kind, keys, found);
        break;
      }
      case clients:
        fill(entries, kind, keys, read_clients(connection, wanted));
        break;
      case courses:
        fill(entries, kind, keys, read_courses(connection, wanted));
        break;
      case sessions:
        fill(entries, kind, keys, read_sessions(connection, wanted));
        break;
      case gone_sessions:
        for (const int key : keys)
          entries.emplace_back(
              key, R"({"kind":"session","id":")" + std::to_string(key) + R"(","removed":true})");
        break;
      default:
        for (std::size_t i = 0; i < keys.size(); ++i)
          entries.emplace_back(keys[i], R"({"kind":"merge","id":")" + std::to_string(keys[i]) +
                                            R"(","into":")" + std::to_string(survivors[i]) +
                                            R"("})");
    }
    for (const auto& [key, entry] : entries) {
      if (!page.add(entry)) {
        more = true;
        break;
      }
      cursor.after = key;
    }
    if (more) break;
    if (!is_all) {
      cursor.after = keys.empty() ? after : keys.back();
      more = true;
      break;
    }
    ++cursor.phase;
    cursor.after = 0;
    if (page.entries() == limit && !cursor.is_settled()) more = true;
  }
  if (cursor.is_settled() && hears_all_ && sweep_to_ == cursor.to) heard_from_ = cursor.to;
  return page.text() + R"(],"cursor":)" + Json(cursor.text()).dump() +
         (more ? R"(,"more":true})" : R"(,"more":false})");
}

}  // namespace holdfast::adapters::gnumed
