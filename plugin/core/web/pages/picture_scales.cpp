// SPDX-License-Identifier: MIT
#include "web/pages/picture_scales.hpp"

#include <algorithm>
#include <cmath>

#include "service/house.hpp"
#include "text/spelling.hpp"

namespace holdfast::web {
namespace {

using store::StoredRating;

const instrument::Definition* definition_of(const StoredRating& rating, const Visit& visit) {
  const auto* definition =
      visit.house().instruments().find(rating.series.instrument, rating.series.version);
  return definition && definition->total ? definition : nullptr;
}

std::string condition_text(const instrument::Condition& condition, const Visit& visit) {
  const std::string value = text::number(condition.value, 1, visit.language);
  switch (condition.op) {
    case instrument::Operator::less:
      return text::fill(visit("cut-off: below {value}"), {{"value", value}});
    case instrument::Operator::at_most:
      return text::fill(visit("cut-off: {value} or below"), {{"value", value}});
    case instrument::Operator::greater:
      return text::fill(visit("cut-off: above {value}"), {{"value", value}});
    case instrument::Operator::at_least:
      return text::fill(visit("cut-off: {value} or above"), {{"value", value}});
    case instrument::Operator::equal:
      return text::fill(visit("cut-off: {value}"), {{"value", value}});
  }
  return {};
}

}  // namespace

const instrument::Definition* instrument_of(const service::PictureOfCourse& picture,
                                            const Visit& visit) {
  const auto& ratings = picture.held.ratings;
  const auto latest =
      std::find_if(ratings.rbegin(), ratings.rend(), [](const StoredRating& rating) {
        return rating.series.rater == Rater::client && rating.score;
      });
  return latest == ratings.rend() ? nullptr : definition_of(*latest, visit);
}

std::string raw_unit_of(const instrument::Definition& definition, const Visit& visit) {
  if (definition.wording == instrument::WordingOf::own) return {};
  const Scale& scale = definition.total->scale;
  return text::range(scale.min, scale.max, visit.language);
}

std::optional<chart::CutOff> cut_off_of(const instrument::Definition& definition,
                                        const Visit& visit) {
  if (definition.cutoffs.empty()) return std::nullopt;
  const auto& known = definition.cutoffs.front();
  std::string label = condition_text(known.condition, visit);
  if (!known.is_verified) label += visit(" (not checked against its source)");
  return chart::CutOff{pomp_of(known.condition.value, definition.total->scale).value,
                       std::move(label)};
}

std::string standing_of(const instrument::Definition& definition, const Visit& visit) {
  if (definition.wording == instrument::WordingOf::own)
    return definition.is_validated ? std::string() : visit("Not a validated measure.");
  if (definition.is_verified) return {};
  return text::fill(visit("Some figures of {instrument} are from memory and were not checked "
                          "against their source."),
                    {{"instrument", definition.title}});
}

std::optional<chart::Outcome> outcome_of(const service::PictureOfCourse& picture,
                                         const std::map<RatingId, int>& slots, const Visit& visit) {
  const auto& outcomes = picture.outcomes;
  const auto latest = std::find_if(outcomes.rbegin(), outcomes.rend(),
                                   [](const StoredRating& rating) { return rating.score; });
  if (latest == outcomes.rend()) return std::nullopt;
  const auto* definition = definition_of(*latest, visit);
  if (!definition) return std::nullopt;
  const Scale& scale = definition->total->scale;
  chart::Outcome drawn;
  drawn.name = definition->title;
  drawn.min = scale.min;
  drawn.max = scale.max;
  drawn.high_is_good = scale.direction == Direction::high_is_good;
  if (!definition->cutoffs.empty()) drawn.cut_off = definition->cutoffs.front().condition.value;
  for (const StoredRating& rating : outcomes) {
    const auto slot = slots.find(rating.id);
    if (slot != slots.end() && rating.score && rating.series.instrument == definition->id &&
        rating.series.version == definition->version)
      drawn.values.emplace_back(slot->second, raw_of(*rating.score, scale));
  }
  return drawn;
}

std::string outcome_change_of(const service::PictureOfCourse& picture, const chart::Outcome& drawn,
                              const Visit& visit) {
  if (drawn.values.size() < 2) return {};
  const auto of_title = std::find_if(picture.outcomes.rbegin(), picture.outcomes.rend(),
                                     [&](const StoredRating& rating) {
                                       const auto* form = definition_of(rating, visit);
                                       return rating.score && form && form->title == drawn.name;
                                     });
  if (of_title == picture.outcomes.rend()) return {};
  const auto* definition = definition_of(*of_title, visit);
  if (!definition->reliable_change) return {};
  const auto& change = *definition->reliable_change;
  const double first = drawn.values.front().second, last = drawn.values.back().second;
  const double better = drawn.high_is_good ? last - first : first - last;
  constexpr double rounding = 1e-6;  // of a score that went through 0 to 100
  const auto points = [&](double value) {
    const bool is_whole = std::abs(value - std::round(value)) < rounding;
    return text::number(value, is_whole ? 0 : 1, visit.language);
  };
  const auto sentence =
      better >= change.points - rounding
          ? visit(
                "{instrument}: from {first} to {last}, a reliable improvement: {points} points or "
                "more are beyond the measure's own error.")
      : -better >= change.points - rounding
          ? visit(
                "{instrument}: from {first} to {last}, a reliable deterioration: {points} points "
                "or more are beyond the measure's own error.")
          : visit(
                "{instrument}: from {first} to {last}. Less than {points} points may be the "
                "measure's own error.");
  auto text = text::fill(sentence, {{"instrument", drawn.name},
                                    {"first", points(first)},
                                    {"last", points(last)},
                                    {"points", points(change.points)}});
  text += " " + text::fill(visit("Source: {source}."), {{"source", change.source}});
  return change.is_verified ? text : text + visit(" (not checked against its source)");
}

}  // namespace holdfast::web
