// SPDX-License-Identifier: MIT
#include "doctor.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "exit.hpp"

namespace holdfast::host {
namespace {

constexpr const char* words[] = {"ok", "warn", "fail", "unknown"};

const char* word_of(Health health) { return words[static_cast<int>(health)]; }

}  // namespace

Health Diagnosis::worst() const {
  for (const auto one : {Health::fail, Health::unknown, Health::warn})
    if (std::ranges::any_of(findings_, [&](const auto& found) { return found.health == one; }))
      return one;
  return Health::ok;
}

std::string Diagnosis::as_text() const {
  std::string text;
  for (const auto& finding : findings_) {
    std::string line = word_of(finding.health);
    line.resize(6, ' ');
    line += finding.part;
    line.resize(std::max<std::size_t>(line.size() + 1, 24), ' ');
    text += line + finding.text + '\n';
    if (!finding.advice.empty()) text += std::string(24, ' ') + "-> " + finding.advice + '\n';
  }
  return text;
}

std::string Diagnosis::as_json() const {
  auto findings = nlohmann::json::array();
  for (const auto& finding : findings_) {
    nlohmann::json one{
        {"part", finding.part}, {"level", word_of(finding.health)}, {"text", finding.text}};
    if (!finding.advice.empty()) one["advice"] = finding.advice;
    findings.push_back(std::move(one));
  }
  return nlohmann::json{{"schema", "holdfast.doctor/1"},
                        {"level", word_of(worst())},
                        {"findings", std::move(findings)}}
             .dump(1) +
         "\n";
}

Diagnosis diagnose(const Arguments& arguments) {
  Diagnosis diagnosis;
  Settings settings;
  try {
    settings = settle(arguments);
  } catch (const Unreadable& refusal) {
    diagnosis.unknown("settings", refusal.what(), "run this as the user of the service");
    return diagnosis;
  } catch (const Exit& refusal) {
    diagnosis.fail("settings", refusal.what(), "put it right; `holdfast config check` tries again");
    return diagnosis;  // where to look is not known
  }
  diagnosis.ok("settings", settings.config_name.empty()
                               ? "no file is named: every setting has its default"
                               : settings.config_name + " can be read");
  settle_adapter(settings);
  look_at_machine(settings, diagnosis);
  look_at_libraries(settings, diagnosis);
  look_inside(settings, diagnosis);
  return diagnosis;
}

}  // namespace holdfast::host
