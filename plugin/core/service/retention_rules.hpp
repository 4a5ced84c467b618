// SPDX-License-Identifier: MIT
// How long a psychotherapy file is kept, by country: what a practice starts from, and may set
// otherwise. Rules change and differ within countries; the practice answers for what it sets.
#pragma once
#include <array>
#include <optional>
#include <string_view>

namespace holdfast::service {

struct RetentionRule {
  std::string_view country;  // ISO 3166-1, lower case
  int years;                 // after the last session
  int age;                   // and until the client is this old; 0: no such rule
  std::string_view source;
};

inline constexpr std::array<RetentionRule, 6> retention_rules{{
    {"at", 10, 0, "Psychotherapiegesetz, documentation: ten years"},
    {"au", 7, 25, "state health records acts (NSW, Victoria, ACT): seven years, minors until 25"},
    {"de", 10, 0, "BGB section 630f (3): ten years after the treatment"},
    {"fr", 20, 28, "Code de la sante publique R1112-7: twenty years, minors until 28"},
    {"gb", 20, 26,
     "NHS Records Management Code of Practice: mental health twenty years, children"
     " until the 25th birthday, the 26th when seen at 17"},
    {"us", 7, 21,
     "APA Record Keeping Guidelines (2007): seven years, minors three years beyond"
     " majority; state law may ask for more"},
}};

constexpr std::optional<RetentionRule> retention_rule_of(std::string_view country) {
  for (const auto& rule : retention_rules)
    if (rule.country == country) return rule;
  return std::nullopt;
}

}  // namespace holdfast::service
