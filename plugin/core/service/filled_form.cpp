// SPDX-License-Identifier: MIT
#include "service/filled_form.hpp"

namespace holdfast::service {
namespace {

using instrument::Item;
using instrument::ItemKind;

// What an option is called, where the words are our own: a licence holder's stay with the pack.
std::string option_text(const Submission& submission, const Item& item, const std::string& value) {
  const instrument::Wording* words = nullptr;
  for (const auto& wording : submission.definition->own_wording)
    if (!words || wording.language == submission.language) words = &wording;
  if (!words) return {};
  const auto of_item = words->items.find(item.id);
  if (of_item == words->items.end()) return {};
  const auto option = of_item->second.options.find(value);
  return option == of_item->second.options.end() ? std::string{} : option->second;
}

std::string value_of(const instrument::Answer& answer) {
  if (const auto* number = std::get_if<double>(&answer)) return instrument::decimal(*number);
  if (const auto* word = std::get_if<std::string>(&answer)) return *word;
  return {};
}

}  // namespace

void write_answers(json::Writer& writer, const Submission& submission, Texts texts) {
  writer.key("answers").begin_array();
  for (const auto& item : submission.definition->items) {
    const auto answer = submission.answers.find(item.id);
    if (answer == submission.answers.end()) continue;
    if (item.kind == ItemKind::text && texts == Texts::kept_here) continue;
    const auto value = value_of(answer->second);
    writer.begin_object().member("item", item.id).member("kind", to_word(item.kind));
    if (std::holds_alternative<instrument::Declined>(answer->second)) {
      writer.key("declined").boolean(true);
    } else {
      writer.member("value", value);
      if (const auto display = option_text(submission, item, value); !display.empty())
        writer.member("display", display);
    }
    writer.end_object();
  }
  writer.end_array();
}

}  // namespace holdfast::service
