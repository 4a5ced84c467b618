// SPDX-License-Identifier: MIT
// An adapter that puts neutral JSON into another standard's words (ext/adapter_translate.h), for
// `--format NAME` of a command. It is loaded for that alone: no plugin is asked through it.
#pragma once
#include <holdfast/ext/adapter_translate.h>

#include <string>
#include <string_view>

#include "loaded_adapter.hpp"

namespace holdfast::host {

class Translator {
 public:
  // `format` names the adapter: the configured one when that is its name or its file's, with its
  // own configuration; else the one beside the plugin, with none. Throws Exit(environment) when
  // there is none, or it translates nothing.
  Translator(const std::string& format, const Settings& settings, const BaseHost& base);

  // One document in, one document out. Throws Exit with the adapter's own sentence: bad_input when
  // a document that somebody gave us is not as it should be, else environment.
  enum class Of { ours, given };
  std::string translated(std::string_view name, std::string_view json,
                         Of document = Of::ours) const;

 private:
  const std::string format_;
  const LoadedAdapter adapter_;
  const holdfast_adapter_translate* table_ = nullptr;
};

}  // namespace holdfast::host
