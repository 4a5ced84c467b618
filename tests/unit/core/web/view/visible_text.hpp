// SPDX-License-Identifier: MIT
// Words in what a person sees or hears of a page.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "web/view/visible_texts.hpp"

namespace holdfast::web {

// Runs of two or more plain ASCII letters.
std::vector<std::string> plain_words(std::string_view text);

}  // namespace holdfast::web
