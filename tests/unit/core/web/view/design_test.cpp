// SPDX-License-Identifier: MIT
// The design page holds every token and every icon there is.
#include "web/view/design.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "samples.hpp"
#include "shared_look.hpp"

using namespace holdfast;
using namespace holdfast::web;
using Catch::Matchers::Contains;

TEST_CASE("every token of the look is described") {
  const auto tokens = tokens_of(*shared_look::find("tokens.css"));
  REQUIRE(tokens.size() > 30);
  for (const auto& token : tokens) {
    INFO(token.name);
    CHECK_FALSE(use_of(token.name).empty());
  }
  CHECK(use_of("no-such-token").empty());
}

TEST_CASE("the design page shows every token, every icon and the graph in four sizes") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const Page page{look, texts.of("en")};
  const auto html = render(DesignView{samples::picture(texts.of("en")).graph}, page);
  for (const auto& token : tokens_of(*shared_look::find("tokens.css"))) {
    INFO(token.name);
    CHECK_THAT(html, Contains(">" + token.name + "</b>"));
  }
  const auto folder = std::filesystem::path(HOLDFAST_SOURCE_DIR) / "plugin/templates";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().stem().string();
    if (!name.starts_with("icon_")) continue;
    INFO(name);
    CHECK_THAT(html, Contains(">" + name.substr(5) + "</span>"));
  }
  for (const char* size : {"card", "phone", "page", "sheet"})
    CHECK_THAT(html, Contains(std::string("size-") + size));
}

TEST_CASE("a colour that is another in the dark is shown as what it is there") {
  const auto css = *shared_look::find("tokens.css");
  CHECK(dark_value_of(css, "ground") == "#12181b");
  CHECK(dark_value_of(css, "s1").empty());
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const auto html =
      render(DesignView{samples::picture(texts.of("ar")).graph}, Page{look, texts.of("ar")});
  CHECK_THAT(html, Contains("when-light\" translate=\"no\" dir=\"ltr\">#f6f4ee</code>"));
  CHECK_THAT(html, Contains("when-dark\" translate=\"no\" dir=\"ltr\">#12181b</code>"));
}
