// SPDX-License-Identifier: MIT
#include "web/pages/textbook_lines.hpp"

#include <algorithm>
#include <cstdlib>

#include "service/house.hpp"
#include "text/spelling.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {
namespace {

bool is_below_cut_off(const store::StoredRating& rating, const Visit& visit) {
  const auto* form =
      visit.house().instruments().find(rating.series.instrument, rating.series.version);
  if (form && !form->cutoffs.empty() && rating.raw)
    return instrument::holds(form->cutoffs.front().condition,
                             std::strtod(rating.raw->c_str(), nullptr));
  return rating.score->value < textbook_cut_off;
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
    if (before != last.end() && rating.score->value <= before->second - textbook_drop)
      said.push_back(visit("a point of 40 or more below the last"));
    for (const auto& area : rating.subscales)
      if (area.score.value < textbook_low_area)
        said.push_back(text::fill(visit("{area} below 7.5 of 10"),
                                  {{"area", area_name(area.name, visit.language)}}));
    last[rating.series] = rating.score->value;
    if (said.empty()) remarks.erase(rating.id);
  }
  return remarks;
}

}  // namespace holdfast::web
