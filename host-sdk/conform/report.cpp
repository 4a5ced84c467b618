// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <holdfast/cpp/payload_json.hpp>

namespace holdfast::conform {
namespace {

using payload::Json;
constexpr Outcome all_outcomes[] = {Outcome::pass, Outcome::fail,  Outcome::skip,
                                    Outcome::warn, Outcome::crash, Outcome::timeout};

bool is_bad(Outcome outcome) {
  return outcome == Outcome::fail || outcome == Outcome::crash || outcome == Outcome::timeout;
}

// XML 1.0 takes neither control characters nor broken UTF-8: such a byte becomes a question mark.
std::string in_xml(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += (c >= ' ' && c < 0x7f) ? c : '?';
  }
  return safe;
}

std::string group_of(const std::string& name) { return name.substr(0, name.find('.')); }

}  // namespace

int count(const Report& report, Outcome outcome) {
  return static_cast<int>(
      std::count_if(report.results.begin(), report.results.end(),
                    [&](const Result& result) { return result.outcome == outcome; }));
}

bool is_green(const Report& report) {
  return std::none_of(report.results.begin(), report.results.end(),
                      [](const Result& result) { return is_bad(result.outcome); });
}

std::string line_of(const Result& result) {
  auto line = fmt::format("{:<8} {}", word_of(result.outcome), result.name);
  if (result.outcome != Outcome::pass) line += ": " + result.text;
  if (is_bad(result.outcome)) line += "\n         promised: " + result.promise;
  return line + "\n";
}

std::string summary(const Report& report) {
  std::string text = std::to_string(report.results.size()) + " cases";
  for (const auto outcome : all_outcomes)
    if (const int many = count(report, outcome); many > 0)
      text += fmt::format(", {} {}", many, word_of(outcome));
  return text + "\n";
}

std::string as_junit(const Report& report) {
  std::string cases;
  std::chrono::milliseconds whole{0};
  for (const auto& result : report.results) {
    whole += result.took;
    cases += fmt::format("  <testcase classname=\"{}\" name=\"{}\" time=\"{:.3f}\">",
                         in_xml(group_of(result.name)), in_xml(result.name),
                         static_cast<double>(result.took.count()) / 1000);
    if (is_bad(result.outcome))
      cases += fmt::format("<{0} type=\"{1}\" message=\"{2}\"/>",
                           result.outcome == Outcome::fail ? "failure" : "error",
                           word_of(result.outcome), in_xml(result.text));
    else if (result.outcome == Outcome::skip)
      cases += fmt::format("<skipped message=\"{}\"/>", in_xml(result.text));
    else if (result.outcome == Outcome::warn)
      cases += fmt::format("<system-out>warning: {}</system-out>", in_xml(result.text));
    cases += "</testcase>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"{}\" tests=\"{}\" "
      "failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\">\n{}</testsuite>\n",
      in_xml(report.subject), report.results.size(), count(report, Outcome::fail),
      count(report, Outcome::crash) + count(report, Outcome::timeout), count(report, Outcome::skip),
      static_cast<double>(whole.count()) / 1000, cases);
}

std::string as_json(const Report& report) {
  Json json{{"schema", "holdfast.conform-report/1"},
            {"subject", report.subject},
            {"sha256", report.sha256},
            {"seed", report.seed},
            {"green", is_green(report)}};
  for (const auto outcome : all_outcomes)
    json["counts"][std::string{word_of(outcome)}] = count(report, outcome);
  json["cases"] = Json::array();
  for (const auto& result : report.results)
    json["cases"].push_back({{"name", result.name},
                             {"promise", result.promise},
                             {"outcome", word_of(result.outcome)},
                             {"text", result.text},
                             {"ms", result.took.count()}});
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace holdfast::conform
