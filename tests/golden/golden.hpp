// SPDX-License-Identifier: MIT
// The golden files: what the rules must say of two files of ratings, to the sixth decimal.
#pragma once
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "alliance/score.hpp"

namespace holdfast::golden {

using Row = std::vector<std::string>;

struct Instrument {
  std::string name;
  Scale scale;
};
inline const Instrument instruments[] = {{"wai-sr", {12, 60}}, {"srs", {0, 40}}};

inline Row split(const std::string& line) {
  Row row;
  std::stringstream text(line);
  for (std::string field; std::getline(text, field, ',');) row.push_back(field);
  if (!line.empty() && line.back() == ',') row.emplace_back();
  return row;
}

// Without the header.
inline std::vector<Row> rows(const std::string& name) {
  std::ifstream file(std::string(HOLDFAST_TEST_DATA "/golden/") + name);
  std::vector<Row> found;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) found.push_back(split(line));
  return found;
}

inline std::string text(const std::string& name) {
  std::ifstream file(std::string(HOLDFAST_TEST_DATA "/golden/") + name, std::ios::binary);
  std::stringstream all;
  all << file.rdbuf();
  return all.str();
}

struct Rating {
  std::string client;
  std::int64_t session = 0;
  Day day;
  Pomp score;
  bool first = false;  // of the client
};

// In the order of the file, which is the order of the sessions.
inline std::vector<Rating> ratings(const Instrument& instrument) {
  std::vector<Rating> found;
  for (const Row& row : rows(instrument.name + ".csv")) {
    Rating rating{row[0], std::stoll(row[1]), *parse_day(row[2]),
                  pomp_of(std::stod(row[3]), instrument.scale), true};
    if (!found.empty()) rating.first = found.back().client != rating.client;
    found.push_back(rating);
  }
  return found;
}

}  // namespace holdfast::golden
