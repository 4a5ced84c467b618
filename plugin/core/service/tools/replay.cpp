// SPDX-License-Identifier: MIT
// replay: old totals through the rules, as if live.
#include "json/object.hpp"
#include "json/parse.hpp"
#include "replay/file_replay.hpp"
#include "service/detection_settings_json.hpp"
#include "service/house.hpp"
#include "service/tools/named_instrument.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

void read_parameters(json::Object in, detection::Parameters& given) {
  const std::pair<const char*, double*> numbers[] = {
      {"mu0", &given.mu0},          {"sB", &given.sB},         {"sW", &given.sW},
      {"nu0", &given.nu0},          {"lambda", &given.lambda}, {"clip", &given.clip},
      {"sd_floor", &given.sd_floor}};
  for (const auto& [name, number] : numbers)
    if (in.value().find(name)) *number = in.number(name);
  if (!(given.sB > 0 && given.sW > 0 && given.nu0 > 0 && given.lambda > 0 && given.lambda <= 1))
    in.wrong("sW", "range", "sB, sW and nu0 are greater than 0, lambda is from 0 to 1");
}

Result<detection::Settings> read_settings(std::string_view text) {
  detection::Settings settings;
  if (text.empty()) return settings;
  const auto parsed = json::parse(text);
  if (!parsed) return parsed.problems();
  Problems problems;
  json::Object in(*parsed, "", problems);
  read_parameters(in, settings.given.total);
  const auto rules = in.text("rules");
  if (rules == "E")
    settings.rules = detection::RuleSet::E;
  else if (!rules.empty() && rules != "AB")
    in.wrong("rules", "unknown", "AB or E is expected");
  if (const auto* thresholds = in.value().find("thresholds"))
    settings.thresholds = read_thresholds(in.inside("thresholds", *thresholds));
  in.only({"mu0", "sB", "sW", "nu0", "lambda", "clip", "sd_floor", "rules", "thresholds"});
  if (!problems.empty()) return problems;
  return settings;
}

// The caller names the channels it connected; without the list all of them are.
bool is_connected(const json::Value& options, std::string_view channel) {
  const auto* channels = options.find("channels");
  if (!channels) return true;
  for (const auto& name : channels->items())
    if (name.text() == channel) return true;
  return false;
}

// Of a run that keeps going every bad line is told; one that stops ends with its only one.
void tell_bad_lines(const replay::FileReplay& how, const replay::FileResult& result, ToolIo& io) {
  if (how.on_bad_line == replay::OnBadLine::stop) return;
  std::string text;
  for (const auto& problem : result.problems)
    text += "line " + std::to_string(problem.line) + ", column " + std::to_string(problem.column) +
            (problem.field.empty() ? "" : ", " + problem.field) + ": " + problem.message + "\n";
  if (result.bad_lines > result.problems.size())
    text += "and " + std::to_string(result.bad_lines - result.problems.size()) + " more\n";
  if (!text.empty()) io.write("problems", text);
}

}  // namespace

Problems replay_tool(House& house, std::string_view options, ToolIo& io) {
  const auto wanted = json::parse(options.empty() ? "{}" : options);
  if (!wanted) return wanted.problems();
  const auto id = wanted->string_or("instrument");
  const auto* definition = named_instrument(house.instruments(), id);
  if (!definition || !definition->total)
    return {{"instrument", "unknown",
             "there is no instrument \"" + std::string(id) +
                 "\" with a total; 'holdfast instrument list' names them"}};
  std::string settings_text;
  if (wanted->find("channels") && is_connected(*wanted, "settings"))
    settings_text = read_all(io, "settings", 65536);
  const auto settings = read_settings(settings_text);
  if (!settings) return settings.problems();
  replay::FileReplay how;
  how.scale = definition->total->scale;
  how.settings = *settings;
  if (wanted->boolean_or("keep_going", false)) how.on_bad_line = replay::OnBadLine::keep_going;
  if (wanted->boolean_or("full", false)) how.digits = replay::Digits::full;
  how.wants_summary = is_connected(*wanted, "summary");
  const auto sink = [&](const char* channel) -> replay::ByteSink {
    if (!is_connected(*wanted, channel)) return {};
    return [&io, channel](std::string_view bytes) { return io.write(channel, bytes), true; };
  };
  const auto result = replay::replay_file(
      how, [&](char* into, std::size_t size) { return io.read("in", into, size); },
      {sink("alerts"), sink("trace"), sink("episodes"), sink("states")},
      {[&](std::uint64_t bytes) { io.progress(bytes, 0); }, [&] { return io.is_cancelled(); }});
  if (how.wants_summary && !result.stopped) io.write("summary", replay::to_text(result.summary));
  tell_bad_lines(how, result, io);
  if (result.write_failed) return {{"", "write", "an output could not be written"}};
  if (result.cancelled) return {{"", "cancelled", "stopped before the end"}};
  if (result.bad_lines > 0 && how.on_bad_line == replay::OnBadLine::keep_going && !result.stopped)
    return {{"", "lines",
             std::to_string(result.bad_lines) +
                 (result.bad_lines == 1 ? " line was left out" : " lines were left out") +
                 "; everything else was run"}};
  return result.problems;
}

}  // namespace holdfast::service
