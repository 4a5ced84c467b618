// SPDX-License-Identifier: MIT
#include "service/import_ratings.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <unordered_map>

#include "replay/csv_reader.hpp"
#include "service/course_engine.hpp"
#include "service/house.hpp"
#include "service/import_columns.hpp"
#include "service/import_lines.hpp"
#include "service/import_row.hpp"
#include "service/tool_actor.hpp"

namespace holdfast::service {
namespace {

constexpr std::size_t most_problems = 100;

using RowsOfCourse = std::vector<const ImportRow*>;
using RowsOfFile = std::map<CourseId, RowsOfCourse>;

Problem taken(const ImportRow& row) {
  return {row.names_session ? "session" : "date", "duplicate",
          std::string(row.session ? "this session" : "this day") +
              " has this form already, and it is not the same rating; leave the line out, or have "
              "the therapist take the other rating out first",
          row.line, row.column};
}

// Those of one course that the store does not hold yet; or which lines stand against it.
Result<RowsOfCourse> new_ones(store::Reader& reader, const HeldOfCourse& held,
                              const RowsOfCourse& rows) {
  RowsOfCourse fresh;
  Problems problems;
  for (const auto* row : rows) {
    const auto there = what_is_there(reader, held, *row);
    if (there == There::other) problems.push_back(taken(*row));
    if (there == There::nothing) fresh.push_back(row);
  }
  if (!problems.empty()) return problems;
  return fresh;
}

Problems conflicts(House& house, const RowsOfFile& courses) {
  Problems problems;
  house.store().read([&](store::Reader& reader) {
    for (const auto& [id, rows] : courses) {
      const auto fresh = new_ones(reader, held_of(reader, *rows.front()->course), rows);
      if (fresh) continue;
      problems.insert(problems.end(), fresh.problems().begin(), fresh.problems().end());
    }
  });
  std::sort(problems.begin(), problems.end(),
            [](const auto& one, const auto& other) { return one.line < other.line; });
  return problems;
}

// Each course of the file is read, stored and worked out in one go.
struct Storing {
  store::Unit& unit;
  House& house;
  Instant now;
  SettingsInForce settings;
  Imported& imported;

