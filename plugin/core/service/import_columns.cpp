// SPDX-License-Identifier: MIT
#include "service/import_columns.hpp"

#include <algorithm>
#include <optional>

namespace holdfast::service {
namespace {

constexpr std::string_view item_prefix = "item.";
constexpr std::string_view names =
    "client, course, session, date, instrument, version, total, item.<id>, language, mode and "
    "declined";

// A spreadsheet in a language with decimal commas parts cells by semicolons, others by tabs.
std::optional<Problem> wrong_separator(const replay::CsvReader& csv) {
  if (csv.fields().size() != 1) return std::nullopt;
  for (const auto& [sign, name] : {std::pair{';', "semicolons"}, std::pair{'\t', "tabs"}})
    if (const auto at = csv.fields()[0].text.find(sign); at != std::string_view::npos)
      return Problem{"", "separator",
                     std::string("the columns are parted by ") + name +
                         "; save the file with commas, and numbers with a decimal point",
                     csv.line(), static_cast<int>(at) + 1};
  return std::nullopt;
}

}  // namespace

Result<ImportColumns> ImportColumns::read(const replay::CsvReader& csv,
                                          std::string_view instrument) {
  if (auto problem = wrong_separator(csv)) return *problem;
  ImportColumns columns;
  columns.count = csv.fields().size();
  const std::pair<std::string_view, int*> known[] = {{"client", &columns.client},
                                                     {"course", &columns.course},
                                                     {"session", &columns.session},
                                                     {"date", &columns.date},
                                                     {"instrument", &columns.instrument},
                                                     {"version", &columns.version},
                                                     {"total", &columns.total},
                                                     {"language", &columns.language},
                                                     {"mode", &columns.mode},
                                                     {"declined", &columns.declined}};
  Problems problems;
  if (csv.is_cut())
    problems.push_back({"", "columns",
                        "the file has more than " + std::to_string(columns.count) +
                            " columns; bring it in in several files",
                        csv.line(), csv.fields().back().column});
  int index = 0;
  for (const auto& field : csv.fields()) {
    const auto complain = [&](std::string rule, std::string message) {
      problems.push_back(
          {std::string(field.text), std::move(rule), std::move(message), csv.line(), field.column});
    };
    if (field.text.starts_with(item_prefix)) {
      std::string item{field.text.substr(item_prefix.size())};
      if (std::any_of(columns.items.begin(), columns.items.end(),
                      [&](const auto& known_item) { return known_item.first == item; }))
        complain("duplicate", "this column is named twice");
      columns.items.emplace_back(std::move(item), index++);
      continue;
    }
    int* place = nullptr;
    for (const auto& [name, column] : known)
      if (name == field.text) place = column;
    if (!place)
      complain("unknown", "there is no such column; there are " + std::string(names) +
                              " (handbook for IT, \"Bringing old ratings in\")");
    else if (*place >= 0)
      complain("duplicate", "this column is named twice");
    else
      *place = index;
    ++index;
  }
  const auto need = [&](bool has, std::string name, std::string message) {
    if (!has) problems.push_back({std::move(name), "required", std::move(message), csv.line(), 1});
  };
  need(columns.date >= 0, "date", "a column \"date\" is needed");
  need(columns.client >= 0 || columns.course >= 0, "client",
       "a column \"client\" or \"course\" is needed");
  need(columns.instrument >= 0 || !instrument.empty(), "instrument",
       "a column \"instrument\" is needed, or --instrument");
  need(columns.total >= 0 || !columns.items.empty(), "total",
       "a column \"total\", or columns \"item.<id>\", are needed");
  if (!problems.empty()) return problems;
  return columns;
}

std::string_view ImportColumns::text(const replay::CsvReader& csv, int column) const {
  if (column < 0 || static_cast<std::size_t>(column) >= csv.fields().size()) return {};
  return csv.fields()[static_cast<std::size_t>(column)].text;
}

int ImportColumns::position(const replay::CsvReader& csv, int column) const {
  if (column < 0 || static_cast<std::size_t>(column) >= csv.fields().size()) return 1;
  return csv.fields()[static_cast<std::size_t>(column)].column;
}

}  // namespace holdfast::service
