// SPDX-License-Identifier: MIT
// Whole pages against files that a person has looked at. After a wanted change:
//   HOLDFAST_NEW_GOLDEN=1 view-test "pages are*"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "samples.hpp"

using namespace holdfast;
using namespace holdfast::web;

namespace {

// The style and the stamps of scripts have tests of their own and would change every page.
std::string without_style(std::string html) {
  const std::size_t style = html.find("<style>"), style_end = html.find("</style>");
  html.erase(style, style_end + 8 - style);
  const std::size_t script = html.find("<script"), script_end = html.find("</script>");
  if (script != html.npos) html.erase(script, script_end + 9 - script);
  return html;
}

}  // namespace

TEST_CASE("pages are what they were when somebody last looked") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const std::filesystem::path folder =
      std::filesystem::path(HOLDFAST_TEST_DATA) / "unit/core/web/view/golden";
  for (const char* tag : {"en", "ar-XB"})
    for (const auto& [name, html] : samples::all(look, texts.of(tag))) {
      if (name != "form" && name != "today" && name != "check-in" && name != "thanks") continue;
      const auto file = folder / (name + '.' + tag + ".html");
      if (std::getenv("HOLDFAST_NEW_GOLDEN") != nullptr)
        std::ofstream(file, std::ios::binary) << without_style(html);
      std::ifstream stream(file, std::ios::binary);
      const std::string golden{std::istreambuf_iterator<char>(stream), {}};
      INFO(file.filename());
      CHECK(without_style(html) == golden);
    }
}
