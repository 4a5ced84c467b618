// SPDX-License-Identifier: MIT
#include "service/import_ratings.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_map>

#include "instrument/score.hpp"
#include "replay/csv_reader.hpp"
#include "service/course_engine.hpp"
#include "service/house.hpp"
#include "service/import_columns.hpp"

namespace holdfast::service {
namespace {

constexpr std::size_t most_problems = 100;

// One line, resolved against the practice and scored.
struct Row {
  const practice::Course* course = nullptr;         // the lookup's
  const store::NumberedSession* session = nullptr;  // the lookup's; null: no appointment
  const instrument::Definition* definition = nullptr;
  Day day;
  std::string language;
  Mode mode = Mode::paper;
  bool declined = false;
  instrument::Scored scored;
  instrument::Answers answers;
  std::string key;  // idempotency: the same line of the same file again is the same rating
};

std::string key_of(const Row& row) {
  return "import:" +
         store::sha256_hex(row.course->id.value + "\n" +
                           (row.session ? row.session->session.id.value : to_text(row.day)) + "\n" +
                           row.definition->id + "\n" + row.language + "\n" +
                           std::string(to_word(row.mode)))
             .substr(0, 40);
}

// What the mirror knows of the file's clients, asked for once each. What it answers stays.
class Lookup {
 public:
  explicit Lookup(House& house) : house_(house) {}

  const practice::Course* course(const CourseId& id) {
    auto found = courses_.find(id.value);
    if (found == courses_.end())
      found = courses_
                  .emplace(id.value, house_.store().read([&](store::Reader& reader) {
                    return reader.mirror.course(id);
                  }))
                  .first;
    return found->second ? &*found->second : nullptr;
  }

  // The client's course at that day; with several, the one that began last.
  const practice::Course* course_of(const ClientId& client, Day day) {
    auto found = of_client_.find(client.value);
    if (found == of_client_.end())
      found = of_client_
                  .emplace(client.value, house_.store().read([&](store::Reader& reader) {
                    return reader.mirror.courses_of_client(client);
                  }))
                  .first;
    const practice::Course* best = nullptr;
    for (const auto& course : found->second) {
      if ((course.started && day < *course.started) || (course.ended && day > *course.ended))
        continue;
      if (!best || (course.started && (!best->started || *course.started > *best->started)))
        best = &course;
    }
    return best;
  }

  const store::NumberedSession* session(const CourseId& course, std::string_view id, Day day) {
    auto found = sessions_.find(course.value);
    if (found == sessions_.end())
      found = sessions_
                  .emplace(course.value, house_.store().read([&](store::Reader& reader) {
                    return reader.mirror.sessions_of_course(course);
                  }))
                  .first;
    for (const auto& session : found->second)
      if (id.empty() ? session.session.day == day && session.session.attendance == Attendance::held
                     : session.session.id.value == id)
        return &session;
    return nullptr;
  }

 private:
  House& house_;
  std::map<std::string, std::optional<practice::Course>> courses_;
  std::map<std::string, std::vector<practice::Course>> of_client_;
  std::map<std::string, std::vector<store::NumberedSession>> sessions_;
};

// Turns lines into rows, gathering what is wrong.
class LineReader {
 public:
  LineReader(House& house, const ImportOptions& options, const ImportColumns& columns)
      : house_(house),
        options_(options),
        columns_(columns),
        lookup_(house),
        today_(house.day_of(house.now())) {}

  Result<Row> read(const replay::CsvReader& csv) {
    csv_ = &csv;
    Row row;
    const auto day = parse_day(columns_.text(csv, columns_.date));
    if (!day) return wrong(columns_.date, "date", "day", "a day is written as YYYY-MM-DD");
    row.day = *day;
    if (row.day > today_)
      return wrong(
          columns_.date, "date", "range",
          "this day is still to come: " + to_text(row.day) + " is after " + to_text(today_));
    if (auto problem = find_course(row)) return *problem;
    if (auto problem = find_form(row)) return *problem;
    if (auto problem = read_answers(row)) return *problem;
    row.key = key_of(row);
    return row;
  }

 private:
  Problem wrong(int column, std::string field, std::string rule, std::string message) const {
    return {std::move(field), std::move(rule), std::move(message), csv_->line(),
            columns_.position(*csv_, column)};
  }
  std::string_view text(int column) const { return columns_.text(*csv_, column); }

  std::optional<Problem> find_course(Row& row) {
    const auto session_id = text(columns_.session);
    const practice::Course* course = nullptr;
    if (columns_.course >= 0) {
      course = lookup_.course(CourseId{std::string(text(columns_.course))});
      if (!course)
        return wrong(columns_.course, "course", "unknown", "the practice has no such course");
    } else {
      course = lookup_.course_of(ClientId{std::string(text(columns_.client))}, row.day);
      if (!course)
        return wrong(columns_.client, "client", "unknown",
                     "the practice has no such client with a course on this day");
    }
    row.course = course;
    row.session = lookup_.session(course->id, session_id, row.day);
    if (!session_id.empty() && !row.session)
      return wrong(columns_.session, "session", "unknown", "this course has no such session");
    if (row.session && row.session->session.day != row.day)
      return wrong(columns_.date, "date", "session", "the session was on another day");
    return std::nullopt;
  }

