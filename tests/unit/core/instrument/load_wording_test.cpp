// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "definitions.hpp"
#include "instrument/load.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

namespace {

const std::string pack = R"({
  "schema": "holdfast.wording/1",
  "instrument": "small",
  "version": "2",
  "language": "de",
  "owner": "Somebody",
  "licence": "letter of 2026",
  "text": {
    "title": "Klein",
    "items": {"one": {"text": "eins", "low": "wenig", "high": "viel"}}
  }
}
)";

}  // namespace

TEST_CASE("a wording pack says whose it is and what each item reads") {
  const auto loaded = load_wording(pack);
  REQUIRE(loaded);
  CHECK(loaded->instrument == "small");
  CHECK(loaded->version == "2");
  CHECK(loaded->wording.language == "de");
  CHECK(loaded->wording.owner == "Somebody");
  CHECK(loaded->wording.licence == "letter of 2026");
  CHECK(loaded->wording.items.at("one").high == "viel");
}

TEST_CASE("a pack without owner, licence or language is refused") {
  for (const auto* member : {"owner", "licence", "language", "instrument", "version", "text"}) {
    CAPTURE(member);
    const auto loaded = load_wording(
        with(pack, "\"" + std::string(member) + "\"", "\"x-" + std::string(member) + "\""));
    REQUIRE_FALSE(loaded);
    bool is_named = false;
    for (const auto& problem : loaded.problems())
      is_named = is_named || problem.field == "/" + std::string(member);
    CHECK(is_named);
  }
}

TEST_CASE("a pack of another kind is refused with its line") {
  const auto loaded = load_wording(with(pack, "holdfast.wording/1", "holdfast.instrument/1"));
  REQUIRE_FALSE(loaded);
  CHECK(loaded.problems().front().line == 2);
}

TEST_CASE("an option that is no text is refused") {
  CHECK_FALSE(load_wording(with(pack, "\"low\": \"wenig\"", "\"options\": {\"0\": 1}")));
  CHECK_FALSE(load_wording(with(pack, "\"low\": \"wenig\"", "\"options\": []")));
  CHECK_FALSE(load_wording(
      with(pack, "{\"one\": {\"text\": \"eins\", \"low\": \"wenig\", \"high\": \"viel\"}}", "[]")));
}
