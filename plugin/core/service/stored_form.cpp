// SPDX-License-Identifier: MIT
#include "service/stored_form.hpp"

namespace holdfast::service {

store::StoredAnswer stored_answer(const std::string& item, const instrument::Answer& answer) {
  store::StoredAnswer stored{item, std::nullopt, true};
  if (const auto* number = std::get_if<double>(&answer))
    stored.value = instrument::decimal(*number);
  if (const auto* word = std::get_if<std::string>(&answer)) stored.value = *word;
  return stored;
}

void carry(const instrument::Scored& scored, store::StoredRating& rating) {
  rating.raw = scored.total;
  rating.score = scored.pomp;
  rating.tension = scored.tension;
  rating.told = scored.told;
  rating.answered = scored.answered;
  rating.straight_line = scored.straight_line;
  for (const auto& subscale : scored.subscales)
    rating.subscales.push_back({subscale.id, subscale.raw, subscale.pomp});
}

}  // namespace holdfast::service
