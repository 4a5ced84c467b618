// SPDX-License-Identifier: MIT
// The mustache templates, each parsed once a language. Written text stands in {{#t}}…{{/t}}: when a
// template is first asked for in a language these become that language's sentences ({name} becomes
// the escaped variable name), {{> other}} is put in its place, indentation is dropped, and the rest
// is plain mustache: escaped by default, no logic.
#pragma once
#include <kainjow/mustache.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "text/language.hpp"

namespace holdfast::web {

using Values = kainjow::mustache::data;

class Templates {
 public:
  // `name` without ".mustache"; throws std::logic_error for a template that is missing or
  // malformed.
  std::string render(std::string_view name, const Values& values,
                     const text::Language& language) const;

 private:
  using Parsed = kainjow::mustache::mustache;
  Parsed& parsed(std::string_view name, const text::Language& language) const;

  mutable std::mutex mutex_;
  // Rendering changes nothing in a parsed template that has no lambda, no partial and no error, so
  // threads share it although the library's render is not const.
  mutable std::map<std::pair<std::string, std::string>, std::unique_ptr<Parsed>> parsed_;
};

// The text of a template with partials and translations in place, before mustache sees it.
std::string expanded(std::string_view name, const text::Language& language);

}  // namespace holdfast::web
