// SPDX-License-Identifier: MIT
// A form as an R4 Questionnaire with the extensions of Structured Data Capture: sliders that fall
// back to a number field, weights of answers, calculated scores, translations.
#pragma once
#include <string>

#include "form.hpp"

namespace holdfast::adapters::fhir::mapping {

struct QuestionnaireWish {
  std::string language = "en";
  bool has_sliders = true;  // false: plain number fields, for runtimes that trip over the hint
};

// An instrument whose wording is not installed becomes a draft without any item text of its owner.
Json questionnaire(const Form& form, const Names& names, const QuestionnaireWish& wish = {});

// The code system of one item's answers.
std::string answer_system(const Form& form, const Names& names, const Item& item);
// What an answer is called in `language`; the value itself where it has no name.
std::string option_text(const Form& form, const Item& item, const std::string& value,
                        const std::string& language);
// Which of the form's languages is nearest to the wish; empty when it has none.
std::string language_of(const Form& form, const std::string& wished);

// linkIds of what is computed.
inline constexpr const char* scores_link = "scores";
std::string score_link(const Rule& rule);

}  // namespace holdfast::adapters::fhir::mapping
