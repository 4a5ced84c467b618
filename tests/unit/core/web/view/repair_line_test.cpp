// SPDX-License-Identifier: MIT
// The state of a repair is a word for how it stands, not for what to do.
#include "web/view/repair_line.hpp"

#include <catch2/catch.hpp>

#include "web/view/look.hpp"

using namespace holdfast;
using namespace holdfast::web;

TEST_CASE("an open repair is open in every language: no call to open it") {
  const auto texts = plugin_texts();
  CHECK(name_of(RepairState::open, texts.of("en")) == "Open");
  CHECK(name_of(RepairState::open, texts.of("de")) == "offen");
  for (const auto& tag : {"de", "ar", "es", "fr"}) {
    INFO(tag);
    CHECK(name_of(RepairState::open, texts.of(tag)) != texts.of(tag).in_context("verb", "Open"));
  }
}
