// SPDX-License-Identifier: MIT
#include "service/csv.hpp"

#include <utility>

namespace holdfast::service {
namespace {

bool is_number(std::string_view cell) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (cell[i] >= '0' && cell[i] <= '9')
      ++digits;
    else if (!(cell[i] == '.' || (i == 0 && cell[i] == '-')))
      return false;
  }
  return digits > 0;
}

bool looks_like_a_formula(std::string_view cell) {
  constexpr std::string_view begins = "=+-@\t\r";
  return !cell.empty() && begins.find(cell.front()) != std::string_view::npos && !is_number(cell);
}

}  // namespace

CsvLine& CsvLine::add(std::string_view cell) {
  if (!std::exchange(is_first_, false)) text_ += ',';
  const bool is_formula = looks_like_a_formula(cell);
  if (!is_formula && cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    text_ += cell;
    return *this;
  }
  text_ += is_formula ? "\"'" : "\"";
  for (const char c : cell) {
    if (c == '"') text_ += '"';
    text_ += c;
  }
  text_ += '"';
  return *this;
}

std::string CsvLine::take() {
  is_first_ = true;
  return std::exchange(text_, {}) + "\r\n";
}

}  // namespace holdfast::service
