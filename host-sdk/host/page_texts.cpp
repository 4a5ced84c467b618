// SPDX-License-Identifier: MIT
#include "page_texts.hpp"

#include "host_catalogues.hpp"

namespace holdfast::host {

text::Texts page_texts() {
  std::vector<std::string> tags;
  for (const auto file : host_catalogues::names())
    tags.emplace_back(file.substr(0, file.rfind(".mo")));
  return {"holdfast-host", std::move(tags), host_catalogues::find};
}

}  // namespace holdfast::host
