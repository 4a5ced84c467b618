// SPDX-License-Identifier: MIT
// What a client writes for someone else at the practice: read by that person alone, hidden from
// therapist, supervisor, practice system and picture. Offered where the practice names such a
// person, who is not the therapist of that form.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "service/forms.hpp"

namespace holdfast::service {

inline constexpr std::string_view second_contact_item = "second_contact";
inline constexpr std::size_t longest_second_contact_text = 1000;  // characters, as of a form's text

struct SecondContact {
  PersonId person;   // empty: none for this form
  std::string name;  // empty: the practice system has not said it yet
};
SecondContact second_contact_of(House& house, const OpenedForm& opened);

// Problems of field /answers/second_contact: "unknown-item" where it is not offered, "too-long".
Problems check_second_contact(const PersonId& contact, const std::string& text);

struct WrittenToSecondContact {
  std::string text;
  std::string client;  // name
  Day day;             // of the rating it came with
};
// None: it was erased with its client.
std::optional<WrittenToSecondContact> written_to_second_contact(store::Reader& reader,
                                                                const store::ReadToday& item);

}  // namespace holdfast::service
