// SPDX-License-Identifier: MIT
// A stored alert as the numbers that its sentence and its calculation are written from.
#pragma once
#include "store/alerts.hpp"
#include "web/view/sentence.hpp"

namespace holdfast::web {

FindingNumbers finding_numbers(const store::StoredAlert& alert);

// The same in a few words, for a day's list.
std::string line_of(const store::StoredAlert& alert, const text::Language& language);

// The same with whom it is about, where a page's line is another's.
std::string said_of(const std::string& name, const std::string& sentence,
                    const text::Language& language);

// The whole sentence. An own check-in says so instead.
std::string sentence_of(const store::StoredAlert& alert, const text::Language& language);

}  // namespace holdfast::web
