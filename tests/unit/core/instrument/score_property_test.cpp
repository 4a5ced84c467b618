// SPDX-License-Identifier: MIT
// What must hold of every instrument and any answers, tried on a few thousand of each.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "instrument/catalogue.hpp"
#include "instrument/score.hpp"

using namespace holdfast;
using namespace holdfast::instrument;

namespace {

bool counts(const Item& item) { return item.kind != ItemKind::text && item.values.empty(); }

double any_value(const Item& item, std::mt19937& random) {
  const auto steps = static_cast<unsigned>(std::llround((item.max - item.min) / item.step));
  const double value = item.min + item.step * static_cast<double>(random() % (steps + 1));
  return std::round(value * 1000) / 1000;
}

Answers any_answers(const Definition& definition, std::mt19937& random) {
  Answers answers;
  for (const auto& item : definition.items)
    if (counts(item)) answers[item.id] = any_value(item, random);
  return answers;
}

template <class Check>
void for_any_answers(int times, Check check) {
  const Catalogue catalogue;
  std::mt19937 random(20261123);
  for (const auto* definition : catalogue.all()) {
    if (definition->totals_only) continue;
    CAPTURE(definition->id);
    for (int i = 0; i < times; ++i) check(*definition, any_answers(*definition, random), random);
  }
}

}  // namespace

TEST_CASE("any complete form within its steps is scored, within range and from 0 to 100") {
  for_any_answers(300, [](const Definition& definition, const Answers& answers, std::mt19937&) {
    const auto scored = score(definition, answers);
    REQUIRE(scored);
    CHECK(scored->declined == 0);
    for (const auto& subscale : scored->subscales) {
      CHECK(subscale.pomp.value >= -1e-9);
      CHECK(subscale.pomp.value <= 100 + 1e-9);
    }
    if (!definition.total) return;
    REQUIRE(scored->pomp);
    CHECK(scored->raw >= definition.total->scale.min);
    CHECK(scored->raw <= definition.total->scale.max);
    CHECK(scored->pomp->value >= -1e-9);
    CHECK(scored->pomp->value <= 100 + 1e-9);
    CHECK(std::stod(*scored->total) == scored->raw);
  });
}

TEST_CASE("turning every answer round turns the score round") {
  for_any_answers(100, [](const Definition& definition, const Answers& answers, std::mt19937&) {
    if (!definition.total) return;
    auto turned = answers;
    for (const auto& item : definition.items)
      if (counts(item))
        turned[item.id] =
            std::round((item.min + item.max - std::get<double>(answers.at(item.id))) * 1000) / 1000;
    const auto one = score(definition, answers);
    const auto other = score(definition, turned);
    REQUIRE(one);
    REQUIRE(other);
    CHECK(one->pomp->value + other->pomp->value == Approx(100).margin(1e-9));
  });
}

TEST_CASE("one better answer never makes a worse score") {
  for_any_answers(100, [](const Definition& definition, const Answers& answers,
                          std::mt19937& random) {
    if (!definition.total) return;
    const auto& ids = definition.total->items;
    const auto& item = *definition.find(ids[random() % ids.size()]);
    const bool high_is_good =
        (definition.total->scale.direction == Direction::high_is_good) != item.reversed;
    auto better = answers;
    better[item.id] = high_is_good ? item.max : item.min;
    CHECK(score(definition, better)->pomp->value >= score(definition, answers)->pomp->value - 1e-9);
  });
}

TEST_CASE("as many items as the rule lets go may go, and not one more") {
  for_any_answers(60, [](const Definition& definition, const Answers& answers,
                         std::mt19937& random) {
    if (!definition.total) return;
    const auto& rule = *definition.total;
    if (rule.missing == MissingRule::per_subscale) return;
    const auto allowed = rule.missing == MissingRule::prorate
                             ? static_cast<std::size_t>(rule.missing_allowed)
                             : std::size_t{0};
    auto ids = rule.items;
    std::shuffle(ids.begin(), ids.end(), random);
    auto fewer = answers;
    for (std::size_t gone = 0; gone <= allowed && gone < ids.size(); ++gone) {
      const auto scored = score(definition, fewer);
      REQUIRE(scored);
      REQUIRE(scored->total);
      double low = 100, high = 0;  // of the answers that are left, as percent of their own range
      for (const auto& id : rule.items)
        if (const auto found = fewer.find(id); found != fewer.end()) {
          const auto& item = *definition.find(id);
          const double share =
              100 * (std::get<double>(found->second) - item.min) / (item.max - item.min);
          const double turned = item.reversed ? 100 - share : share;
          low = std::min(low, turned);
          high = std::max(high, turned);
        }
      const double share = 100 * (scored->raw - rule.scale.min) / (rule.scale.max - rule.scale.min);
      CHECK(share >= low - 1e-9);
      CHECK(share <= high + 1e-9);
      fewer.erase(ids[gone]);
    }
    const auto refused = score(definition, fewer);
    REQUIRE_FALSE(refused);
    CHECK(refused.problems().size() >= allowed + 1);
    for (const auto& problem : refused.problems()) CHECK(problem.rule == "required");
  });
}

TEST_CASE("the order in which items are listed does not change the score") {
  for_any_answers(
      20, [](const Definition& definition, const Answers& answers, std::mt19937& random) {
        if (!definition.total) return;
        auto shuffled = definition;
        std::shuffle(shuffled.items.begin(), shuffled.items.end(), random);
        std::shuffle(shuffled.total->items.begin(), shuffled.total->items.end(), random);
        CHECK(score(shuffled, answers)->total == score(definition, answers)->total);
      });
}

TEST_CASE("a full form scored by items equals the same total imported") {
  for_any_answers(50, [](const Definition& definition, const Answers& answers, std::mt19937&) {
    if (!definition.total) return;
    const auto by_items = score(definition, answers);
    const auto by_total = score_total(definition, *by_items->total);
    REQUIRE(by_total);
    CHECK(by_total->raw == by_items->raw);
    CHECK(by_total->pomp == by_items->pomp);
  });
}
