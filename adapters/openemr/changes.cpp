// SPDX-License-Identifier: MIT
#include "changes.hpp"

#include <array>
#include <charconv>
#include <holdfast/cpp/page.hpp>
#include <random>
#include <set>

#include "series.hpp"

namespace holdfast::adapters::openemr {
namespace {

using payload::Json;

enum Phase : std::int64_t { clinicians, clients, courses, appointments, encounters, following };

// Where a reader stands. While everything is told (phase < following) only rows up to the heads
// are: what came later stands in the log. `skip` entries of the row after `after` were told
// already.
struct Cursor {
  std::int64_t phase = clinicians;
  std::int64_t sequence = 0;  // of holdfast_change: told up to here, or where the log goes on from
  std::int64_t patients = 0, appointments = 0, encounters = 0;  // heads
  std::int64_t after = 0, also = 0;  // last id; of a course, its provider
  std::int64_t skip = 0;

  std::array<std::int64_t*, 8> fields() {
    return {&phase, &sequence, &patients, &appointments, &encounters, &after, &also, &skip};
  }
};

std::string written(const std::string& epoch, Cursor cursor) {
  auto text = epoch;
  for (const auto* field : cursor.fields()) text += " " + std::to_string(*field);
  return text;
}

struct Heads {
  std::string epoch;
  std::int64_t sequence = 0, patients = 0, appointments = 0, encounters = 0;
};

Heads heads_of(Connection& connection) {
  const auto row = connection.first(
      5,
      "SELECT (SELECT value FROM holdfast_setting WHERE name = 'epoch'), "
      "CAST((SELECT COALESCE(MAX(sequence), 0) FROM holdfast_change) AS CHAR), "
      "CAST((SELECT COALESCE(MAX(pid), 0) FROM patient_data) AS CHAR), "
      "CAST((SELECT COALESCE(MAX(pc_eid), 0) FROM openemr_postcalendar_events) AS CHAR), "
      "CAST((SELECT COALESCE(MAX(id), 0) FROM form_encounter) AS CHAR)");
  return {row->text(0), row->number(1), row->number(2), row->number(3), row->number(4)};
}

std::optional<Cursor> read_cursor(std::string_view whole, const Heads& heads) {
  Cursor cursor;
  if (whole.empty()) {
    cursor.sequence = heads.sequence;
    cursor.patients = heads.patients;
    cursor.appointments = heads.appointments;
    cursor.encounters = heads.encounters;
    return cursor;
  }
  auto text = whole;
  if (!text.starts_with(heads.epoch)) return std::nullopt;
  text.remove_prefix(heads.epoch.size());
  for (auto* field : cursor.fields()) {
    if (!text.starts_with(' ')) return std::nullopt;
    text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *field);
    if (error != std::errc{} || *field < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  }
  if (cursor.phase > following || cursor.sequence > heads.sequence) return std::nullopt;
  // Only what written() writes, to the letter.
  return written(heads.epoch, cursor) == whole ? std::optional{cursor} : std::nullopt;
}

template <class Thing>
std::string entry(const char* kind, const Thing& thing) {
  return Json{{"kind", kind}, {"id", thing.id}, {"data", Json(thing)}}.dump();
}
std::string removed(const char* kind, const std::string& id) {
  return Json{{"kind", kind}, {"id", id}, {"removed", true}}.dump();
}
std::string entry(const Visit& visit) { return entry("session", visit.session); }

// A page and how far its reader came.
class Teller {
 public:
  Teller(Reader& reader, Cursor& cursor, std::uint32_t limit)
      : reader_(reader), cursor_(cursor), limit_(limit) {}

  // True when something stayed behind.
  bool everything() {
    while (cursor_.phase < following) {
      if (is_full()) return true;
      if (!phase()) continue;
      return true;
    }
    return false;
  }
  bool follow_log() {
    for (;;) {
      const auto rows = reader_.connection().select(
          6,
          "SELECT CAST(sequence AS CHAR), kind, CAST(id AS CHAR), CAST(pid AS CHAR), "
          "CAST(provider AS CHAR), COALESCE(detail, '') FROM holdfast_change WHERE sequence > ? "
          "ORDER BY sequence LIMIT 200",
          {cursor_.sequence});
      if (rows.empty()) return false;
      if (is_full()) return true;
      for (const auto& row : rows) {
        if (!tell(entries_of(row))) return true;
        cursor_.sequence = row.number(0);
        cursor_.skip = 0;
      }
    }
  }
  const payload::Page& page() const { return page_; }

