// SPDX-License-Identifier: MIT
#include "web/view/languages.hpp"

#include "page_catalogues.hpp"

namespace holdfast::web {

bool is_drafted(std::string_view tag) {
  auto drafts = page_catalogues::find("DRAFTS").value_or(std::string_view{});
  while (!drafts.empty()) {
    const auto line = drafts.substr(0, drafts.find('\n'));
    drafts.remove_prefix(std::min(drafts.size(), line.size() + 1));
    if (line == tag) return true;
  }
  return false;
}

}  // namespace holdfast::web
