// SPDX-License-Identifier: MIT
#include "service/free_text.hpp"

namespace holdfast::service {

bool offers_text(const House& house, const instrument::Definition& definition) {
  return definition.rater == Rater::therapist || !house.config().duty_contact.empty();
}

Problems check_text(const House& house, const instrument::Definition& definition,
                    const instrument::Answers& answers) {
  if (offers_text(house, definition)) return {};
  Problems problems;
  for (const auto& item : definition.items) {
    if (item.kind != instrument::ItemKind::text) continue;
    const auto answer = answers.find(item.id);
    if (answer == answers.end()) continue;
    const auto* text = std::get_if<std::string>(&answer->second);
    if (text && !text->empty())
      problems.push_back(
          {"/answers/" + item.id, "duty-contact",
           "Nobody is named who reads free text on the day it comes; leave it out."});
  }
  return problems;
}

}  // namespace holdfast::service
