// SPDX-License-Identifier: MIT
// audit-verify: is the chain whole, and is it the one that was anchored? audit-export: its lines.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/audit_anchor.hpp"
#include "service/csv.hpp"
#include "service/house.hpp"
#include "service/tool_actor.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

constexpr int lines_at_once = 500;
constexpr std::string_view csv_header =
    "line,at,actor_kind,actor,action,outcome,why,from,client,object,payload_digest,previous,"
    "hash\r\n";

std::string text_of_file(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (in) text << in.rdbuf();
  return std::move(text).str();
}

void write_json(json::Writer& writer, const store::AuditLine& line) {
  const auto& entry = line.entry;
  writer.key("line").integer(line.number).member("at", to_text(line.at));
  const auto member = [&](const char* name, const std::string& value) {
    if (!value.empty()) writer.member(name, value);
  };
  member("actor_kind", entry.actor_kind);
  member("actor", entry.actor);
  member("action", entry.action);
  member("outcome", entry.outcome);
  member("why", entry.why);
  member("from", entry.from);
  member("client", entry.client.value);
  member("object", entry.object);
  member("payload_digest", line.payload_digest);
  member("previous", line.previous);
  member("hash", line.hash);
}

// schemas/audit.schema.json, of which the lines are a part.
// `is_first`: none was written yet.
std::string json_of(const std::vector<store::AuditLine>& lines, bool is_first) {
  std::string text;
  for (const auto& line : lines) {
    json::Writer writer;
    writer.begin_object();
    write_json(writer, line);
    writer.end_object();
    text += (is_first ? "\n" : ",\n") + writer.take();
    is_first = false;
  }
  return text;
}

// schemas/audit-line.schema.json, one a line.
std::string ndjson_of(const std::vector<store::AuditLine>& lines) {
  std::string text;
  for (const auto& line : lines) {
    json::Writer writer;
    writer.begin_object().member("schema", "holdfast.audit-line/1");
    write_json(writer, line);
    writer.end_object();
    text += writer.take() + "\n";
  }
  return text;
}

std::string csv_of(const std::vector<store::AuditLine>& lines) {
  std::string text;
  for (const auto& line : lines) {
    const auto& entry = line.entry;
    CsvLine csv;
    csv.add(std::to_string(line.number)).add(to_text(line.at)).add(entry.actor_kind);
    csv.add(entry.actor).add(entry.action).add(entry.outcome).add(entry.why).add(entry.from);
    csv.add(entry.client.value).add(entry.object).add(line.payload_digest).add(line.previous);
    text += csv.add(line.hash).take();
  }
  return text;
}

// The export itself is a look at the log.
Problems note_export(House& house, std::string_view by) {
  const auto noted = house.store().commit([&](store::Unit& unit) -> Result<std::int64_t> {
    auto actor = tool_actor(unit, by);
    if (!actor) return actor.problems();
    const auto entry = line_of_tool(std::move(*actor), "audit.export", "audit-export");
    return unit.audit.append(entry, house.now());
  });
  return noted ? Problems{} : noted.problems();
}

}  // namespace

Problems check_audit(House& house, std::string_view more_anchors, std::string& summary) {
  auto anchors = read_anchors(text_of_file(anchor_file(house)));
  for (auto& anchor : read_anchors(more_anchors)) anchors.push_back(std::move(anchor));
  return house.store().read([&](store::Reader& reader) -> Problems {
    const auto verified = reader.audit.verify();
    if (verified.finding)
      return {{"audit", "chain",
               fmt::format("audit line {}: {}", verified.finding->number, verified.finding->what)}};
    if (auto problems = check_anchors(reader, anchors); !problems.empty()) return problems;
    summary = fmt::format("{} audit lines, chain head {}, {} anchors", verified.lines,
                          verified.head, anchors.size());
    if (anchors.empty())
      summary += " (without an anchor a log written anew or cut at its end looks whole)";
    return {};
  });
}

Problems audit_verify_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  constexpr std::size_t most_anchors = 64 * 1024 * 1024;
  std::string more;
  if (has_channel(*parsed, "anchors")) more = read_all(io, "anchors", most_anchors);
  std::string summary;
  if (auto problems = check_audit(house, more, summary); !problems.empty()) return problems;
  io.write("out", "The audit log is whole: " + summary + "\n");
  return {};
}

Problems audit_export_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const auto format = parsed->string_or("format", "json");
  if (format != "json" && format != "ndjson" && format != "csv")
    return {{"format", "unknown", "\"format\" is one of: json, ndjson, csv"}};
  if (auto problems = note_export(house, parsed->string_or("by")); !problems.empty())
    return problems;
  if (format == "json") io.write("out", R"({"schema":"holdfast.audit/1","lines":[)");
  if (format == "csv") io.write("out", csv_header);
  std::int64_t next = 1;
  bool is_first = true;
  for (bool more = true; more && !io.is_cancelled();) {
    const auto lines = house.store().read(
        [&](store::Reader& reader) { return reader.audit.lines(next, lines_at_once); });
    io.write("out", format == "csv"    ? csv_of(lines)
                    : format == "json" ? json_of(lines, std::exchange(is_first, false))
                                       : ndjson_of(lines));
    if (!lines.empty()) next = lines.back().number + 1;
    more = lines.size() == lines_at_once;
  }
  if (format == "json") io.write("out", "\n]}\n");
  return {};
}

}  // namespace holdfast::service
