// SPDX-License-Identifier: MIT
#include "instrument/catalogue.hpp"

#include <algorithm>
#include <stdexcept>

#include "built_in_instruments.hpp"
#include "json/parse.hpp"

namespace holdfast::instrument {

void Catalogue::keep(Definition definition) const {
  for (const auto& known : definitions_)
    if (known.id == definition.id && known.version == definition.version) return;
  definitions_.push_back(std::move(definition));
}

void Catalogue::read_built_in(std::string_view id) const {
  if (read_.contains(id)) return;
  const auto text = built_in_instruments::find(std::string(id) + ".json");
  if (!text) return;  // not remembered: requests may ask for any id, and for endless many
  read_.emplace(std::string(id), true);
  auto definition = load(*text);
  if (!definition)  // the tests read every one of them
    throw std::logic_error("built-in instrument " + std::string(id) + ": " +
                           definition.problems().front().message);
  keep(std::move(*definition));
}

Problems Catalogue::add(std::string_view name, std::string_view text) {
  const auto parsed = json::parse(text);
  if (parsed && parsed->string_or("schema") == "holdfast.wording/1") return add_wording(text);
  auto definition = load(text);
  if (!definition) return definition.problems();
  const std::lock_guard lock(mutex_);
  read_built_in(definition->id);
  for (const auto& known : definitions_)
    if (known.id == definition->id && known.version == definition->version)
      return {{"/version", "duplicate",
               std::string(name) + ": " + known.id + " version " + known.version +
                   " exists already; give a changed form a new version"}};
  keep(std::move(*definition));
  return {};
}

Problems Catalogue::add_wording(std::string_view text) {
  auto pack = load_wording(text);
  if (!pack) return pack.problems();
  const auto* definition = find(pack->instrument, pack->version);
  if (!definition)
    return {{"/instrument", "unknown",
             "there is no instrument " + pack->instrument + " version " + pack->version}};
  if (auto problems = check_wording(*definition, pack->wording); !problems.empty()) return problems;
  const std::lock_guard lock(mutex_);
  wordings_.push_front(std::move(*pack));  // the newest stands
  return {};
}

const Definition* Catalogue::find(std::string_view id, std::string_view version) const {
  const std::lock_guard lock(mutex_);
  read_built_in(id);
  const Definition* found = nullptr;
  const auto is_newer = [](const std::string& one, const std::string& other) {
    return one.size() != other.size() ? one.size() > other.size() : one > other;
  };
  for (const auto& definition : definitions_) {
    if (definition.id != id) continue;
    if (version.empty() ? !found || is_newer(definition.version, found->version)
                        : definition.version == version)
      found = &definition;
  }
  return found;
}

std::vector<std::string> Catalogue::versions(std::string_view id) const {
  std::vector<std::string> versions;
  const std::lock_guard lock(mutex_);
  read_built_in(id);
  for (const auto& definition : definitions_)
    if (definition.id == id) versions.push_back(definition.version);
  std::sort(versions.begin(), versions.end());
  return versions;
}

const Wording* Catalogue::wording(const Definition& definition, std::string_view language) const {
  const std::lock_guard lock(mutex_);
  std::vector<const Wording*> all;
  for (const auto& pack : wordings_)
    if (pack.instrument == definition.id && pack.version == definition.version)
      all.push_back(&pack.wording);
  for (const auto& own : definition.own_wording) all.push_back(&own);
  const auto base = language.substr(0, language.find('-'));
  for (const auto wanted : {language, base, std::string_view{"en"}})
    for (const auto* wording : all)
      if (wording->language == wanted) return wording;
  return all.empty() ? nullptr : all.front();
}

std::vector<const Definition*> Catalogue::all() const {
  const std::lock_guard lock(mutex_);
  for (const auto name : built_in_instruments::names())
    read_built_in(name.substr(0, name.size() - std::string_view(".json").size()));
  std::vector<const Definition*> all;
  for (const auto& definition : definitions_) all.push_back(&definition);
  std::sort(all.begin(), all.end(), [](const Definition* one, const Definition* other) {
    return std::tie(one->id, one->version) < std::tie(other->id, other->version);
  });
  return all;
}

}  // namespace holdfast::instrument
