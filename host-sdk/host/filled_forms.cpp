// SPDX-License-Identifier: MIT
#include "filled_forms.hpp"

#include <algorithm>
#include <holdfast/cpp/guard.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "exit.hpp"
#include "tool_channels.hpp"

namespace holdfast::host {
namespace {

using nlohmann::json;

std::vector<json> documents_in(std::string_view text) {
  if (auto one = json::parse(text, nullptr, false); !one.is_discarded()) return {std::move(one)};
  std::vector<json> documents;
  for (int line = 1; !text.empty(); ++line) {
    const auto document = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), document.size() + 1));
    if (document.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    documents.push_back(json::parse(document, nullptr, false));
    if (documents.back().is_discarded())
      throw Exit(ExitCode::bad_input, "line " + std::to_string(line) + " is not JSON");
  }
  return documents;
}

// The definitions that forms name, each asked for once.
class Definitions {
 public:
  explicit Definitions(const MountedPlugin& plugin) : plugin_(plugin) {}

  const json& of(const std::string& instrument, const std::string& version) {
    const auto name = version.empty() ? instrument : instrument + "@" + version;
    const auto known = known_.find(name);
    if (known != known_.end()) return known->second;
    ToolChannels channels;
    channels.keep("out");
    const json options{{"instrument", name}, {"channels", {"out"}}};
    plugin_.run("instrument-export", options.dump(), channels.io());
    const auto line = json::parse(channels.text("out"));
    return known_.emplace(name, line.at("definition")).first->second;
  }

 private:
  const MountedPlugin& plugin_;
  std::map<std::string, json> known_;
};

}  // namespace

std::string read_filled_forms(std::string_view text, const Translator& translator,
                              const MountedPlugin& plugin) {
  Definitions definitions(plugin);
  std::string lines;
  int number = 0;
  for (const auto& document : documents_in(text)) {
    const auto forms =
        json::parse(translator.translated("forms", document.dump(), Translator::Of::given))
            .at("forms");
    for (const auto& form : forms) {
      ++number;
      try {
        const auto answered =
            json::parse(translator.translated("answered", form.dump(), Translator::Of::given));
        const auto& definition = definitions.of(answered.at("instrument"), answered.at("version"));
        const json read{{"response", form}, {"definition", definition}};
        lines += translator.translated("answers", read.dump(), Translator::Of::given) + "\n";
      } catch (const Exit& refusal) {
        throw Exit(refusal.code(), "form " + std::to_string(number) + ": " + refusal.what());
      } catch (const Failure& refusal) {
        throw Exit(ExitCode::bad_input, "form " + std::to_string(number) + ": " + refusal.what());
      }
    }
  }
  if (number == 0) throw Exit(ExitCode::bad_input, "the input holds no filled form");
  return lines;
}

}  // namespace holdfast::host
