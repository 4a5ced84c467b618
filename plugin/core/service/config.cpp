// SPDX-License-Identifier: MIT
#include "service/config.hpp"

#include <algorithm>
#include <array>

#include "json/object.hpp"
#include "json/parse.hpp"
#include "service/age_file.hpp"
#include "service/outgoing.hpp"
#include "service/retention_rules.hpp"

namespace holdfast::service {
namespace {

using json::Object;

std::string all_kinds() {
  std::string all;
  for (const auto kind : write_back_kinds) all += (all.empty() ? "" : ", ") + std::string(kind);
  return all;
}

void read_text(Object& in, std::string_view name, std::string& into) {
  if (in.value().find(name)) into = in.text(name);
}

void read_open(Object& in, Config& config) {
  const auto open = in.text("open");
  if (open.empty() || open == "all") return;
  if (open == "nothing")
    config.open = Open::nothing;
  else if (open == "store")
    config.open = Open::store;
  else
    in.wrong("open", "unknown", "nothing, store or all is expected");
}

void read_rules(Object& in, Config& config) {
  const auto rules = in.text("rules");
  if (rules == "E")
    config.rules = Rules::e;
  else if (!rules.empty() && rules != "AB")
    in.wrong("rules", "unknown", "AB or E is expected");
}

void read_write_back(Object& in, Config& config) {
  config.write_back = in.texts("write_back");
  for (const auto& kind : config.write_back)
    if (std::find(write_back_kinds.begin(), write_back_kinds.end(), kind) == write_back_kinds.end())
      in.wrong("write_back", "unknown", "\"" + kind + "\" is not one of: " + all_kinds());
}

// A country's rule first, then what the practice sets otherwise.
void read_retention(Object& in, Config& config) {
  if (const auto country = in.text("retention_country"); !country.empty()) {
    std::string known;
    for (const auto& rule : retention_rules)
      known += (known.empty() ? "" : ", ") + std::string(rule.country);
    if (const auto rule = retention_rule_of(country)) {
      config.retention_years = rule->years;
      config.retention_age = rule->age;
    } else {
      in.wrong("retention_country", "unknown",
               "one of these is expected: " + known +
                   "; for another country set retention_years and retention_age");
    }
  }
  if (in.value().find("retention_years"))
    config.retention_years = static_cast<int>(in.number_between("retention_years", 0, 100));
  if (in.value().find("retention_age"))
    config.retention_age = static_cast<int>(in.number_between("retention_age", 0, 100));
}

bool is_web_address(std::string_view text) {
  const auto host = text.starts_with("https://")  ? text.substr(8)
                    : text.starts_with("http://") ? text.substr(7)
                                                  : std::string_view{};
  return !host.empty() && host.front() != '/' && std::all_of(host.begin(), host.end(), [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '?' && c != '#';
  });
}

}  // namespace

Result<Config> parse_config(std::string_view text) {
  const auto parsed = json::parse(text.empty() ? "{}" : text);
  if (!parsed) return parsed.problems();
  Problems problems;
  Object in(*parsed, "", problems);
  Config config;
  read_open(in, config);
  read_text(in, "store", config.store);
  read_text(in, "practice_id", config.practice_id);
  read_text(in, "practice_name", config.practice_name);
  read_text(in, "language", config.language);
  read_text(in, "client_form", config.client_form);
  read_text(in, "therapist_form", config.therapist_form);
  read_text(in, "crisis_text", config.crisis_text);
  read_text(in, "complaints_contact", config.complaints_contact);
  read_text(in, "second_contact", config.second_contact);
  read_text(in, "duty_contact", config.duty_contact);
  config.instrument_folders = in.texts("instrument_folders");
  config.seal = in.boolean("seal");
  config.demo = in.boolean("demo");
  read_rules(in, config);
  read_write_back(in, config);
  if (in.value().find("invitation_minutes"))
    config.invitation_minutes =
        static_cast<int>(in.number_between("invitation_minutes", 5, 60 * 24 * 30));
  read_text(in, "public_address", config.public_address);
  while (config.public_address.ends_with('/')) config.public_address.pop_back();
  if (!config.public_address.empty() && !is_web_address(config.public_address))
    in.wrong("public_address", "address",
             "an address is expected, for example https://forms.example.org");
  if (in.value().find("reminder_hours"))
    config.reminder_hours = static_cast<int>(in.number_between("reminder_hours", 0, 24 * 14));
  if (in.value().find("reminders"))
    config.reminders = static_cast<int>(in.number_between("reminders", 1, 3));
  read_text(in, "backup_recipient", config.backup_recipient);
  if (!config.backup_recipient.empty() && !is_age_recipient(config.backup_recipient))
    in.wrong("backup_recipient", "unknown", "a public key of age is expected: age1…");
  read_retention(in, config);
  if (config.practice_id.empty() || config.practice_id.size() > 64)
    in.wrong("practice_id", "range", "1 to 64 characters are expected");
  in.only({"$schema",
           "open",
           "store",
           "practice_id",
           "practice_name",
           "language",
           "client_form",
           "therapist_form",
           "crisis_text",
           "complaints_contact",
           "second_contact",
           "duty_contact",
           "instrument_folders",
           "seal",
           "demo",
           "rules",
           "write_back",
           "invitation_minutes",
           "public_address",
           "reminder_hours",
           "reminders",
           "backup_recipient",
           "retention_country",
           "retention_years",
           "retention_age",
           "adapter"});
  if (!problems.empty()) return problems;
  return config;
}

}  // namespace holdfast::service