  std::optional<Problem> find_form(Row& row) {
    const auto named = text(columns_.instrument);
    const auto id = named.empty() ? std::string_view{options_.instrument} : named;
    row.definition = house_.instruments().find(id, text(columns_.version));
    if (!row.definition)
      return wrong(columns_.instrument, "instrument", "unknown",
                   "there is no instrument \"" + std::string(id) + "\"");
    row.language = text(columns_.language).empty() ? house_.config().language
                                                   : std::string(text(columns_.language));
    const auto mode = text(columns_.mode);
    if (!mode.empty()) {
      const auto known = from_word<Mode>(mode);
      if (!known) return wrong(columns_.mode, "mode", "unknown", "screen or paper is expected");
      row.mode = *known;
    }
    return std::nullopt;
  }

  std::optional<Problem> read_answers(Row& row) {
    if (text(columns_.declined) == "1") {
      row.declined = true;
      return std::nullopt;
    }
    auto scored = score(row);
    if (!scored) {
      auto problem = scored.problems().front();
      problem.line = csv_->line();
      problem.column = columns_.position(*csv_, columns_.total);
      for (const auto& [item, column] : columns_.items)
        if (problem.field == "/answers/" + item) problem.column = columns_.position(*csv_, column);
      problem.field = problem.field.substr(problem.field.rfind('/') + 1);
      return problem;
    }
    row.scored = std::move(*scored);
    return std::nullopt;
  }

  Result<instrument::Scored> score(Row& row) const {
    for (const auto& [id, column] : columns_.items) {
      const auto typed = text(column);
      if (typed.empty()) continue;
      const auto* item = row.definition->find(id);
      if (!item)
        return Problem{"/answers/" + id, "unknown-item",
                       row.definition->id + " has no item \"" + id + "\""};
      auto answer = instrument::read_answer(*item, typed);
      if (!answer) return answer.problems();
      if (*answer) row.answers.emplace(id, std::move(**answer));
    }
    const auto total = text(columns_.total);
    if (!row.answers.empty()) return instrument::score(*row.definition, row.answers);
    if (total.empty())
      return Problem{"/total", "required", "a rating has a total, items, or declined = 1"};
    return instrument::score_total(*row.definition, total);
  }

  House& house_;
  const ImportOptions& options_;
  const ImportColumns& columns_;
  Lookup lookup_;
  Day today_;  // in the practice's zone
  const replay::CsvReader* csv_ = nullptr;
};

store::StoredRating rating_of(store::Unit& unit, const Row& row, const ClientKey& subject,
                              Instant now) {
  store::StoredRating rating;
  rating.id = RatingId{unit.ids.uuid()};
  rating.series = {row.course->id,
                   row.definition->id,
                   row.definition->version,
                   row.language,
                   row.definition->rater,
                   row.definition->relation,
                   "",
                   row.mode,
                   row.session ? row.session->session.clinician : row.course->clinicians.front(),
                   row.definition->setting};
  rating.measures = row.definition->measures;
  rating.subject = subject;
  rating.day = row.day;
  if (row.session) {
    rating.session = row.session->session.id;
    rating.session_start = row.session->session.start;
    rating.session_number = row.session->number;
    rating.place = row.session->session.place;
  }
  rating.entered_at = now;
  rating.submitted_by = "import";
  rating.source = store::RatingSource::import;
  rating.declined = row.declined;
  rating.raw = row.scored.total;
  rating.score = row.scored.pomp;
  rating.tension = row.scored.tension;
  rating.told = row.scored.told;
  rating.answered = row.scored.answered;
  rating.straight_line = row.scored.straight_line;
  rating.idempotency_key = row.key;
  for (const auto& subscale : row.scored.subscales)
    rating.subscales.push_back({subscale.id, subscale.raw, subscale.pomp});
  return rating;
}

std::vector<store::StoredAnswer> answers_of(const Row& row) {
  std::vector<store::StoredAnswer> answers;
  for (const auto& [item, answer] : row.answers) {
    store::StoredAnswer stored{item, std::nullopt, true};
    if (const auto* number = std::get_if<double>(&answer))
      stored.value = instrument::decimal(*number);
    if (const auto* word = std::get_if<std::string>(&answer)) {
      const auto* known = row.definition->find(item);
      if (known && known->kind == instrument::ItemKind::text)
        continue;  // free text is not imported
      stored.value = *word;
    }
    answers.push_back(std::move(stored));
  }
  return answers;
}

using RowsOfCourse = std::vector<const Row*>;

// Each course of the file is read, stored and worked out in one go.
struct Storing {
  store::Unit& unit;
  House& house;
  Instant now;
  SettingsInForce settings;
  Imported& imported;

