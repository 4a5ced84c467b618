// SPDX-License-Identifier: MIT
// What a person reads of a page, or hears: its texts and the attributes that are read out, in their
// order; not what is marked as no sentence of ours (translate="no").
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::web {

// As they stand in the HTML, with its entities.
std::vector<std::string> visible_texts(std::string_view html);

}  // namespace holdfast::web
