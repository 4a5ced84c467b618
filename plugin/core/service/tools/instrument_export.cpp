// SPDX-License-Identifier: MIT
// instrument-export: every instrument, or the one that is named, as it is defined, with the
// wordings that are installed for it: one JSON object a line, for an adapter to translate.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "built_in_instruments.hpp"
#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/house.hpp"
#include "service/tools/named_instrument.hpp"
#include "service/tools/tools.hpp"
#include "service/wordings.hpp"

namespace holdfast::service {
namespace {

// A string in JSON holds no line break, so every one there stands between values.
std::string on_one_line(std::string_view json) {
  std::string text{json};
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

struct Wish {
  std::string language;  // empty: every language there is
  bool has_sliders = true;
};

// Definitions and wordings as their files say them: those that come with Holdfast, those of the
// practice's folders, and the packs that are installed.
class Sources {
 public:
  explicit Sources(House& house) {
    for (const auto name : built_in_instruments::names()) keep(*built_in_instruments::find(name));
    for (const auto& folder : house.config().instrument_folders)
      for (const auto& file : std::filesystem::directory_iterator(folder))
        if (file.path().extension() == ".json") keep(text_of(file.path()));
    for (const auto& pack : installed_wordings(house)) keep(pack);
  }

  std::string line(const instrument::Definition& definition, const Wish& wish) const {
    const auto name = name_of(definition.id, definition.version);
    json::Writer writer;
    writer.begin_object().key("definition").raw(definitions_.at(name)).key("packs").begin_array();
    const auto [first, last] = packs_.equal_range(name);
    for (auto pack = first; pack != last; ++pack) writer.raw(pack->second);
    writer.end_array().key("sliders").boolean(wish.has_sliders);
    if (!wish.language.empty()) writer.member("language", wish.language);
    writer.end_object();
    return writer.take() + "\n";
  }

 private:
  static std::string name_of(std::string_view id, std::string_view version) {
    return std::string(id) + "@" + std::string(version);
  }
  static std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void keep(std::string_view text) {
    const auto json = json::parse(text);
    if (!json) return;  // the catalogue has told
    const auto version = json->string_or("version");
    if (json->string_or("schema") == "holdfast.wording/1")
      packs_.emplace(name_of(json->string_or("instrument"), version), on_one_line(text));
    else
      definitions_.emplace(name_of(json->string_or("id"), version), on_one_line(text));
  }

  std::map<std::string, std::string> definitions_;
  std::multimap<std::string, std::string> packs_;
};

}  // namespace

Problems instrument_export_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  auto chosen = house.instruments().all();
  if (const auto name = parsed->string_or("instrument"); !name.empty()) {
    const auto* one = named_instrument(house.instruments(), name);
    if (!one)
      return {{"instrument", "unknown",
               "there is no instrument \"" + std::string(name) +
                   "\"; 'holdfast instrument list' names them"}};
    chosen = {one};
  }
  const Wish wish{std::string(parsed->string_or("language")), parsed->boolean_or("sliders", true)};
  const Sources sources(house);
  for (const auto* definition : chosen) io.write("out", sources.line(*definition, wish));
  return {};
}

}  // namespace holdfast::service
