// SPDX-License-Identifier: MIT
// The definition files as they stand in the tree, and small made-up ones for tests.
#pragma once
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace holdfast::instrument {

inline std::string read_whole(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline std::vector<std::filesystem::path> definition_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry :
       std::filesystem::directory_iterator{HOLDFAST_SOURCE_DIR "/plugin/instruments"}) {
    const auto name = entry.path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".schema.json")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Two items of 1 to 5, the second reversed; tenths are allowed, one may be missing.
inline std::string small_definition() {
  return R"({
  "schema": "holdfast.instrument/1",
  "id": "small",
  "version": "2",
  "title": "Small",
  "rater": "client",
  "wording": "pack",
  "verified": false,
  "items": [
    {"id": "one", "kind": "line", "min": 1, "max": 5, "step": 0.1},
    {"id": "two", "kind": "line", "min": 1, "max": 5, "step": 0.1, "reversed": true},
    {"id": "said", "kind": "yes_no", "role": "told", "risk": {"operator": ">=", "value": 1}},
    {"id": "strain", "kind": "choice", "values": ["none", "moving_away"], "role": "strain"},
    {"id": "note", "kind": "text", "role": "comment", "max_length": 5}
  ],
  "total": {"items": ["one", "two"], "min": 2, "max": 10, "missing": {"rule": "prorate", "allow": 1}},
  "vectors": [
    {"name": "both", "answers": {"one": 4.1, "two": 1.9}, "total": "8.2", "pomp": 77.5}
  ]
}
)";
}

inline std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  return at == std::string::npos ? "no such text: " + from : text.replace(at, from.size(), to);
}

}  // namespace holdfast::instrument
