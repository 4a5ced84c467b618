// SPDX-License-Identifier: MIT
#include <algorithm>

#include "text/spelling.hpp"
#include "web/view/picture.hpp"

namespace holdfast::web {
namespace {

using text::fill;
using text::number;

std::string whole(const std::optional<double>& value, const text::Language& language) {
  return value ? number(*value, 0, language) : "–";
}

}  // namespace

std::string note_text(const NoteNumbers& numbers, const text::Language& language) {
  if (!numbers.latest) return {};
  std::string text = numbers.form;
  if (numbers.session_number > 0)
    text += ", " + fill(language.translate("session {number}"),
                        {{"number", number(long{numbers.session_number}, language)}});
  text += ", " + text::long_day(numbers.day, language) + ".\n";
  text += fill(language.translate("Client, of 100: first {first}, previous {previous}, latest "
                                  "{latest}."),
               {{"first", whole(numbers.first, language)},
                {"previous", whole(numbers.previous, language)},
                {"latest", whole(numbers.latest, language)}});
  if (numbers.low && numbers.high)
    text += " " + fill(language.translate("Usual range {range}."),
                       {{"range", text::range(std::max(0.0, *numbers.low),
                                              std::min(100.0, *numbers.high), language)}});
  if (numbers.therapist)
    text += " " + fill(language.translate("Therapist {rating}."),
                       {{"rating", whole(numbers.therapist, language)}});
  if (numbers.tension)
    text += " " + fill(language.translate("Tension {number} of 4."),
                       {{"number", number(long{*numbers.tension}, language)}});
  text += "\n";
  if (numbers.has_open_check_in) text += language.translate("A check-in is open.") + "\n";
  if (numbers.is_repair_under_way)
    text += language.translate("A dip is being followed to its end.") + "\n";
  if (!numbers.is_validated) text += language.translate("Not a validated measure.") + "\n";
  return text;
}

}  // namespace holdfast::web
