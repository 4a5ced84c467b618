// SPDX-License-Identifier: MIT
#include "instrument/load.hpp"

#include <catch2/catch.hpp>

#include "definitions.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

namespace {

// Later ones may follow from it.
Problem first_problem(const std::string& text) {
  const auto loaded = load(text);
  return loaded ? Problem{"", "none", "loaded"} : loaded.problems().front();
}

}  // namespace

TEST_CASE("a definition is read whole") {
  const auto loaded = load(small_definition());
  REQUIRE(loaded);
  CHECK(loaded->id == "small");
  CHECK(loaded->version == "2");
  CHECK(loaded->rater == Rater::client);
  CHECK(loaded->relation == Relation::self);
  CHECK(loaded->setting == Setting::individual);
  CHECK_FALSE(loaded->is_validated);
  REQUIRE(loaded->items.size() == 5);
  CHECK(loaded->items[1].reversed);
  CHECK(loaded->items[0].step == 0.1);
  CHECK(loaded->with_role(ItemRole::strain)->values ==
        std::vector<std::string>{"none", "moving_away"});
  CHECK(loaded->find("note")->max_length == 5);
  CHECK(holds(*loaded->find("said")->risk, 1));
  CHECK_FALSE(holds(*loaded->find("said")->risk, 0));
  REQUIRE(loaded->total);
  CHECK(loaded->total->missing == MissingRule::prorate);
  CHECK(loaded->total->missing_allowed == 1);
  CHECK(loaded->total->scale == Scale{2, 10, Direction::high_is_good});
}

TEST_CASE("each mistake in a definition is named by its place and rule") {
  struct Mistake {
    std::string from, to, field, rule;
    int line;
  };
  const Mistake mistakes[] = {
      {"\"id\": \"small\",", "", "/id", "required", 1},
      {"\"client\"", "\"patient\"", "/rater", "unknown", 6},
      {"\"pack\"", "\"mine\"", "/wording", "unknown", 7},
      {"\"verified\"", "\"verifed\"", "/verifed", "unknown", 8},
      {"\"verified\": false", "\"verified\": 0", "/verified", "type", 8},
      {"\"id\": \"two\"", "\"id\": \"one\"", "/items/1/id", "duplicate", 11},
      {"\"max\": 5, \"step\": 0.1}", "\"max\": 1, \"step\": 0.1}", "/items/0/max", "range", 10},
      {"\"step\": 0.1}", "\"step\": 0}", "/items/0/step", "range", 10},
      {"\"max\": 5, \"step\"", "\"max\": 1e300, \"step\"", "/items/0/max", "range", 10},
      {"\"prorate\"", "\"per_subscale\"", "/total/items/0", "per-subscale", 16},
      {"\"line\"", "\"slider\"", "/items/0/kind", "unknown", 10},
      {"\"operator\": \">=\"", "\"operator\": \"=>\"", "/items/2/risk/operator", "unknown", 12},
      {"[\"one\", \"two\"]", "[\"one\",\n\"too\"]", "/total/items/1", "unknown-item", 17},
      {"[\"one\", \"two\"]", "[\"one\", \"note\"]", "/total/items/1", "kind", 16},
      {"\"max\": 10,", "\"max\": 12,", "/total/max", "range", 16},
      {"\"prorate\"", "\"zero\"", "/total/missing/rule", "unknown", 16},
      {"\"allow\": 1", "\"allow\": 1000", "/total/missing/allow", "range", 16},
      {"holdfast.instrument/1", "holdfast.instrument/9", "/schema", "unknown", 2},
      {"\"version\": \"2\",", "\"version\": \"2\", \"version\": \"3\",", "/version", "duplicate",
       4},
  };
  for (const auto& mistake : mistakes) {
    CAPTURE(mistake.field, mistake.to);
    const auto problem = first_problem(with(small_definition(), mistake.from, mistake.to));
    CHECK(problem.field == mistake.field);
    CHECK(problem.rule == mistake.rule);
    CHECK(problem.line == mistake.line);
    CHECK(problem.column > 0);
    CHECK_FALSE(problem.message.empty());
  }
}

TEST_CASE("all mistakes are named at once") {
  auto text = with(small_definition(), "\"client\"", "\"patient\"");
  text = with(text, "\"max\": 10,", "\"max\": 12,");
  const auto loaded = load(text);
  REQUIRE_FALSE(loaded);
  CHECK(loaded.problems().size() == 2);
}

TEST_CASE("a document that is no object, or nested oddly, is refused and not believed") {
  for (const auto* text :
       {"", "[]", "null", "{}", "{\"items\": {}}", "{\"items\": [1]}", "{\"total\": []}",
        "{\"subscales\": [[]]}", "{\"cutoffs\": [3]}", "{\"text\": 1, \"languages\": [\"en\"]}"}) {
    CAPTURE(text);
    CHECK_FALSE(load(text));
  }
}

TEST_CASE("own wording needs a text for every item in every language it names") {
  auto text = with(small_definition(), "\"pack\"", "\"own\"");
  CHECK(first_problem(text).field == "/languages");
  text = with(text, "\"verified\": false,",
              R"("verified": false, "languages": ["en"], "text": {"en": {"title": "Small",
    "items": {"one": {"text": "1"}, "two": {"text": "2"}, "said": {"text": "3"},
      "strain": {"text": "4", "options": {"none": "none", "moving_away": "away"}},
      "note": {"text": "5"}}}},)");
  CHECK(load(text));
  CHECK(first_problem(with(text, "\"note\": {\"text\"", "\"note\": {\"low\"")).rule == "required");
  CHECK(first_problem(with(text, "\"moving_away\": \"away\"", "\"away\": \"away\"")).rule ==
        "required");
  CHECK(first_problem(with(text, "[\"en\"]", "[\"en\", \"de\"]")).field == "/text");
}