 private:
  bool is_full() const { return page_.entries() >= limit_; }
  std::int64_t room() const { return static_cast<std::int64_t>(limit_ - page_.entries()); }

  // All entries of one row; false when the page is full before the last.
  bool tell(const std::vector<std::string>& entries) {
    for (auto i = static_cast<std::size_t>(cursor_.skip); i < entries.size(); ++i) {
      if (is_full() || !page_.add(entries[i])) return false;
      ++cursor_.skip;
    }
    return true;
  }
  bool step(std::int64_t id, std::int64_t also, const std::vector<std::string>& entries) {
    if (!tell(entries)) return false;
    cursor_.after = id;
    cursor_.also = also;
    cursor_.skip = 0;
    return true;
  }

  // One query of the phase; true when the page is full.
  bool phase() {
    constexpr std::int64_t all = 9'000'000'000'000'000;
    std::size_t rows = 0;
    const Wanted any{reader_.first_day(), payload::Day{std::chrono::days{2'900'000}}, 0, 0};
    switch (cursor_.phase) {
      case clinicians:
        for (const auto& one : reader_.clinicians({cursor_.after, all, room()}))
          if (++rows; !step(*number_of(one.id), 0, {entry("clinician", one)})) return true;
        break;
      case clients:
        for (const auto& one : reader_.clients({cursor_.after, cursor_.patients, room()}))
          if (++rows; !step(*number_of(one.id), 0, {entry("client", one)})) return true;
        break;
      case courses:
        for (const auto& one :
             reader_.courses({cursor_.after, cursor_.also}, cursor_.patients, room())) {
          const auto id = *course_id(one.id);
          if (++rows; !step(id.pid, id.provider, {entry("course", one)})) return true;
        }
        break;
      case appointments:
        for (const auto& row :
             reader_.appointments({cursor_.after, cursor_.appointments, room()}, any))
          if (++rows; !step(row.row, 0, told(row))) return true;
        break;
      default:
        for (const auto& row : reader_.encounters({cursor_.after, cursor_.encounters, room()}, any))
          if (++rows; !step(row.row, 0, told(row))) return true;
    }
    if (rows == 0) next_phase();
    return false;
  }
  void next_phase() {
    ++cursor_.phase;
    cursor_.after = cursor_.also = cursor_.skip = 0;
  }

  // A session of a patient who came later is told with the patient, from the log.
  std::vector<std::string> told(const Visits& row) const {
    std::vector<std::string> entries;
    for (const auto& visit : row.visits)
      if (visit.pid <= cursor_.patients) entries.push_back(entry(visit));
    return entries;
  }

  std::vector<std::string> entries_of(const Row& change) {
    const auto kind = change.text(1);
    const auto id = change.number(2);
    const CourseId course{change.number(3), change.number(4)};
    if (kind == "u") return of_user(change.text(2));
    if (kind == "p") return of_patient(change.text(2));
    if (kind == "c") return with_course(course, {});
    if (kind == "a") return with_course(course, of_appointment(id));
    if (kind == "s") return with_course(course, of_series(id, change.text(5)));
    if (kind == "h") return with_course(course, of_new_days(id, change.text(5)));
    return with_course(course, of_encounter(id, course, change.text(5)));
  }

