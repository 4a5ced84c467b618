// SPDX-License-Identifier: MIT
#include "text/texts.hpp"

#include <algorithm>
#include <array>
#include <boost/locale/gnu_gettext.hpp>
#include <cstdlib>
#include <utility>

namespace holdfast::text {
namespace {

namespace gettext = boost::locale::gnu_gettext;

// Tags are compared without regard to case (RFC 5646, 2.1.1).
bool same_tag(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "q=0.8" after the semicolon; a missing or unreadable weight counts as 1.
double weight_of(std::string_view parameters) {
  const std::size_t q = parameters.find("q=");
  if (q == std::string_view::npos) return 1;
  return std::atof(std::string(parameters.substr(q + 2)).c_str());
}

}  // namespace

Texts::Texts(std::string domain, std::vector<std::string> tags, Catalogues catalogues)
    : domain_(std::move(domain)), catalogues_(std::move(catalogues)) {
  tags_.emplace_back(source_language);
  for (std::string& tag : tags) tags_.push_back(std::move(tag));
  tags_.emplace_back(pseudo_language);
}

bool Texts::has(std::string_view tag) const {
  return std::any_of(tags_.begin(), tags_.end(),
                     [&](const std::string& known) { return same_tag(known, tag); });
}

const Language& Texts::of(std::string_view tag) const {
  const auto known = [&](std::string_view wanted) {
    return std::find_if(tags_.begin(), tags_.end(),
                        [&](const std::string& own) { return same_tag(own, wanted); });
  };
  auto found = known(tag);
  if (found == tags_.end()) found = known(tag.substr(0, tag.find('-')));
  if (found == tags_.end()) found = tags_.begin();

  const std::lock_guard lock(mutex_);
  auto& language = languages_[*found];
  if (language) return *language;

  std::locale messages = std::locale::classic();
  // English holds no catalogue; the pseudo-language looks into the first one for what is known.
  const auto& read = *found == pseudo_language ? tags_[1] : *found;
  if (read != source_language && read != pseudo_language) {
    gettext::messages_info info;
    info.language = read;
    info.encoding = "UTF-8";
    info.domains.emplace_back(domain_);
    info.paths.emplace_back();  // one empty root: the callback is asked once
    info.callback = [&](const std::string&, const std::string&) {
      const auto bytes = catalogues_(read + ".mo");
      return bytes ? std::vector<char>(bytes->begin(), bytes->end()) : std::vector<char>();
    };
    messages = std::locale(std::locale::classic(), gettext::create_messages_facet<char>(info));
  }
  language = std::make_unique<Language>(*found, std::move(messages));
  return *language;
}

const Language& Texts::preferred(std::string_view accept_language) const {
  std::string_view best = source_language;
  double best_weight = 0;
  while (!accept_language.empty()) {
    const std::string_view part = accept_language.substr(0, accept_language.find(','));
    accept_language.remove_prefix(std::min(part.size() + 1, accept_language.size()));
    const std::size_t semicolon = part.find(';');
    const std::string_view tag = trimmed(part.substr(0, semicolon));
    const double weight =
        semicolon == std::string_view::npos ? 1 : weight_of(part.substr(semicolon + 1));
    if (weight > best_weight && (has(tag) || has(tag.substr(0, tag.find('-'))))) {
      best = tag;
      best_weight = weight;
    }
  }
  return of(best);
}

Texts Texts::carried(std::string domain, std::span<const std::string_view> files,
                     Catalogues catalogues) {
  constexpr std::string_view catalogue = ".mo";
  std::vector<std::string> tags;
  for (const auto file : files)
    if (file.ends_with(catalogue))
      tags.emplace_back(file.substr(0, file.size() - catalogue.size()));
  return {std::move(domain), std::move(tags), std::move(catalogues)};
}

std::string_view own_name(std::string_view tag) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> names{{
      {"en", "English"},
      {"de", "Deutsch"},
      {"ar", "العربية"},
      {"es", "Español"},
      {"fr", "Français"},
      {"ar-XB", "\u200FÞšéüðö\u200F"},
  }};
  for (const auto& [known, name] : names)
    if (known == tag) return name;
  return tag;
}

}  // namespace holdfast::text
