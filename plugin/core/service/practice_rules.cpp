// SPDX-License-Identifier: MIT
#include "service/practice_rules.hpp"

#include <algorithm>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/age.hpp"
#include "service/course_access.hpp"
#include "service/outgoing.hpp"

namespace holdfast::service {
namespace {

using access::Action;

constexpr std::string_view visibility_key = "visibility";
constexpr std::string_view write_back_key = "write_back";
constexpr int youngest_end = 12, oldest_end = 25;
constexpr std::size_t longest_name = 120;

std::string language_key(std::string_view tag) { return "language." + std::string(tag); }

std::optional<json::Value> value_of(store::Reader& reader, std::string_view key) {
  const auto setting = reader.settings.find(key);
  if (!setting) return std::nullopt;
  auto parsed = json::parse(setting->value);
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

int age_of(const json::Value* value) {
  return value && value->is(json::Kind::number) ? static_cast<int>(value->number()) : 0;
}

// One row of the setting table that a change becomes, or what is wrong with it.
struct Row {
  std::string key, value;
};

struct Written {
  Problems problems;
  Row row;

  void operator()(const ChangeVisibility& change) {
    if (change.carers_until != 0 &&
        (change.carers_until < youngest_end || change.carers_until > oldest_end))
      problems = {
          {"carers_until", "range",
           "The age at which carers stop seeing is between 12 and 25, or empty for never."}};
    json::Writer writer;
    writer.begin_object().key("seal").boolean(change.seal);
    writer.key("carers_until").integer(change.carers_until).end_object();
    row = {std::string(visibility_key), writer.take()};
  }
  void operator()(const ChangeWriteBack& change) {
    json::Writer writer;
    writer.begin_array();
    for (const auto kind : write_back_kinds)
      if (std::find(change.kinds.begin(), change.kinds.end(), kind) != change.kinds.end())
        writer.string(kind);
    writer.end_array();
    for (const auto& kind : change.kinds)
      if (std::find(write_back_kinds.begin(), write_back_kinds.end(), kind) ==
          write_back_kinds.end())
        problems = {{"write_back", "unknown", "There is no such kind of record to write."}};
    row = {std::string(write_back_key), writer.take()};
  }
  void operator()(const ApproveLanguage& change) {
    if (change.by.empty() || change.by.size() > longest_name)
      problems = {{"by", "required", "Write the name of the person who read the texts."}};
    json::Writer writer;
    writer.begin_object().member("by", change.by).end_object();
    row = {language_key(change.tag), writer.take()};
  }
  void operator()(const WithdrawLanguage& change) { row = {language_key(change.tag), "null"}; }
};

}  // namespace

PracticeRules practice_rules(store::Reader& reader, const Config& config) {
  PracticeRules rules;
  rules.seal = config.seal;
  if (const auto visibility = value_of(reader, visibility_key)) {
    rules.seal = visibility->boolean_or("seal", config.seal);
    rules.carers_until = age_of(visibility->find("carers_until"));
  }
  rules.write_back = written_back(reader, config);
  return rules;
}

bool seals_ratings(store::Reader& reader, const Config& config) {
  const auto visibility = value_of(reader, visibility_key);
  return visibility ? visibility->boolean_or("seal", config.seal) : config.seal;
}

std::vector<std::string> written_back(store::Reader& reader, const Config& config) {
  const auto chosen = value_of(reader, write_back_key);
  if (!chosen) return config.write_back;
  std::vector<std::string> kinds;
  for (const auto& kind : chosen->items()) kinds.push_back(kind.text());
  return kinds;
}

std::optional<int> carers_may_look_until(store::Reader& reader, const Config& config,
                                         const practice::Client& client, Day today) {
  const int until = practice_rules(reader, config).carers_until;
  if (until == 0 || !client.birth_date || age_on(*client.birth_date, today) >= until)
    return std::nullopt;
  const auto key = reader.people.find_key(client.id);
  if (key && reader.consents.is_refused(*key, store::Purpose::carer_view)) return std::nullopt;
  return until;
}

std::optional<LanguageApproval> approval_of(store::Reader& reader, std::string_view tag) {
  const auto setting = reader.settings.find(language_key(tag));
  if (!setting) return std::nullopt;
  const auto value = json::parse(setting->value);
  if (!value || !value->is(json::Kind::object)) return std::nullopt;
  return LanguageApproval{std::string(value->string_or("by")), setting->at};
}

Refusal no_administrator() {
  return {Refusal::Kind::denied, "denied", "Only the practice's administrator sees this.", {}};
}

bool may_see_settings(House& house, const RulesDoor& door, std::string_view verb) {
  const bool may =
      access::decide(door.principal, Action::see_settings, {}, house.day_of(house.now())).allowed;
  note_in_audit(house, {door.principal, Action::see_settings, verb, door.from},
                may ? "done" : "denied");
  return may;
}

Reply<bool> change_rules(House& house, const RulesDoor& door, const RulesChange& change) {
  const auto now = house.now();
  const Asking asking{door.principal, Action::change_settings, "settings.change", door.from};
  if (!access::decide(door.principal, asking.action, {}, house.day_of(now)).allowed) {
    note_in_audit(house, asking, "denied");
    return no_administrator();
  }
  Written written;
  std::visit(written, change);
  if (!written.problems.empty()) return invalid(written.problems);
  house.store().commit([&](store::Unit& unit) {
    unit.settings.put({written.row.key, written.row.value, door.principal.person.id.value, now});
    note_change(unit, asking, {"setting:" + written.row.key, written.row.value}, now);
    return true;
  });
  return true;
}

}  // namespace holdfast::service
