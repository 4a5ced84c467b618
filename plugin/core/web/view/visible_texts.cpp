// SPDX-License-Identifier: MIT
#include "web/view/visible_texts.hpp"

#include <algorithm>
#include <array>

namespace holdfast::web {
namespace {

constexpr std::array<std::string_view, 10> read_out{
    " aria-label=\"", " title=\"",       " placeholder=\"",     " alt=\"",       " data-sending=\"",
    " data-type=\"",  " data-needed=\"", " data-unanswered=\"", " data-says=\"", " data-clear=\""};
constexpr std::array<std::string_view, 8> without_end{"input", "meta", "link", "br",
                                                      "img",   "hr",   "path", "circle"};

std::string_view name_of_tag(std::string_view tag) {
  return tag.substr(0, tag.find_first_of(" />\n"));
}

}  // namespace

std::vector<std::string> visible_texts(std::string_view html) {
  std::vector<std::string> out;
  std::vector<std::string_view> skipped;  // open elements from the one that hides its text
  while (!html.empty()) {
    const std::size_t open = html.find('<');
    if (skipped.empty() && open != 0) out.emplace_back(html.substr(0, open));
    if (open == std::string_view::npos) break;
    html.remove_prefix(open + 1);
    const std::size_t close = html.find('>');
    const std::string_view tag = html.substr(0, close);
    html.remove_prefix(std::min(close + 1, html.size()));
    if (tag.starts_with("/")) {
      if (!skipped.empty() && skipped.back() == tag.substr(1)) skipped.pop_back();
      continue;
    }
    const std::string_view name = name_of_tag(tag);
    const bool is_alone = tag.ends_with("/") || std::find(without_end.begin(), without_end.end(),
                                                          name) != without_end.end();
    const bool is_hidden =
        name == "style" || name == "script" || tag.find("translate=\"no\"") != tag.npos;
    if (!is_alone && (is_hidden || !skipped.empty())) skipped.push_back(name);
    if (is_hidden || !skipped.empty()) continue;
    for (const std::string_view attribute : read_out)
      if (const std::size_t at = tag.find(attribute); at != std::string_view::npos) {
        const std::string_view value = tag.substr(at + attribute.size());
        out.emplace_back(value.substr(0, value.find('"')));
      }
  }
  return out;
}

}  // namespace holdfast::web
