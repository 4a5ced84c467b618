// SPDX-License-Identifier: MIT
// Whole graphs against files that a person has looked at. After a wanted change:
//   HOLDFAST_NEW_GOLDEN=1 chart-test "graphs are*"
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "samples.hpp"
#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::web;
using chart::Size;

TEST_CASE("graphs are what they were when somebody last looked") {
  const text::Texts texts = plugin_texts();
  const std::filesystem::path folder =
      std::filesystem::path(HOLDFAST_TEST_DATA) / "unit/core/web/chart/golden";
  const auto graph = samples::course(40);
  for (const char* tag : {"en", "ar-XB"})
    for (const auto& [size, name] : {std::pair{Size::card, "card"}, std::pair{Size::phone, "phone"},
                                     std::pair{Size::page, "page"}}) {
      const std::string drawn =
          chart::svg(graph, {size, chart::Use::in_page, "graph"}, texts.of(tag));
      const auto file = folder / (std::string(name) + '.' + tag + ".svg");
      if (std::getenv("HOLDFAST_NEW_GOLDEN") != nullptr)
        std::ofstream(file, std::ios::binary) << drawn;
      std::ifstream stream(file, std::ios::binary);
      const std::string golden{std::istreambuf_iterator<char>(stream), {}};
      INFO(file.filename());
      CHECK(drawn == golden);
    }
}
