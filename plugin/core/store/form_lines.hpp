// SPDX-License-Identifier: MIT
// What a form holds beside its total, as text in the rating's own row: a line each, its fields
// between tabs. It is written once, with the rating, and read whole; as rows of their own, answers
// and subscales were most of what a submit wrote.
//
//   answers     item <TAB> value, nothing for declined <TAB> 1 touched, 0 a preset
//   subscales   name <TAB> raw score <TAB> POMP, in as many digits as give the number back
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::store {

struct StoredAnswer;
struct StoredSubscale;

// Items, words and decimals have no white space (instrument.schema.json); std::logic_error where
// one has.
std::string lines_of(const std::vector<StoredAnswer>& answers);
std::string lines_of(const std::vector<StoredSubscale>& subscales);

// Failure (corrupt) for text that is none of the above.
std::vector<StoredAnswer> answers_in(std::string_view lines);
std::vector<StoredSubscale> subscales_in(std::string_view lines);

}  // namespace holdfast::store
