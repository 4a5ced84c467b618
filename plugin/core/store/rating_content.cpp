// SPDX-License-Identifier: MIT
#include "store/rating_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <tuple>

#include "store/form_lines.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

// Each part with its length before it, so that no two ratings spell the same.
class Text {
 public:
  Text() { text_.reserve(1024); }
  Text& add(std::string_view part) {
    text_ += std::to_string(part.size());
    text_ += ':';
    text_ += part;
    return *this;
  }
  void salt(std::string_view salt) { text_ += salt; }
  Text& number(std::int64_t number) { return add(std::to_string(number)); }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

// What the practice system may change beside it (when the session was) and what ends by itself (the
// seal) are left out.
std::string content_of(const StoredRating& rating, const std::vector<StoredAnswer>& answers,
                       std::vector<StoredComment> comments) {
  std::sort(comments.begin(), comments.end(), [](const auto& one, const auto& other) {
    return std::tie(one.addressed_to, one.item) < std::tie(other.addressed_to, other.item);
  });
  const auto& series = rating.series;
  Text text;
  text.salt(rating.salt);
  text.add(rating.id.value).add(series.course.value).add(rating.subject.value);
  text.add(to_word(series.rater)).add(to_word(series.relation)).add(series.rater_id);
  text.add(series.instrument).add(series.version).add(series.language);
  text.add(to_word(series.mode)).add(to_word(series.setting)).add(series.clinician.value);
  text.add(rating.session.value).add(to_text(rating.day)).add(to_word(rating.measures));
  text.number(rating.entered_at.time_since_epoch().count());
  text.add(rating.submitted_by).add(rating.submitted_as).add(to_word(rating.source));
  text.number(rating.declined ? 1 : 0).add(rating.raw.value_or("-"));
  text.add(rating.score ? fmt::format("{:a}", rating.score->value) : "-");
  text.number(rating.tension.value_or(-1)).number(rating.told ? (*rating.told ? 1 : 0) : -1);
  text.number(rating.answered).add(rating.idempotency_key).add(rating.takes_place_of.value);
  text.add(lines_of(answers)).add(lines_of(rating.subscales));
  for (const auto& comment : comments)
    text.add(to_word(comment.addressed_to)).add(comment.item).add(comment.text);
  return text.take();
}

std::optional<std::string> stored_content(const Ratings& ratings, const RatingId& id) {
  const auto rating = ratings.find(id);
  if (!rating) return std::nullopt;
  std::vector<StoredComment> comments;
  for (const auto reader : {Addressee::therapist, Addressee::second_contact})
    for (auto& comment : ratings.comments(id, reader)) comments.push_back(std::move(comment));
  return content_of(*rating, ratings.answers(id), std::move(comments));
}

}  // namespace holdfast::store
