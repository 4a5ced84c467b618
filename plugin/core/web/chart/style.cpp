// SPDX-License-Identifier: MIT
#include "web/chart/style.hpp"

#include <cctype>

#include "page_assets.hpp"
#include "shared_look.hpp"

namespace holdfast::web::chart {

std::string condensed(std::string_view css) {
  std::string out;
  out.reserve(css.size());
  bool in_string = false;
  for (std::size_t i = 0; i < css.size(); ++i) {
    const char c = css[i];
    if (c == '"') in_string = !in_string;
    if (in_string) {
      out += c;
    } else if (c == '/' && css.substr(i, 2) == "/*") {
      i = css.find("*/", i) + 1;
    } else if (std::isspace(static_cast<unsigned char>(c))) {
      if (!out.empty() && out.back() != ' ' && out.back() != '{' && out.back() != '}' &&
          out.back() != ';' && out.back() != ',')
        out += ' ';
    } else {
      if ((c == '{' || c == '}') && !out.empty() && out.back() == ' ') out.pop_back();
      if (c == '}' && !out.empty() && out.back() == ';') out.pop_back();
      out += c;
    }
  }
  return out;
}

std::string stand_alone_style() {
  return condensed(*shared_look::find("tokens.css")) + condensed(*page_assets::find("graph.css"));
}

}  // namespace holdfast::web::chart
