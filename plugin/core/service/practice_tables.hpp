// SPDX-License-Identifier: MIT
// The practice's ratings as tables for statistics programs: each with its columns, what they mean,
// and the files that read and label them in SPSS and R.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

struct Column {
  std::string_view name;
  std::string_view label;
  enum class Kind { text, number, day, instant, truth } kind = Kind::text;
};

struct PracticeTable {
  std::string_view name;  // "ratings"; also the channel and, with an ending, the file
  std::string_view about;
  std::span<const Column> columns;
};

// Pseudonymised: random ids and a random order that hold for this one export, days since the
// client's first session instead of dates, rare kinds left out, and only clients who agreed to
// research. Whoever knows a
// client's story may still know them again: it is not anonymous.
enum class Naming { as_stored, pseudonymised };

std::span<const PracticeTable> tables(Naming naming);

// What a statistics program needs besides: what each column means, and how to read the files.
std::string dictionary_csv(Naming naming);
std::string spss_syntax(Naming naming);
std::string r_syntax(Naming naming);
extern const std::string_view research_notice;  // goes with every research set

// These by the names that their files have: "dictionary.csv".
std::vector<std::pair<std::string, std::string>> companions(Naming naming);

inline constexpr int smallest_cell = 5;  // clients; a rarer kind is left out of a research set

struct Exported {
  std::int64_t clients = 0, ratings = 0;
  std::int64_t left_out = 0;  // cells of a research set that were too rare
};

// Why a set of so few is not made.
Refusal too_few_for_research(const Exported& exported);

// Writes header and lines of each table; a sealed rating, and what came of it, stays out.
using WriteTable = std::function<void(std::string_view table, std::string_view csv)>;
Exported export_practice(House& house, Naming naming, const WriteTable& write);

}  // namespace holdfast::service
