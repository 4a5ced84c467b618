// SPDX-License-Identifier: MIT
#include "web/pages/annotations.hpp"

#include <algorithm>
#include <set>

#include "text/spelling.hpp"
#include "web/view/annotation.hpp"

namespace holdfast::web {
namespace {

using store::StoredRating;

const StoredRating* latest_of_client(const service::PictureOfCourse& picture) {
  const auto& ratings = picture.held.ratings;
  const auto found = std::find_if(ratings.rbegin(), ratings.rend(), [](const StoredRating& rating) {
    return rating.series.rater == Rater::client && rating.score;
  });
  return found == ratings.rend() ? nullptr : &*found;
}

const StoredRating* find(const service::PictureOfCourse& picture, const RatingId& id) {
  const auto& ratings = picture.held.ratings;
  const auto found = std::find_if(ratings.begin(), ratings.end(),
                                  [&](const StoredRating& rating) { return rating.id == id; });
  return found == ratings.end() ? nullptr : &*found;
}

bool is_baseline(const service::Annotated& annotated) {
  return std::holds_alternative<detection::BaselineChanged>(annotated.what);
}

// Where a row of ratings at the top begins to be one: it is said there, and not again in each row.
std::set<RatingId> beginnings_at_top(const service::PictureOfCourse& picture) {
  std::set<RatingId> at_top, first;
  for (const auto& annotated : picture.annotations)
    if (std::holds_alternative<detection::AllAtTop>(annotated.what))
      at_top.insert(annotated.rating);
  bool goes_on = false;
  for (const StoredRating& rating : picture.held.ratings) {
    if (rating.series.rater != Rater::client || !rating.score) continue;
    const bool is_at_top = at_top.contains(rating.id);
    if (is_at_top && !goes_on) first.insert(rating.id);
    goes_on = is_at_top;
  }
  return first;
}

}  // namespace

std::vector<std::string> notes_of(const service::PictureOfCourse& picture,
                                  const text::Language& language) {
  std::vector<std::string> notes;
  const auto* latest = latest_of_client(picture);
  if (!latest) return notes;
  const service::Annotated* baseline = nullptr;
  for (const auto& annotated : picture.annotations) {
    const auto* rating = find(picture, annotated.rating);
    if (!rating) continue;
    if (is_baseline(annotated)) {
      if (rating->series.rater == Rater::client) baseline = &annotated;
    } else if (rating->day == latest->day && rating->session == latest->session) {
      notes.push_back(note_of(annotated.what, language));
    }
  }
  if (baseline)
    notes.push_back(
        text::fill(language.in_context("a day and what was noted", "{day}: {note}"),
                   {{"day", text::short_day(find(picture, baseline->rating)->day, language)},
                    {"note", note_of(baseline->what, language)}}));
  return notes;
}

std::map<RatingId, std::string> remarks_of(const service::PictureOfCourse& picture,
                                           const text::Language& language) {
  std::map<RatingId, std::string> remarks;
  const auto first_at_top = beginnings_at_top(picture);
  for (const auto& annotated : picture.annotations) {
    if (std::holds_alternative<detection::AllAtTop>(annotated.what) &&
        !first_at_top.contains(annotated.rating))
      continue;
    auto& remark = remarks[annotated.rating];
    remark += (remark.empty() ? "" : "; ") + remark_of(annotated.what, language);
  }
  return remarks;
}

}  // namespace holdfast::web
