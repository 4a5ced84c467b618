// SPDX-License-Identifier: MIT
#include "web/view/templates.hpp"

#include <stdexcept>

#include "page_templates.hpp"
#include "web/chart/escape.hpp"
#include "web/view/look.hpp"

namespace holdfast::web {
namespace {

constexpr std::string_view text_begin = "{{#t}}";
constexpr std::string_view text_end = "{{/t}}";
constexpr std::string_view partial_begin = "{{> ";
constexpr std::string_view tag_end = "}}";
constexpr int deepest = 8;  // partials in partials; more is a circle

std::string_view source_of(std::string_view name) {
  const auto source = page_templates::find(std::string(name) + ".mustache");
  if (!source) throw std::logic_error("no template " + std::string(name));
  return *source;
}

// Indentation is for the people who edit templates; line ends stay, for they separate words.
std::string without_indentation(std::string_view source) {
  std::string out;
  out.reserve(source.size());
  bool at_start = true;
  for (const char c : source) {
    if (at_start && (c == ' ' || c == '\n')) continue;
    at_start = c == '\n';
    out += c;
  }
  return out;
}

// "Session {number}" -> "Session {{number}}", everything else escaped.
std::string as_mustache(const std::string& sentence) {
  std::string out;
  for (const char c : escaped(sentence)) {
    if (c == '{')
      out += "{{";
    else if (c == '}')
      out += "}}";
    else
      out += c;
  }
  return out;
}

std::string expand(std::string_view source, const text::Language& language, int depth) {
  if (depth > deepest) throw std::logic_error("templates include each other in a circle");
  std::string out;
  while (true) {
    const std::size_t tag = source.find("{{");
    out += source.substr(0, tag);
    if (tag == std::string_view::npos) return out;
    source.remove_prefix(tag);
    if (source.starts_with(text_begin)) {
      const std::size_t end = source.find(text_end);
      if (end == std::string_view::npos) throw std::logic_error("a text without its end");
      out += as_mustache(
          language.translate(source.substr(text_begin.size(), end - text_begin.size())));
      source.remove_prefix(end + text_end.size());
    } else if (source.starts_with(partial_begin)) {
      const std::size_t end = source.find(tag_end);
      if (end == std::string_view::npos) throw std::logic_error("a partial without its end");
      const auto name = source.substr(partial_begin.size(), end - partial_begin.size());
      std::string inner = expand(without_indentation(source_of(name)), language, depth + 1);
      while (!inner.empty() && inner.back() == '\n') inner.pop_back();
      out += inner;
      source.remove_prefix(end + tag_end.size());
    } else {
      const std::size_t end = source.find(tag_end);
      if (end == std::string_view::npos) throw std::logic_error("a tag without its end");
      out += source.substr(0, end + tag_end.size());
      source.remove_prefix(end + tag_end.size());
    }
  }
}

}  // namespace

std::string expanded(std::string_view name, const text::Language& language) {
  return expand(without_indentation(source_of(name)), language, 0);
}

Templates::Parsed& Templates::parsed(std::string_view name, const text::Language& language) const {
  const std::lock_guard lock(mutex_);
  auto& entry = parsed_[{std::string(name), language.tag()}];
  if (!entry) {
    auto fresh = std::make_unique<Parsed>(expanded(name, language));
    if (!fresh->is_valid())
      throw std::logic_error("template " + std::string(name) + ": " + fresh->error_message());
    fresh->set_custom_escape([](const std::string& text) { return escaped(text); });
    entry = std::move(fresh);
  }
  return *entry;
}

std::string Templates::render(std::string_view name, const Values& values,
                              const text::Language& language) const {
  std::string out;
  parsed(name, language).render(values, [&](const std::string& part) { out += part; });
  return out;
}

}  // namespace holdfast::web
