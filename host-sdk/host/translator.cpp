// SPDX-License-Identifier: MIT
#include "translator.hpp"

#include <holdfast/cpp/guard.hpp>

#include "adapter_choice.hpp"
#include "exit.hpp"

namespace holdfast::host {
namespace {

using Choice = LoadedAdapter::Choice;

Choice named(const std::string& format, const Settings& settings) {
  const auto file_name = "holdfast-adapter-" + format + ".so";
  const auto beside = adapter_named(format, settings);
  if (settings.adapter.is_null()) return {beside};
  const auto config = settings.adapter.value("config", nlohmann::json::object()).dump();
  if (settings.adapter.value("name", "") == format) return {beside, config};
  const std::filesystem::path file = settings.adapter.value("file", "");
  if (file.filename() == file_name) return {file, config};
  return {beside};
}

Choice choice_of(const std::string& format, const Settings& settings) {
  auto choice = named(format, settings);
  std::error_code error;
  if (std::filesystem::exists(choice.file, error)) return choice;
  throw Exit(ExitCode::environment,
             "no adapter translates to '" + format + "': " + choice.file.string() +
                 " is not there; install the adapter of that name, or choose --format json or "
                 "csv");
}

std::string said(const holdfast_error& error) {
  return error.message[0] != '\0' ? error.message : "it gave no reason";
}

}  // namespace

Translator::Translator(const std::string& format, const Settings& settings, const BaseHost& base)
    : format_(format), adapter_(format, choice_of(format, settings), settings, base) {
  table_ = extension_of<holdfast_adapter_translate>(adapter_.host(), HOLDFAST_ADAPTER_TRANSLATE);
  if (table_ && HOLDFAST_HAS(table_, holdfast_adapter_translate, translate) && table_->translate)
    return;
  throw Exit(ExitCode::environment, "adapter " + format + " translates nothing (it has no " +
                                        HOLDFAST_ADAPTER_TRANSLATE +
                                        "); choose --format json or csv");
}

std::string Translator::translated(std::string_view name, std::string_view json,
                                   Of document) const {
  std::string text;
  const holdfast_sink sink{&text, [](void* ctx, const void* data, size_t length) {
                             return guarded(nullptr, [&] {
                               static_cast<std::string*>(ctx)->append(
                                   static_cast<const char*>(data), length);
                             });
                           }};
  holdfast_error error{sizeof error, 0, {}};
  const auto status = table_->translate(adapter_.host(), str(name), str(json), &sink, &error);
  if (status == HOLDFAST_OK) return text;
  throw Exit(
      status == HOLDFAST_E_INVALID && document == Of::given ? ExitCode::bad_input
                                                            : ExitCode::environment,
      "adapter " + format_ + " does not translate '" + std::string(name) + "': " + said(error));
}

}  // namespace holdfast::host