  void course(const RowsOfCourse& rows) const {
    const auto& course = *rows.front()->course;
    const auto subject = unit.people.key_of(course.client);
    const auto known = unit.ratings.idempotency_keys_of_course(course.id);
    std::vector<store::StoredRating> ratings;
    std::vector<std::vector<store::StoredAnswer>> answers;
    for (const auto* row : rows) {
      if (known.contains(row->key)) continue;
      ratings.push_back(rating_of(unit, *row, subject, now));
      answers.push_back(answers_of(*row));
    }
    imported.known += rows.size() - ratings.size();
    if (ratings.empty()) return;
    auto standing = unit.ratings.of_course(course.id);
    unit.ratings.insert_many(ratings, answers);
    imported.stored += ratings.size();
    ++imported.courses;
    std::move(ratings.begin(), ratings.end(), std::back_inserter(standing));
    rerun_course(
        unit,
        {{course.id, subject, house}, course.clinicians.front(), now, house.day_of(now), &settings},
        standing);
  }
};

void store_rows(store::Unit& unit, House& house, const std::vector<Row>& rows, Imported& imported) {
  imported.stored = imported.known = imported.courses = 0;  // the unit may run again
  std::map<CourseId, RowsOfCourse> courses;
  for (const auto& row : rows) courses[row.course->id].push_back(&row);
  const Storing storing{unit, house, house.now(), house.detection_settings(unit), imported};
  for (const auto& [id, of_course] : courses) storing.course(of_course);
  store::AuditEntry entry;
  entry.actor_kind = "tool";
  entry.action = "ratings.import";
  entry.outcome = "done";
  entry.why = "administration";
  entry.from = "import";
  unit.audit.append(entry, storing.now);
}

Problem csv_problem(const replay::CsvReader& csv, replay::CsvReader::Read read) {
  const bool is_long = read == replay::CsvReader::Read::too_long;
  return {"", is_long ? "too-long" : "quote",
          is_long ? "this line is too long" : "a quoted field is not closed on this line",
          csv.line(), 1};
}

}  // namespace

Imported import_ratings(House& house, const ImportOptions& options, ToolIo& io) {
  using Read = replay::CsvReader::Read;
  Imported imported;
  imported.dry_run = options.store == ImportOptions::Store::nothing;
  replay::CsvReader csv([&](char* into, std::size_t size) { return io.read("in", into, size); });
  const auto complain = [&](Problem problem) {
    ++imported.bad_lines;
    if (imported.problems.size() < most_problems) imported.problems.push_back(std::move(problem));
  };
  auto read = csv.next();
  if (read != Read::line) {
    complain({"", "empty", "the file has no line that names its columns", 1, 1});
    return imported;
  }
  const auto columns = ImportColumns::read(csv, options.instrument);
  if (!columns) {
    imported.problems = columns.problems();
    imported.bad_lines = 1;
    return imported;
  }
  LineReader lines(house, options, *columns);
  std::vector<Row> rows;
  std::unordered_map<std::string, int> first_line;  // by the key of a rating
  while ((read = csv.next()) != Read::end) {
    if (read != Read::line) {
      complain(csv_problem(csv, read));
      continue;
    }
    auto row = lines.read(csv);
    ++imported.lines;
    if (!row) {
      complain(row.problems().front());
    } else if (const auto [known, is_new] = first_line.emplace(row->key, csv.line()); !is_new) {
      complain({"session", "duplicate",
                "the same session, form and rater stand in line " + std::to_string(known->second),
                csv.line(), 1});
    } else {
      rows.push_back(std::move(*row));
    }
    if (imported.lines % 4096 == 0) io.progress(csv.bytes_read(), 0);
    if (io.is_cancelled()) {
      complain({"", "cancelled", "stopped before the end; nothing was stored", csv.line(), 1});
      return imported;
    }
  }
  if (imported.bad_lines == 0 && !imported.dry_run)
    house.store().commit([&](store::Unit& unit) { store_rows(unit, house, rows, imported); });
  return imported;
}

std::string summary_of(const Imported& imported) {
  const auto number = [](std::uint64_t n) { return std::to_string(n); };
  if (imported.bad_lines > 0)
    return number(imported.bad_lines) + " of " + number(imported.lines) +
           " lines are wrong; nothing was stored.\n";
  if (imported.dry_run)
    return number(imported.lines) + " ratings are right; nothing was stored (dry run).\n";
  return number(imported.stored) + " ratings stored, " + number(imported.known) +
         " were there before, " + number(imported.courses) + " courses worked out anew.\n";
}

}  // namespace holdfast::service
