// SPDX-License-Identifier: MIT
// A face, drawn by us, from downcast to glad.
#pragma once
#include <string>

namespace holdfast::web {

// `gladness` 0–1: the curve of the mouth and the lift of the brows. Decorative: the option's text
// names it.
std::string face(double gladness);

}  // namespace holdfast::web
