// SPDX-License-Identifier: MIT
#include "instrument/load_wording.hpp"

#include "instrument/load.hpp"
#include "json/parse.hpp"

namespace holdfast::instrument {

using json::Need;
using json::Object;

namespace {

ItemText read_item_text(Object in) {
  ItemText text{in.text("title"), in.text("text"), in.text("low"), in.text("high"), {}};
  if (const auto* options = in.value().find("options")) {
    auto object = in.inside("options", *options);
    for (const auto& [value, option] : options->members()) text.options[value] = object.text(value);
  }
  in.only({"title", "text", "low", "high", "options"});
  return text;
}

}  // namespace

Wording read_wording(Object in) {
  Wording wording;
  wording.title = in.text("title", Need::required);
  wording.introduction = in.text("introduction");
  const auto* items = in.value().find("items");
  if (items && !items->is(json::Kind::object))
    in.wrong("items", "type", "an object of item ids and their texts is expected");
  else if (items)
    for (const auto& [id, value] : items->members())
      wording.items.emplace(id, read_item_text(in.inside("items/" + id, value)));
  in.only({"title", "introduction", "items"});
  return wording;
}

Problems check_wording(const Definition& definition, const Wording& wording) {
  Problems problems;
  for (const auto& item : definition.items) {
    const auto found = wording.items.find(item.id);
    if (found == wording.items.end() ||
        (found->second.text.empty() && found->second.title.empty())) {
      problems.push_back({"/text/items/" + item.id, "required",
                          "item \"" + item.id + "\" has no text in this language"});
      continue;
    }
    for (const auto& value : item.values)
      if (!found->second.options.contains(value))
        problems.push_back({"/text/items/" + item.id + "/options/" + value, "required",
                            "the choice \"" + value + "\" has no text in this language"});
  }
  for (const auto& [id, text] : wording.items)
    if (!definition.find(id))
      problems.push_back(
          {"/text/items/" + id, "unknown-item", "the instrument has no item \"" + id + "\""});
  return problems;
}

Result<WordingPack> load_wording(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return parsed.problems();
  Problems problems;
  Object in(*parsed, "", problems);
  if (in.text("schema", Need::required) != "holdfast.wording/1")
    in.wrong("schema", "unknown", "\"holdfast.wording/1\" is expected");
  WordingPack pack;
  pack.instrument = in.text("instrument", Need::required);
  pack.version = in.text("version", Need::required);
  if (const auto* texts = parsed->find("text"))
    pack.wording = read_wording(in.inside("text", *texts));
  else
    in.wrong("text", "required", "the texts are missing");
  pack.wording.language = in.text("language", Need::required);
  pack.wording.owner = in.text("owner", Need::required);
  pack.wording.licence = in.text("licence", Need::required);
  in.only({"$schema", "schema", "instrument", "version", "language", "owner", "licence", "text"});
  if (!problems.empty()) return problems;
  return pack;
}

}  // namespace holdfast::instrument
