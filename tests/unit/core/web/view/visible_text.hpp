// SPDX-License-Identifier: MIT
// What a person sees or hears of a page: text between tags and the attributes that are read out,
// except inside elements marked translate="no" (names, sources, other people's words).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::web {

std::vector<std::string> visible_texts(std::string_view html);

// Runs of two or more plain ASCII letters.
std::vector<std::string> plain_words(std::string_view text);

}  // namespace holdfast::web
