// SPDX-License-Identifier: MIT
// All languages of one catalogue domain. A language is read on the first request that asks for it,
// never before: a process that only serves English holds no catalogue.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/language.hpp"

namespace holdfast::text {

inline constexpr std::string_view source_language = "en";
inline constexpr std::string_view pseudo_language = "ar-XB";  // CLDR's right-to-left pseudo-locale

class Texts {
 public:
  // The bytes of "<tag>.mo", which outlive the Texts; nothing when there is no such catalogue.
  using Catalogues = std::function<std::optional<std::string_view>(std::string_view file)>;

  // `tags` are the catalogues there are; English and the pseudo-language come on top.
  Texts(std::string domain, std::vector<std::string> tags, Catalogues catalogues);
  // Of the files that a library carries: each "<tag>.mo" is a language, what else lies there is
  // none.
  static Texts carried(std::string domain, std::span<const std::string_view> files,
                       Catalogues catalogues);

  // The language itself, else its base ("de" for "de-AT"), else English.
  const Language& of(std::string_view tag) const;
  // The first language of an Accept-Language header (RFC 9110, 12.5.4) that there is, by weight;
  // else English.
  const Language& preferred(std::string_view accept_language) const;
  // English first, then the catalogues in their order, the pseudo-language last.
  const std::vector<std::string>& tags() const { return tags_; }
  bool has(std::string_view tag) const;

 private:
  std::string domain_;
  std::vector<std::string> tags_;
  Catalogues catalogues_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Language>, std::less<>> languages_;
};

// What a language calls itself ("Deutsch"), for the switch; the tag itself where we do not know.
std::string_view own_name(std::string_view tag);

}  // namespace holdfast::text
