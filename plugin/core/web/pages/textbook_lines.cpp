// SPDX-License-Identifier: MIT
#include "web/pages/textbook_lines.hpp"

#include <algorithm>
#include <cstdlib>

#include "detection/textbook.hpp"
#include "detection/tolerance.hpp"
#include "service/house.hpp"
#include "text/spelling.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {
namespace {

constexpr detection::TextbookSettings textbook;

bool is_below_cut_off(const store::StoredRating& rating, const Visit& visit) {
  const auto* form =
      visit.house().instruments().find(rating.series.instrument, rating.series.version);
  if (form && !form->cutoffs.empty() && rating.raw)
    return instrument::holds(form->cutoffs.front().condition,
                             std::strtod(rating.raw->c_str(), nullptr));
  return detection::below(rating.score->value, textbook.cut_off);
}

bool is_low(const store::StoredSubscale& area) {
  return detection::below(area.score.value, textbook.low_area);
}

const store::StoredSubscale* lowest_area(const store::StoredRating& rating) {
  const auto lowest = std::min_element(
      rating.subscales.begin(), rating.subscales.end(),
      [](const auto& one, const auto& other) { return one.score.value < other.score.value; });
  return lowest == rating.subscales.end() ? nullptr : &*lowest;
}

}  // namespace

std::map<RatingId, std::vector<std::string>> textbook_remarks(
    const service::PictureOfCourse& picture, const Visit& visit) {
  std::map<RatingId, std::vector<std::string>> remarks;
  std::map<SeriesKey, double> last;
  for (const auto& rating : picture.held.ratings) {
    if (rating.series.rater != Rater::client || !rating.score) continue;
    auto& said = remarks[rating.id];
    if (is_below_cut_off(rating, visit)) said.push_back(visit("below the cut-off"));
    const auto before = last.find(rating.series);
    if (before != last.end() &&
        detection::at_least(before->second - rating.score->value, textbook.drop))
      said.push_back(visit("a point of 40 or more below the last"));
    for (const auto& area : rating.subscales)
      if (is_low(area))
        said.push_back(text::fill(visit("{area} below 7.5 of 10"),
                                  {{"area", area_name(area.name, visit.language)}}));
    last[rating.series] = rating.score->value;
    if (said.empty()) remarks.erase(rating.id);
  }
  return remarks;
}

chart::FixedLines fixed_lines_of(const service::PictureOfCourse& picture, const Axis& axis,
                                 const Visit& visit) {
  chart::FixedLines lines;
  std::map<SeriesKey, double> last;
  for (const auto& rating : picture.held.ratings) {
    if (rating.series.rater != Rater::client || !rating.score) continue;
    const int slot = axis.of_rating.at(rating.id);
    const auto before = last.find(rating.series);
    if (before != last.end()) lines.drops.push_back({slot, before->second - textbook.drop});
    last[rating.series] = rating.score->value;
    const auto* lowest = lowest_area(rating);
    if (!lowest) continue;
    lines.low_area = {textbook.low_area, visit("7.5 of 10")};
    if (is_low(*lowest)) lines.low_areas.push_back({slot, lowest->score.value});
  }
  return lines;
}

}  // namespace holdfast::web
