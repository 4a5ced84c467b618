// SPDX-License-Identifier: MIT
#include "web/view/report_card.hpp"

#include <catch2/catch.hpp>

#include "samples.hpp"

using namespace holdfast;
using namespace holdfast::web;

TEST_CASE("a rule that nobody answered has no share, whatever the others have") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const auto& language = texts.of("en");
  const auto page = render(samples::report_card(), samples::page(look, language));
  const auto row = page.find("client said so</th>");
  REQUIRE(row != std::string::npos);
  const auto cells = page.substr(row, page.find("</tr>", row) - row);
  CHECK(cells.find('%') == std::string::npos);
  CHECK(cells.find("–") != std::string::npos);
}

TEST_CASE("a share followed by repair never stands without the share that chance gives") {
  const text::Texts texts = plugin_texts();
  const Look look(texts);
  const auto& language = texts.of("en");
  auto card = samples::report_card();
  CHECK(render(card, samples::page(look, language)).find("60 % against 50 %") != std::string::npos);
  card.episodes = 4;
  const auto few = render(card, samples::page(look, language));
  CHECK(few.find("60 %") == std::string::npos);
  CHECK(few.find("too few to say") != std::string::npos);
}