  std::vector<std::string> of_user(const std::string& id) {
    if (const auto clinician = reader_.clinician(id)) return {entry("clinician", *clinician)};
    return {};
  }
  std::vector<std::string> of_patient(const std::string& id) {
    const auto client = reader_.client(id);
    if (!client) return {removed("client", id)};
    std::vector<std::string> entries{entry("client", *client)};
    for (const auto& course : reader_.courses_of(*number_of(id))) {
      for (const auto& clinician : course.clinicians)
        if (const auto known = reader_.clinician(clinician))
          entries.push_back(entry("clinician", *known));
      entries.push_back(entry("course", course));
    }
    return entries;
  }
  std::vector<std::string> with_course(const CourseId& id, std::vector<std::string> sessions) {
    std::vector<std::string> entries;
    if (const auto course = reader_.course(course_id(id))) {
      if (const auto client = reader_.client(course->client))
        entries.push_back(entry("client", *client));
      for (const auto& each : course->clinicians)
        if (const auto clinician = reader_.clinician(each))
          entries.push_back(entry("clinician", *clinician));
      entries.push_back(entry("course", *course));
    } else if (id.pid > 0 && id.provider > 0) {
      sessions.push_back(removed("course", course_id(id)));
    }
    entries.insert(entries.end(), sessions.begin(), sessions.end());
    return entries;
  }
  std::vector<std::string> of_appointment(std::int64_t id) {
    const auto name = "a-" + std::to_string(id);
    if (const auto visit = reader_.visit(name)) return {entry(*visit)};
    return {removed("session", name)};
  }
  std::vector<std::string> of_series(std::int64_t id, const std::string& before) {
    std::vector<std::string> entries;
    std::set<std::string> there;
    for (const auto& visit : reader_.series_days(id)) {
      entries.push_back(entry(visit));
      there.insert(visit.session.id);
    }
    for (const auto& name : names_of(id, before))
      if (!there.contains(name)) entries.push_back(removed("session", name));
    return entries;
  }
  // The sessions of a series as its rule was: "kind\nfirst day\nlast day\nrule".
  std::vector<std::string> names_of(std::int64_t id, std::string_view before) const {
    const auto line = [&] {
      const auto found = before.substr(0, before.find('\n'));
      before.remove_prefix(std::min(found.size() + 1, before.size()));
      return std::string(found);
    };
    Series series;
    series.kind = static_cast<int>(number_of(line()).value_or(0));
    const auto start = payload::parse_day(line());
    series.last = payload::parse_day(line());
    if (!start) return {};
    series.start = *start;
    series.rule = php_array(before);
    std::vector<std::string> names;
    for (const auto day : days_of(series, series.start, reader_.horizon())) {
      auto text = payload::to_text(day);
      std::erase(text, '-');
      names.push_back("a-" + std::to_string(id) + "-" + text);
    }
    return names;
  }
  std::vector<std::string> of_new_days(std::int64_t id, const std::string& told_to) {
    std::vector<std::string> entries;
    const auto day = payload::parse_day(told_to).value_or(reader_.first_day());
    for (const auto& visit : reader_.series_days(id))
      if (visit.session.day > day) entries.push_back(entry(visit));
    return entries;
  }
  std::vector<std::string> of_encounter(std::int64_t id, const CourseId& course,
                                        const std::string& day_before) {
    const auto name = "e-" + std::to_string(id);
    std::vector<std::string> entries;
    std::set<payload::Day> days;
    if (const auto day = payload::parse_day(day_before)) days.insert(*day);
    if (const auto row = reader_.connection().first(
            1, "SELECT CAST(DATE(date) AS CHAR) FROM form_encounter WHERE id = ?", {id}))
      if (const auto day = payload::parse_day(row->text(0))) days.insert(*day);
    // Whether an appointment was held is told by the encounter of its day.
    for (const auto day : days)
      for (const auto& visit : reader_.appointments_on(course, day))
        entries.push_back(entry(visit));
    const auto visit = reader_.visit(name);
    entries.push_back(visit ? entry(*visit) : removed("session", name));
    return entries;
  }

  Reader& reader_;
  Cursor& cursor_;
  std::uint32_t limit_;
  payload::Page page_{R"({"schema":"holdfast.changes/1","changes":[)"};
};

}  // namespace

void make_epoch(Connection& connection) {
  std::random_device device;
  connection.change("INSERT IGNORE INTO holdfast_setting (name, value) VALUES ('epoch', ?)",
                    {std::to_string((static_cast<std::uint64_t>(device()) << 32) | device())});
}

std::string changes_since(Reader& reader, std::string_view text, std::uint32_t limit) {
  if (limit < 1 || limit > 1000) throw Failure(HOLDFAST_E_INVALID, "changes: limit is 1 to 1000");
  const auto heads = heads_of(reader.connection());
  auto cursor = read_cursor(text, heads);
  if (!cursor)
    throw Failure(HOLDFAST_E_INVALID, "changes: not a cursor of this practice; start with none");
  Teller teller{reader, *cursor, limit};
  bool more = false;
  if (cursor->phase < following) {
    more = teller.everything();
    if (!more) more = cursor->sequence < heads.sequence;
  } else {
    more = teller.follow_log();
  }
  return teller.page().text() + R"(],"cursor":)" + Json(written(heads.epoch, *cursor)).dump() +
         (more ? R"(,"more":true})" : R"(,"more":false})");
}

}  // namespace holdfast::adapters::openemr
