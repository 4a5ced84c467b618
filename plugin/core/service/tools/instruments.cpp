// SPDX-License-Identifier: MIT
// score, instrument-list, instrument-check, wording-install.
#include "instrument/check.hpp"
#include "instrument/score.hpp"
#include "json/object.hpp"
#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/house.hpp"
#include "service/tools/named_instrument.hpp"
#include "service/tools/tools.hpp"
#include "service/wordings.hpp"

namespace holdfast::service {
namespace {

constexpr std::size_t file_limit = 4 * 1024 * 1024;

Result<const instrument::Definition*> instrument_of(House& house, std::string_view options) {
  const auto parsed = json::parse(options);
  if (!parsed) return parsed.problems();
  const auto id = parsed->string_or("instrument");
  const auto* definition = parsed->find("version")
                               ? house.instruments().find(id, parsed->string_or("version"))
                               : named_instrument(house.instruments(), id);
  if (!definition)
    return Problem{"instrument", "unknown",
                   "there is no instrument \"" + std::string(id) +
                       "\"; 'holdfast instrument list' names them"};
  return definition;
}

void write_scored(json::Writer& writer, const instrument::Definition& definition,
                  const instrument::Scored& scored) {
  writer.begin_object()
      .member("schema", "holdfast.score/1")
      .member("instrument", definition.id)
      .member("version", definition.version);
  if (scored.total) writer.member("total", *scored.total);
  if (scored.pomp) writer.key("pomp").number(scored.pomp->value);
  writer.key("subscales").begin_array();
  for (const auto& subscale : scored.subscales)
    writer.begin_object()
        .member("id", subscale.id)
        .member("score", subscale.raw)
        .key("pomp")
        .number(subscale.pomp.value)
        .end_object();
  writer.end_array();
  if (scored.tension) writer.key("tension").integer(*scored.tension);
  writer.key("answered").integer(scored.answered).key("declined").integer(scored.declined);
  writer.key("straight_line").boolean(scored.straight_line);
  writer.key("risk_items").begin_array();
  for (const auto& item : scored.risks) writer.string(item);
  writer.end_array().end_object();
}

// A file may say which form it is of; then it is scored as no other.
Problems check_form(const instrument::Definition& definition, const json::Value& file) {
  Problems problems;
  const auto check = [&](const char* name, const std::string& asked) {
    const auto* said = definition.find(name) ? nullptr : file.find(name);
    if (!said || said->text() == asked) return;
    problems.push_back({"/" + std::string(name), "wrong-version",
                        "this file is of another form than " + definition.id + " version " +
                            definition.version + "; name its own with --instrument",
                        said->line(), said->column()});
  };
  check("instrument", definition.id);
  if (problems.empty()) check("version", definition.version);
  return problems;
}

// Where the value stands that a problem is about; what is missing, is missing in `in`.
Problems placed(Problems problems, const json::Value& in) {
  for (auto& problem : problems) {
    if (problem.line != 0) continue;
    const auto* at = in.find(std::string_view{problem.field}.substr(problem.field.rfind('/') + 1));
    problem.line = at ? at->line() : in.line();
    problem.column = at ? at->column() : in.column();
  }
  return problems;
}

// {"answers": {...}}, or the answers alone, or {"total": "38.5"}.
Result<instrument::Scored> score_file(const instrument::Definition& definition,
                                      const json::Value& file) {
  if (auto problems = check_form(definition, file); !problems.empty()) return problems;
  if (const auto* total = file.find("total"); total && !definition.find("total")) {
    auto scored = instrument::score_total(definition, total->text());
    if (!scored) return placed(scored.problems(), file);
    return scored;
  }
  const auto* named = file.find("answers");
  const auto& answers = named ? *named : file;
  auto read = instrument::read_answers(definition, answers);
  if (!read) return read.problems();
  auto scored = instrument::score(definition, *read);
  if (!scored) return placed(scored.problems(), answers);
  return scored;
}

// "FILE:line:column: /pointer: message", one a line, as compilers write them.
std::string listing(const Problems& problems) {
  std::string text;
  for (const auto& problem : problems)
    text += std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " +
            problem.field + ": " + problem.message + " [" + problem.rule + "]\n";
  return text;
}

}  // namespace

Problems score_tool(House& house, std::string_view options, ToolIo& io) {
  const auto definition = instrument_of(house, options);
  if (!definition) return definition.problems();
  const auto file = json::parse(read_all(io, "in", file_limit));
  if (!file) return file.problems();
  const auto scored = score_file(**definition, *file);
  if (!scored) {
    io.write("out", listing(scored.problems()));
    return scored.problems();
  }
  json::Writer writer;
  write_scored(writer, **definition, *scored);
  io.write("out", writer.take() + "\n");
  return {};
}

Problems instrument_list_tool(House& house, std::string_view, ToolIo& io) {
  for (const auto* definition : house.instruments().all()) {
    const auto* wording = house.instruments().wording(*definition, "en");
    std::string line = definition->id + "@" + definition->version;
    line.resize(std::max<std::size_t>(line.size() + 1, 34), ' ');
    line += definition->title;
    line += wording ? "" : " (wording not installed)";
    line += definition->is_verified || definition->wording == instrument::WordingOf::own
                ? ""
                : " (figures not all verified)";
    if (definition->wording == instrument::WordingOf::own && !definition->is_validated)
      line += " (own form, not validated)";
    io.write("out", line + "\n");
  }
  return {};
}

Problems instrument_check_tool(House& house, std::string_view, ToolIo& io) {
  const auto text = read_all(io, "in", file_limit);
  auto problems = instrument::check(text, house.instruments());
  io.write("out", problems.empty() ? std::string("nothing is wrong with it\n") : listing(problems));
  return problems;
}

Problems wording_install_tool(House& house, std::string_view, ToolIo& io) {
  auto problems = install_wording(house, read_all(io, "in", file_limit));
  io.write("out", problems.empty() ? std::string("installed\n") : listing(problems));
  return problems;
}

}  // namespace holdfast::service
