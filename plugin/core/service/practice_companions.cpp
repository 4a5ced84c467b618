// SPDX-License-Identifier: MIT
// What goes with the practice's tables: what each column means, and how SPSS and R read them.
#include <fmt/format.h>

#include "service/csv.hpp"
#include "service/practice_tables.hpp"

namespace holdfast::service {
namespace {

using Kind = Column::Kind;

std::string_view word_of(Kind kind) {
  switch (kind) {
    case Kind::number:
      return "number";
    case Kind::day:
      return "day (YYYY-MM-DD)";
    case Kind::instant:
      return "instant (ISO 8601, UTC)";
    case Kind::truth:
      return "0 or 1";
    default:
      return "text";
  }
}

std::string quoted(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote) out += c;
    out += c;
  }
  return out + quote;
}

}  // namespace

std::string dictionary_csv(Naming naming) {
  std::string text = CsvLine().add("table").add("column").add("kind").add("meaning").take();
  for (const auto& table : tables(naming)) {
    text += CsvLine().add(table.name).add("").add("").add(table.about).take();
    for (const auto& column : table.columns)
      text += CsvLine()
                  .add(table.name)
                  .add(column.name)
                  .add(word_of(column.kind))
                  .add(column.label)
                  .take();
  }
  return text;
}

std::string spss_syntax(Naming naming) {
  std::string text =
      "* Reads and labels the exported tables. Set the folder first: CD 'folder of the files'.\n";
  for (const auto& table : tables(naming)) {
    text += fmt::format(
        "\nGET DATA /TYPE=TXT /FILE='{}.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"'\n"
        " /ARRANGEMENT=DELIMITED /FIRSTCASE=2 /VARIABLES=\n",
        table.name);
    for (const auto& column : table.columns) {
      const auto format = column.kind == Kind::number || column.kind == Kind::truth ? "F12.4"
                          : column.kind == Kind::day                                ? "SDATE10"
                                                                                    : "A64";
      text += fmt::format("  {} {}\n", column.name, format);
    }
    text += fmt::format(".\nDATASET NAME {}.\nVARIABLE LABELS\n", table.name);
    for (const auto& column : table.columns)
      text += fmt::format("  {} {}\n", column.name, quoted(column.label, '\''));
    text += ".\n";
    for (const auto& column : table.columns)
      if (column.kind == Kind::truth)
        text += fmt::format("VALUE LABELS {} 0 'no' 1 'yes'.\n", column.name);
    text += fmt::format("SAVE OUTFILE='{}.sav'.\n", table.name);
  }
  return text;
}

std::string r_syntax(Naming naming) {
  std::string text =
      "# Reads and labels the exported tables; run in the folder of the files.\n"
      "label <- function(table, labels) {\n"
      "  for (name in names(labels)) attr(table[[name]], \"label\") <- labels[[name]]\n"
      "  table\n"
      "}\n";
  for (const auto& table : tables(naming)) {
    std::string kinds, labels;
    for (const auto& column : table.columns) {
      const auto kind = column.kind == Kind::number  ? "numeric"
                        : column.kind == Kind::truth ? "integer"
                        : column.kind == Kind::day   ? "Date"
                                                     : "character";
      kinds += fmt::format("{}{} = \"{}\"", kinds.empty() ? "" : ", ", column.name, kind);
      labels += fmt::format("{}\n  {} = {}", labels.empty() ? "" : ",", column.name,
                            fmt::format("\"{}\"", column.label));
    }
    text += fmt::format(
        "\n{0} <- read.csv(\"{0}.csv\", fileEncoding = \"UTF-8\", colClasses = c({1}))\n"
        "{0} <- label({0}, list({2}))\n",
        table.name, kinds, labels);
  }
  return text;
}

const std::string_view research_notice =
    "This set is pseudonymised, not anonymous: ids and the order of the clients are random and "
    "hold "
    "in this export only, dates are days since the client's first session, and only clients who "
    "agreed to research are in it. Left out is every kind that fewer than 5 clients have (of "
    "rater, "
    "form, item, setting, help, clinician, rule and the like), every answer in words that fewer "
    "chose, and every day and session number that fewer came to. Scores, answers on a scale and "
    "times of filling in stand as they were measured. Whoever knows a client's story may still "
    "know "
    "them again: treat it as health data.\n";

std::vector<std::pair<std::string, std::string>> companions(Naming naming) {
  std::vector<std::pair<std::string, std::string>> files{{"dictionary.csv", dictionary_csv(naming)},
                                                         {"read.sps", spss_syntax(naming)},
                                                         {"read.R", r_syntax(naming)}};
  if (naming == Naming::pseudonymised) files.emplace_back("README.txt", research_notice);
  return files;
}

}  // namespace holdfast::service
