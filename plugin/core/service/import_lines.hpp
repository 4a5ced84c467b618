// SPDX-License-Identifier: MIT
// Turns the lines of an import file into rows, or into what is wrong with them.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "replay/csv_reader.hpp"
#include "service/house.hpp"
#include "service/import_columns.hpp"
#include "service/import_ratings.hpp"
#include "service/import_row.hpp"

namespace holdfast::service {

// What the mirror knows of the file's clients, asked for once each. What it answers stays.
class ImportLookup {
 public:
  explicit ImportLookup(House& house) : house_(house) {}

  const practice::Course* course(const CourseId& id);
  // The client's course at that day; with several, the one that began last.
  const practice::Course* course_of(const ClientId& client, Day day);
  // By id; without one the day's first that was held.
  const store::NumberedSession* session(const CourseId& course, std::string_view id, Day day);

 private:
  House& house_;
  std::map<std::string, std::optional<practice::Course>> courses_;
  std::map<std::string, std::vector<practice::Course>> of_client_;
  std::map<std::string, std::vector<store::NumberedSession>> sessions_;
};

class ImportLines {
 public:
  ImportLines(House& house, const ImportOptions& options, const ImportColumns& columns)
      : house_(house),
        options_(options),
        columns_(columns),
        lookup_(house),
        today_(house.day_of(house.now())) {}

  // Of the line just read. A row is good as long as this object.
  Result<ImportRow> read(const replay::CsvReader& csv);

 private:
  Problem wrong(int column, std::string field, std::string rule, std::string message) const;
  std::string_view text(int column) const { return columns_.text(*csv_, column); }
  std::optional<Problem> check_length() const;
  std::optional<Problem> find_day(ImportRow& row) const;
  std::optional<Problem> find_course(ImportRow& row);
  std::optional<Problem> find_form(ImportRow& row) const;
  std::optional<Problem> find_circumstances(ImportRow& row) const;
  std::optional<Problem> read_answers(ImportRow& row) const;
  std::optional<Problem> read_declined(ImportRow& row) const;
  std::optional<Problem> check_total(const ImportRow& row) const;
  Result<instrument::Scored> score(ImportRow& row) const;

  House& house_;
  const ImportOptions& options_;
  const ImportColumns& columns_;
  ImportLookup lookup_;
  Day today_;  // in the practice's zone
  const replay::CsvReader* csv_ = nullptr;
};

}  // namespace holdfast::service
