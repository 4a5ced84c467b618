// SPDX-License-Identifier: MIT
// export: the practice's tables, a research set, or one client's file. erase: a client's file.
#include <fmt/format.h>

#include "json/parse.hpp"
#include "page_catalogues.hpp"
#include "service/client_file.hpp"
#include "service/erase_client.hpp"
#include "service/practice_tables.hpp"
#include "service/tool_actor.hpp"
#include "service/tools/tools.hpp"
#include "text/texts.hpp"

namespace holdfast::service {
namespace {

struct Note {
  std::string action, by;
  ClientId client;
};

// An export is a look at everything in it.
Problems note(House& house, const Note& about) {
  const auto noted = house.store().commit([&](store::Unit& unit) -> Result<std::int64_t> {
    auto actor = tool_actor(unit, about.by);
    if (!actor) return actor.problems();
    auto entry = line_of_tool(std::move(*actor), about.action, "export");
    if (!about.client.empty()) entry.client = unit.people.key_of(about.client);
    return unit.audit.append(entry, house.now());
  });
  return noted ? Problems{} : noted.problems();
}

Problems export_client(House& house, const Note& about, ToolIo& io) {
  const auto known = house.store().read(
      [&](store::Reader& reader) { return reader.people.find_key(about.client).has_value(); });
  if (!known) return {{"client", "unknown", "the store holds nothing about this client"}};
  if (auto problems = note(house, about); !problems.empty()) return problems;
  const auto texts =
      text::Texts::carried("holdfast", page_catalogues::names(), page_catalogues::find);
  const auto& language = texts.of(house.config().language);
  const auto file = house.store().read([&](store::Reader& reader) {
    return read_client_file(reader, house, about.client, language);
  });
  io.write("document", text_of(file, language));
  io.write("json", file.json + "\n");
  io.write("out", "One client's file: a document and JSON\n");
  return {};
}

}  // namespace

Problems export_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const std::string by(parsed->string_or("by"));
  if (const auto client = parsed->string_or("client"); !client.empty())
    return export_client(house, {"client.export", by, ClientId{std::string(client)}}, io);
  const bool is_research = parsed->boolean_or("research", false);
  const auto naming = is_research ? Naming::pseudonymised : Naming::as_stored;
  if (is_research) {
    const auto counted = export_practice(house, naming, [](std::string_view, std::string_view) {});
    if (counted.clients < smallest_cell) return too_few_for_research(counted).problems;
  }
  if (auto problems = note(house, {is_research ? "research.export" : "practice.export", by, {}});
      !problems.empty())
    return problems;
  const auto exported =
      export_practice(house, naming, [&](std::string_view table, std::string_view csv) {
        io.write(std::string(table).c_str(), csv);
      });
  io.write("dictionary", dictionary_csv(naming));
  io.write("spss", spss_syntax(naming));
  io.write("r", r_syntax(naming));
  if (is_research) io.write("readme", research_notice);
  auto text = fmt::format("{} ratings of {} clients", exported.ratings, exported.clients);
  if (is_research)
    text +=
        fmt::format(", pseudonymised (not anonymous); {} rare values left out", exported.left_out);
  io.write("out", text + "\n");
  return {};
}

Problems erase_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  EraseWish wish;
  wish.client = ClientId{std::string(parsed->string_or("client"))};
  wish.reason = parsed->string_or("reason");
  wish.asked_by = PersonId{std::string(parsed->string_or("by"))};
  wish.agreed_by = PersonId{std::string(parsed->string_or("agreed_by"))};
  const auto erased = erase_client(house, wish);
  if (!erased) return erased.refusal().problems;
  io.write("certificate", erased->certificate + "\n");
  io.write("out", erased->is_compacted
                      ? "Erased; the certificate says what still stands elsewhere\n"
                      : "Erased; the store is in use, so that its file keeps its size until it is "
                        "compacted\n");
  return {};
}

}  // namespace holdfast::service
