// SPDX-License-Identifier: MIT
// A small catalogue in two languages, for the tests of this folder.
#pragma once
#include "sample_catalogues.hpp"
#include "text/texts.hpp"

namespace holdfast::text {

inline Texts sample_texts() {
  return Texts("sample", {"de", "ar"},
               [](std::string_view file) { return sample_catalogues::find(file); });
}

}  // namespace holdfast::text
