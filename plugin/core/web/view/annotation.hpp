// SPDX-License-Identifier: MIT
// What stands quietly beside a rating, in words. Nothing here asks for anything.
#pragma once
#include <string>

#include "detection/annotation.hpp"
#include "text/language.hpp"

namespace holdfast::web {

// A sentence or two with its numbers, under the graph and on the page of a check-in.
std::string note_of(const detection::Annotation& annotation, const text::Language& language);

// A few words, for a row of the table.
std::string remark_of(const detection::Annotation& annotation, const text::Language& language);

}  // namespace holdfast::web
