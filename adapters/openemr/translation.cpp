// SPDX-License-Identifier: MIT
#include "translation.hpp"

#include "names.hpp"

namespace holdfast::adapters::openemr {
namespace {

constexpr const char* select_translation =
    "SELECT CAST(d.definition AS CHAR(1000)) FROM lang_constants c "
    "JOIN lang_definitions d ON d.cons_id = c.cons_id AND d.definition <> '' "
    "JOIN lang_languages l ON l.lang_id = d.lang_id AND LOWER(l.lang_description) = LOWER(?) "
    "WHERE c.constant_name = ? LIMIT 1";

}  // namespace

std::string in_words(Reader& reader, const std::string& language, const std::string& english) {
  const auto& setup = reader.setup();
  if (!setup.features.translations || language_tag(language) == "en") return english;
  for (const auto& wanted : {language, setup.settings.language}) {
    if (wanted.empty()) continue;
    if (const auto row = reader.connection().first(1, select_translation, {wanted, english}))
      return row->text(0);
  }
  return english;
}

}  // namespace holdfast::adapters::openemr
