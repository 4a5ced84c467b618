// SPDX-License-Identifier: MIT
#include "instrument/load.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "instrument/load_wording.hpp"
#include "json/object.hpp"
#include "json/parse.hpp"

namespace holdfast::instrument {
namespace {

using json::Kind;
using json::Need;
using json::Object;
using json::Value;

Condition read_condition(Object in) {
  Condition condition;
  condition.op = in.word("operator", Operator::at_least, Need::required);
  condition.value = in.number("value", Need::required);
  return condition;
}

void read_range(Object& in, Item& item) {
  const bool is_yes_no = item.kind == ItemKind::yes_no;
  if (is_yes_no || item.kind == ItemKind::text || !item.values.empty()) {
    item.max = is_yes_no ? 1 : 0;
    return;
  }
  item.min = in.number("min", Need::required);
  item.max = in.number("max", Need::required);
  if (in.value().find("step")) item.step = in.number("step");
  if (!(item.min < item.max)) in.wrong("max", "range", "max must be greater than min");
  if (!(item.step >= 0.001)) in.wrong("step", "range", "step must be 0.001 or more");
  for (const auto* end : {"min", "max"})
    if (!(std::abs(in.number(end)) <= 10000))
      in.wrong(end, "range", "a value from -10000 to 10000 is expected");
}

Item read_item(Object in) {
  Item item;
  item.id = in.text("id", Need::required);
  item.kind = in.word("kind", ItemKind::scale, Need::required);
  item.role = in.word("role", ItemRole::none);
  item.required = in.boolean("required");
  item.reversed = in.boolean("reversed");
  for (auto& word : in.texts("values")) item.values.push_back(std::move(word));
  read_range(in, item);
  if (const auto* shown = in.value().find("shown_if")) {
    Object condition = in.inside("shown_if", *shown);
    item.shown_if = ShownIf{condition.text("item", Need::required), condition.number("at_least")};
    condition.only({"item", "at_least"});
  }
  if (const auto* risk = in.value().find("risk")) {
    item.risk = read_condition(in.inside("risk", *risk));
    if (item.kind == ItemKind::text || !item.values.empty())
      in.wrong("risk", "kind", "only an item answered with a number can be a risk item");
  }
  if (in.value().find("max_length"))
    item.max_length = static_cast<std::size_t>(in.number_between("max_length", 1, 4000));
  in.only({"id", "kind", "role", "min", "max", "step", "required", "reversed", "values", "shown_if",
           "risk", "max_length"});
  return item;
}

void read_missing(Object in, Rule& rule) {
  rule.missing = in.word("rule", MissingRule::all_required, Need::required);
  if (in.value().find("allow"))
    rule.missing_allowed = static_cast<int>(in.number_between("allow", 0, 100));
  in.only({"rule", "allow"});
}

Rule read_rule(Object in, const Definition& definition) {
  Rule rule;
  rule.id = in.text("id");
  rule.title = in.text("title");
  rule.items = in.texts("items");
  for (std::size_t i = 0; i < rule.items.size(); ++i) {
    const auto* item = definition.find(rule.items[i]);
    const auto pointer = "items/" + std::to_string(i);
    if (!item)
      in.wrong(pointer, "unknown-item", "there is no item \"" + rule.items[i] + "\"");
    else if (item->kind == ItemKind::text || !item->values.empty())
      in.wrong(pointer, "kind", "item \"" + rule.items[i] + "\" has no number to count");
    if (std::count(rule.items.begin(), rule.items.end(), rule.items[i]) > 1)
      in.wrong(pointer, "duplicate", "item \"" + rule.items[i] + "\" is counted twice");
  }
  if (rule.items.empty() && !definition.totals_only)
    in.wrong("items", "required", "name the items that count");
  rule.method = in.word("method", Method::sum);
  if (in.value().find("factor")) rule.factor = in.number("factor");
  rule.scale.min = in.number("min", Need::required);
  rule.scale.max = in.number("max", Need::required);
  if (!(rule.scale.min < rule.scale.max)) in.wrong("max", "range", "max must be greater than min");
  const auto direction = in.text("direction");
  if (direction == "low_is_good")
    rule.scale.direction = Direction::low_is_good;
  else if (!direction.empty() && direction != "high_is_good")
    in.wrong("direction", "unknown", "high_is_good or low_is_good is expected");
  if (const auto* missing = in.value().find("missing"))
    read_missing(in.inside("missing", *missing), rule);
  in.only({"id", "title", "items", "method", "factor", "min", "max", "direction", "missing"});
  return rule;
}

// What the items can add up to must be what the rule says its range is: the usual slip of a wrong
// key.
void check_reach(Object& in, const Definition& definition, const Rule& rule) {
  double low = 0, high = 0;
  for (const auto& id : rule.items) {
    const auto* item = definition.find(id);
    if (!item) return;
    low += item->min;
    high += item->max;
  }
  const double count = rule.method == Method::mean ? static_cast<double>(rule.items.size()) : 1;
  if (rule.items.empty() || count == 0) return;
  const auto differs = [](double one, double other) { return std::abs(one - other) > 1e-9; };
  if (differs(low * rule.factor / count, rule.scale.min) ||
      differs(high * rule.factor / count, rule.scale.max))
    in.wrong("max", "range",
             "the items cannot reach exactly this range; check items, factor, min, max");
}

// Under "per_subscale" each item has the one subscale whose mean stands for it.
void check_parts(Object& in, const Definition& definition) {
  const auto& total = *definition.total;
  if (total.missing != MissingRule::per_subscale) return;
  std::multiset<std::string> parts;
  for (const auto& subscale : definition.subscales) {
    parts.insert(subscale.items.begin(), subscale.items.end());
    if (subscale.items.size() > 12)
      in.wrong("missing", "range", "per_subscale is for subscales of at most 12 items");
  }
  for (std::size_t i = 0; i < total.items.size(); ++i)
    if (parts.count(total.items[i]) != 1)
      in.wrong("items/" + std::to_string(i), "per-subscale",
               "\"" + total.items[i] + "\" must be in exactly one subscale");
  if (parts.size() > total.items.size())
    in.wrong("items", "per-subscale", "the subscales have items that the total has not");
}

void read_scoring(Object& in, Definition& definition) {
  if (const auto* list = in.list("subscales"))
    for (std::size_t i = 0; i < list->items().size(); ++i) {
      auto object = in.inside("subscales/" + std::to_string(i), list->items()[i]);
      auto rule = read_rule(object, definition);
      if (rule.id.empty()) object.wrong("id", "required", "a subscale needs an id");
      check_reach(object, definition, rule);
      definition.subscales.push_back(std::move(rule));
    }
  if (const auto* total = in.value().find("total")) {
    auto object = in.inside("total", *total);
    definition.total = read_rule(object, definition);
    check_reach(object, definition, *definition.total);
    check_parts(object, definition);
  } else if (definition.subscales.empty()) {
    in.wrong("total", "required", "an instrument has a total or subscales");
  }
}

void read_items(Object& in, Definition& definition) {
  const auto* list = in.list("items", Need::required);
  if (!list) return;
  if (list->items().size() > 100) in.wrong("items", "range", "at most 100 items are taken");
  std::set<std::string> ids;
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    auto object = in.inside("items/" + std::to_string(i), list->items()[i]);
    auto item = read_item(object);
    if (!ids.insert(item.id).second)
      object.wrong("id", "duplicate", "the id \"" + item.id + "\" is used twice");
    definition.items.push_back(std::move(item));
  }
  for (std::size_t i = 0; i < definition.items.size(); ++i) {
    const auto& shown = definition.items[i].shown_if;
    if (shown && !ids.contains(shown->item))
      in.wrong("items/" + std::to_string(i) + "/shown_if", "unknown-item",
               "there is no item \"" + shown->item + "\"");
  }
  if (definition.items.empty() != definition.totals_only)
    in.wrong("items", "required", "list the items, or say \"totals_only\": true with none");
}

void read_about(Object& in, Definition& definition) {
  definition.id = in.text("id", Need::required);
  definition.version = in.text("version", Need::required);
  definition.title = in.text("title", Need::required);
  definition.rater = in.word("rater", Rater::client, Need::required);
  definition.relation = in.word("relation", Relation::self);
  definition.setting = in.word("setting", Setting::individual);
  definition.is_validated = in.boolean("validated");
  definition.is_verified = in.boolean("verified");
  definition.totals_only = in.boolean("totals_only");
  definition.sources = in.texts("sources");
  definition.notes = in.text("notes");
  definition.measures = in.word("kind", Measures::alliance);
  const auto wording = in.text("wording", Need::required);
  if (wording == "pack")
    definition.wording = WordingOf::pack;
  else if (wording != "own")
    in.wrong("wording", "unknown", "own or pack is expected");
  if (const auto* ages = in.value().find("ages")) {
    auto object = in.inside("ages", *ages);
    if (ages->find("from"))
      definition.age_from = static_cast<int>(object.number_between("from", 0, 150));
    if (ages->find("to")) definition.age_to = static_cast<int>(object.number_between("to", 0, 150));
    object.only({"from", "to"});
  }
  if (const auto* licence = in.value().find("licence")) {
    auto object = in.inside("licence", *licence);
    definition.licence = {object.text("holder"), object.text("terms"), object.text("ask")};
    object.only({"holder", "terms", "ask"});
  }
}

void read_cutoffs(Object& in, Definition& definition) {
  const auto* list = in.list("cutoffs");
  if (!list) return;
  for (std::size_t i = 0; i < list->items().size(); ++i) {
    auto object = in.inside("cutoffs/" + std::to_string(i), list->items()[i]);
    definition.cutoffs.push_back({read_condition(object), object.text("source", Need::required),
                                  object.boolean("verified")});
    object.only({"operator", "value", "source", "verified"});
  }
}

void read_reliable_change(Object& in, Definition& definition) {
  const auto* value = in.value().find("reliable_change");
  if (!value) return;
  auto object = in.inside("reliable_change", *value);
  ReliableChange change;
  change.points = object.number("points");
  change.source = object.text("source", Need::required);
  change.is_verified = object.boolean("verified");
  object.only({"points", "source", "verified"});
  if (change.points <= 0) object.wrong("points", "range", "more than 0 points are expected");
  if (!definition.total || definition.measures != Measures::outcome)
    in.wrong("reliable_change", "outcome", "only an outcome measure with a total has one");
  definition.reliable_change = std::move(change);
}

void read_texts(Object& in, Definition& definition, Problems& problems) {
  const auto* texts = in.value().find("text");
  for (const auto& language : in.texts("languages")) {
    const auto* text = texts ? texts->find(language) : nullptr;
    if (!text) {
      in.wrong("text", "required", "the text for \"" + language + "\" is missing");
      continue;
    }
    auto wording = read_wording(in.inside("text/" + language, *text));
    wording.language = language;
    if (problems.empty())
      for (auto& problem : check_wording(definition, wording)) {
        problem.line = text->line();
        problem.column = text->column();
        problems.push_back(std::move(problem));
      }
    definition.own_wording.push_back(std::move(wording));
  }
  if (definition.wording == WordingOf::own && definition.own_wording.empty())
    in.wrong("languages", "required", "own wording needs at least one language");
}

}  // namespace

Result<Definition> load(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return parsed.problems();
  Problems problems;
  Object in(*parsed, "", problems);
  if (in.text("schema", Need::required) != "holdfast.instrument/1")
    in.wrong("schema", "unknown", "\"holdfast.instrument/1\" is expected");
  Definition definition;
  read_about(in, definition);
  read_items(in, definition);
  read_scoring(in, definition);
  read_cutoffs(in, definition);
  read_reliable_change(in, definition);
  read_texts(in, definition, problems);
  in.only({"$schema",     "schema",   "id",        "version", "title",           "rater",
           "relation",    "setting",  "kind",      "ages",    "wording",         "languages",
           "validated",   "verified", "sources",   "notes",   "licence",         "items",
           "totals_only", "total",    "subscales", "cutoffs", "reliable_change", "text",
           "vectors"});
  if (!problems.empty()) return problems;
  return definition;
}

}  // namespace holdfast::instrument
