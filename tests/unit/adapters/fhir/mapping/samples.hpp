// SPDX-License-Identifier: MIT
// Definitions as they are shipped, and golden files beside the tests.
#pragma once
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "fhir/mapping/form.hpp"

namespace holdfast::adapters::fhir::mapping {

inline std::string text_of_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

inline Json definition(const std::string& id) {
  return Json::parse(
      text_of_file(std::string(HOLDFAST_SOURCE_DIR) + "/plugin/instruments/" + id + ".json"));
}

inline Form form(const std::string& id) { return read_form(definition(id)); }

// What the golden file of that name holds. With HOLDFAST_WRITE_GOLDEN set it is written instead.
inline std::string golden(const std::string& name, const Json& now) {
  const auto path =
      std::string(HOLDFAST_TEST_DATA) + "/unit/adapters/fhir/golden/" + name + ".json";
  const auto text = now.dump(1) + "\n";
  if (std::getenv("HOLDFAST_WRITE_GOLDEN")) std::ofstream(path, std::ios::binary) << text;
  return text_of_file(path);
}

inline std::string printed(const Json& json) { return json.dump(1) + "\n"; }

}  // namespace holdfast::adapters::fhir::mapping
