// SPDX-License-Identifier: MIT
#include "form.hpp"

#include <charconv>
#include <cmath>

namespace holdfast::adapters::fhir::mapping {
namespace {

using payload::Fields;

// A form of a thousand steps is a line, not a row of buttons.
constexpr int most_steps = 200;

double number_of(const Json& object, const char* name, double fallback) {
  const auto found = object.find(name);
  if (found == object.end()) return fallback;
  if (!found->is_number())
    throw Failure(HOLDFAST_E_INVALID, std::string("instrument: \"") + name + "\" is no number");
  return found->get<double>();
}

bool flag(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

Item read_item(const Json& json) {
  const Fields in{json, "item"};
  Item item;
  item.id = in.id("id");
  item.kind = in.word("kind", {"line", "scale", "choice", "faces", "yes_no", "text"});
  const double most = item.kind == "yes_no" ? 1 : 0;
  item.min = number_of(json, "min", 0);
  item.max = number_of(json, "max", most);
  item.step = number_of(json, "step", 1);
  item.is_required = flag(json, "required");
  item.is_reversed = flag(json, "reversed");
  item.values = in.texts("values");
  if (const auto* shown = in.find("shown_if")) {
    item.shown_if = Fields{*shown, "shown_if"}.id("item");
    item.shown_from = number_of(*shown, "at_least", 1);
  }
  item.max_length = in.count_if("max_length");
  const double steps = item.step > 0 ? (item.max - item.min) / item.step : -1;
  if (item.values.empty() && !item.is_text() &&
      !(steps > 0 && (item.is_line() || steps <= most_steps)))
    throw Failure(HOLDFAST_E_INVALID, "item: range and step do not make a row of answers");
  return item;
}

Rule read_rule(const Json& json) {
  const Fields in{json, "rule"};
  Rule rule;
  rule.id = in.id_if("id");
  rule.title = in.text_if("title");
  rule.items = in.texts("items");
  rule.is_mean = in.word_if("method", {"sum", "mean"}) == "mean";
  rule.factor = number_of(json, "factor", 1);
  rule.min = number_of(json, "min", 0);
  rule.max = number_of(json, "max", 0);
  if (const auto* missing = in.find("missing")) {
    const Fields how{*missing, "missing"};
    rule.missing = how.word("rule", {"all_required", "prorate", "per_subscale"});
    rule.allowed = how.count_if("allow").value_or(0);
  }
  return rule;
}

Words read_words(const Json& json) {
  const Fields in{json, "text"};
  Words words;
  words.title = in.text("title");
  words.introduction = in.text_if("introduction", 4096);
  const auto* items = in.find("items");
  if (!items) return words;
  for (const auto& [id, value] : items->items()) {
    const Fields one{value, "text of an item"};
    ItemWords item{one.text_if("title", 1024),
                   one.text_if("text", 4096),
                   one.text_if("low", 1024),
                   one.text_if("high", 1024),
                   {}};
    if (const auto* options = one.find("options"))
      for (const auto& [option, text] : options->items())
        if (text.is_string()) item.options[option] = text.get<std::string>();
    words.items[id] = std::move(item);
  }
  return words;
}

}  // namespace

bool Item::is_whole() const { return min == std::floor(min) && step == std::floor(step); }

std::vector<double> Item::steps() const {
  std::vector<double> all;
  const auto count = std::lround((max - min) / step);
  for (long i = 0; i <= count; ++i) all.push_back(min + static_cast<double>(i) * step);
  return all;
}

const Item* Form::find(std::string_view item) const {
  for (const auto& one : items)
    if (one.id == item) return &one;
  return nullptr;
}

Form read_form(const Json& definition, const Json& packs) {
  const Fields in{definition, "instrument"};
  in.expect_schema("holdfast.instrument/1");
  Form form;
  form.id = in.id("id");
  form.version = in.text("version");
  form.title = in.text("title");
  form.rater = in.word("rater", {"client", "therapist", "observer"});
  form.relation = in.word_if("relation", {"self", "carer", "observer"});
  form.kind = in.word_if("kind", {"alliance", "outcome"});
  form.notes = in.text_if("notes", 4096);
  form.has_own_wording = in.word("wording", {"own", "pack"}) == "own";
  form.is_totals_only = flag(definition, "totals_only");
  if (const auto* licence = in.find("licence")) {
    const Fields about{*licence, "licence"};
    form.holder = about.text_if("holder", 1024);
    form.terms = about.text_if("terms", 1024);
  }
  for (const auto& item : in.list("items")) form.items.push_back(read_item(item));
  if (const auto* total = in.find("total")) form.total = read_rule(*total);
  for (const auto& rule : in.list("subscales")) form.subscales.push_back(read_rule(rule));
  if (const auto* text = in.find("text"))
    for (const auto& [language, words] : text->items()) form.words[language] = read_words(words);
  for (const auto& pack : packs) {
    const Fields wording{pack, "wording"};
    wording.expect_schema("holdfast.wording/1");
    if (wording.text("instrument") != form.id || wording.text("version") != form.version) continue;
    if (const auto* text = wording.find("text"))
      form.words[wording.text("language")] = read_words(*text);
  }
  return form;
}

std::string value_text(double value) {
  char buffer[64];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value == 0 ? 0.0 : value,
                                          std::chars_format::fixed);
  return std::string(buffer, error == std::errc{} ? end : buffer);
}

}  // namespace holdfast::adapters::fhir::mapping
