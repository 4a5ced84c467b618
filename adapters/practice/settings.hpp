// SPDX-License-Identifier: MIT
// The adapter's configuration: what config_json may say, checked.
#pragma once
#include <cstdint>
#include <filesystem>
#include <holdfast/cpp/moment.hpp>
#include <optional>
#include <string_view>

namespace holdfast::adapters::practice {

struct Settings {
  std::filesystem::path file;         // empty: practice.db in the host's store/1 directory
  std::filesystem::path import_file;  // empty: none
  bool demo = false;
  std::optional<std::uint64_t> demo_seed;  // absent: as the file has it, or 1
  std::optional<payload::Day> demo_today;  // absent: as the file has it, or the host's date
};

extern const char* const settings_schema;  // JSON Schema, static

// Throws Failure(INVALID) naming the field; a field that is not known is refused, since a misspelt
// one would be silently without effect.
Settings read_settings(std::string_view config_json);

}  // namespace holdfast::adapters::practice
