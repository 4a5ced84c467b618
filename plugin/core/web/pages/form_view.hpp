// SPDX-License-Identifier: MIT
// A definition and its wording as the form that pages draw, and the posted fields back as answers.
#pragma once
#include <string>

#include "instrument/score.hpp"
#include "web/view/form.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

struct FormOf {
  const instrument::Definition& definition;
  const instrument::Wording& wording;
};

// The items, in order. Free text is left out where nobody at the practice reads it the same day.
FormView form_view(const FormOf& form, const Visit& visit);

// Fields "a.<item>"; what cannot be read is a problem of its item.
Result<instrument::Answers> posted_answers(const instrument::Definition& definition,
                                           const Fields& fields);
int posted_duration(const Fields& fields);  // milliseconds; 0: unknown

// The form again, with what was sent and what is wrong with it.
void put_back(const Fields& fields, const Problems& problems, const Visit& visit, FormView& view);

}  // namespace holdfast::web
