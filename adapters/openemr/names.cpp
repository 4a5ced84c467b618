// SPDX-License-Identifier: MIT
#include "names.hpp"

#include <string_view>
#include <utility>

namespace holdfast::adapters::openemr {

std::string initials_of(const std::string& name) {
  std::string initials;
  bool starts = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == ' ') {
      starts = true;
      continue;
    }
    if (!starts) continue;
    initials += name[i];
    while (i + 1 < name.size() && (static_cast<unsigned char>(name[i + 1]) & 0xc0) == 0x80)
      initials += name[++i];
    starts = false;
  }
  return initials;
}

// OpenEMR's list of languages holds English words.
std::string language_tag(std::string name) {
  for (auto& c : name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  static constexpr std::pair<std::string_view, const char*> known[] = {
      {"english", "en"}, {"spanish", "es"}, {"german", "de"},     {"french", "fr"},
      {"italian", "it"}, {"dutch", "nl"},   {"portuguese", "pt"}, {"russian", "ru"},
      {"arabic", "ar"},  {"hebrew", "he"},  {"turkish", "tr"},    {"polish", "pl"},
      {"greek", "el"},   {"chinese", "zh"}, {"japanese", "ja"},   {"korean", "ko"},
      {"hindi", "hi"},   {"persian", "fa"}, {"ukrainian", "uk"},  {"vietnamese", "vi"}};
  for (const auto& [word, tag] : known)
    if (name == word) return tag;
  return {};
}

std::string named(std::string name, const char* instead) {
  return name.empty() ? instead : std::move(name);
}

}  // namespace holdfast::adapters::openemr