  // What came into the store since the file was checked against it.
  Problems course(const RowsOfCourse& rows) const {
    const auto& course = *rows.front()->course;
    const auto subject = unit.people.key_of(course.client);
    auto held = held_of(unit, course);
    const auto fresh = new_ones(unit, held, rows);
    if (!fresh) return fresh.problems();
    imported.known += rows.size() - fresh->size();
    if (fresh->empty()) return {};
    std::vector<store::StoredRating> ratings;
    std::vector<std::vector<store::StoredAnswer>> answers;
    for (const auto* row : *fresh) {
      ratings.push_back(rating_of(unit, *row, subject, now));
      answers.push_back(answers_of(*row));
      if (!row->says_mode) ++imported.without_mode;
    }
    unit.ratings.insert_many(ratings, answers);
    imported.stored += ratings.size();
    ++imported.courses;
    std::move(ratings.begin(), ratings.end(), std::back_inserter(held.standing));
    rerun_course(
        unit,
        {{course.id, subject, house}, course.clinicians.front(), now, house.day_of(now), &settings},
        held.standing);
    return {};
  }
};

Result<bool> store_rows(store::Unit& unit, House& house, const RowsOfFile& courses,
                        Imported& imported) {
  // The unit may run again.
  imported.stored = imported.known = imported.courses = imported.without_mode = 0;
  const Storing storing{unit, house, house.now(), house.detection_settings(unit), imported};
  for (const auto& [id, rows] : courses)
    if (auto problems = storing.course(rows); !problems.empty()) return problems;
  unit.audit.append(line_of_tool(os_actor(), "ratings.import", "import"), storing.now);
  return true;
}

Problem csv_problem(const replay::CsvReader& csv, replay::CsvReader::Read read) {
  const bool is_long = read == replay::CsvReader::Read::too_long;
  return {"", is_long ? "too-long" : "quote",
          is_long ? "this line is too long" : "a quoted field is not closed on this line",
          csv.line(), 1};
}

void complain(Imported& imported, Problem problem) {
  ++imported.bad_lines;
  if (imported.problems.size() < most_problems) imported.problems.push_back(std::move(problem));
}

Imported ended(Imported imported, Imported::End end, Problems problems) {
  imported.end = end;
  imported.problems.insert(imported.problems.end(), problems.begin(), problems.end());
  return imported;
}

std::string counted(std::uint64_t n, const std::string& one) {
  return std::to_string(n) + " " + one + (n == 1 ? "" : "s");
}

std::string of_paper(std::uint64_t n) {
  if (n == 0) return {};
  return "No mode is given for " + std::to_string(n) +
         " of them: they count as filled on paper, and forms filled on screen begin a series of "
         "their own beside them. A column \"mode\" (screen or paper) says otherwise.\n";
}

}  // namespace

Imported import_ratings(House& house, const ImportOptions& options, ToolIo& io) {
  using Read = replay::CsvReader::Read;
  Imported imported;
  imported.dry_run = options.store == ImportOptions::Store::nothing;
  replay::CsvReader csv([&](char* into, std::size_t size) { return io.read("in", into, size); });
  auto read = csv.next();
  if (read != Read::line)
    return ended(imported, Imported::End::at_columns,
                 {{"", "empty", "the file has no line that names its columns", 1, 1}});
  const auto columns = ImportColumns::read(csv, options.instrument);
  if (!columns) return ended(imported, Imported::End::at_columns, columns.problems());
  ImportLines lines(house, options, *columns);
  std::deque<ImportRow> rows;  // which stay where they are
  RowsOfFile courses;
  std::unordered_map<std::string, int> first_line;  // by the place of a rating
  while ((read = csv.next()) != Read::end) {
    ++imported.lines;
    if (read != Read::line) {
      complain(imported, csv_problem(csv, read));
      continue;
    }
    auto row = lines.read(csv);
    if (!row) {
      complain(imported, row.problems().front());
    } else if (const auto [known, is_new] = first_line.emplace(place_of(*row), csv.line());
               !is_new) {
      complain(imported, {row->names_session ? "session" : "date", "duplicate",
                          "the same session, form and rater stand in line " +
                              std::to_string(known->second) + "; leave one of the two out",
                          row->line, row->column});
    } else {
      rows.push_back(std::move(*row));
      courses[rows.back().course->id].push_back(&rows.back());
    }
    if (imported.lines % 4096 == 0) io.progress(csv.bytes_read(), 0);
    if (io.is_cancelled())
      return ended(
          imported, Imported::End::cancelled,
          {{"", "cancelled", "stopped before the end; nothing was stored", csv.line(), 1}});
  }
  for (const auto& problem : conflicts(house, courses)) complain(imported, problem);
  if (imported.bad_lines > 0) return imported;
  if (imported.dry_run) {
    for (const auto& row : rows) imported.without_mode += row.says_mode ? 0 : 1;
    return imported;
  }
  const auto stored = house.store().commit(
      [&](store::Unit& unit) { return store_rows(unit, house, courses, imported); });
  if (stored) return imported;
  imported.stored = imported.known = imported.courses = imported.without_mode = 0;
  for (const auto& problem : stored.problems()) complain(imported, problem);
  return imported;
}

std::string summary_of(const Imported& imported) {
  if (imported.end == Imported::End::at_columns)
    return "The first line, which names the columns, is wrong; nothing was stored.\n";
  if (imported.end == Imported::End::cancelled)
    return "Stopped after " + counted(imported.lines, "line") + "; nothing was stored.\n";
  if (imported.bad_lines > 0) {
    const auto left = imported.bad_lines > imported.problems.size();
    return std::to_string(imported.bad_lines) + " of " + counted(imported.lines, "line") +
           (imported.bad_lines == 1 ? " is" : " are") + " wrong" +
           (left ? " (the first " + std::to_string(imported.problems.size()) + " are named)" : "") +
           "; nothing was stored.\n";
  }
  if (imported.dry_run)
    return counted(imported.lines, "rating") + (imported.lines == 1 ? " is" : " are") +
           " right; nothing was stored (dry run).\n" + of_paper(imported.without_mode);
  return counted(imported.stored, "rating") + " stored, " + std::to_string(imported.known) +
         (imported.known == 1 ? " was" : " were") + " there before, " +
         counted(imported.courses, "course") + " worked out anew.\n" +
         of_paper(imported.without_mode);
}

}  // namespace holdfast::service
