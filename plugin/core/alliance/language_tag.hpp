// SPDX-License-Identifier: MIT
// Names of languages (BCP 47), in the one spelling that series are told apart by.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

// "de", "pt-BR", "zh-Hant", in the usual case whatever case they came in; none: no such tag. Two
// letters are looked up in ISO 639-1; of three letters only the shape is known. Extended language
// subtags ("zh-yue") are refused: RFC 5646, section 4.5, writes the language itself ("yue").
std::optional<std::string> language_tag(std::string_view text);

}  // namespace holdfast
