// SPDX-License-Identifier: MIT
#include "web/view/faces.hpp"

#include <fmt/format.h>

namespace holdfast::web {

std::string face(double gladness) {
  const double lift = (gladness - 0.5) * 2;  // −1 … 1
  const double corners = 30 - 4 * lift;      // of the mouth
  const double middle = 30 + 7 * lift;       // control point between them
  const double brow = 15.5 + (lift < 0 ? 1.2 * lift : -0.6 * lift);
  // A downcast face has its brows raised towards the middle.
  const double brow_inner = lift < 0 ? brow + 1.8 * lift : brow;
  return fmt::format(
      R"(<svg class="face" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="20"/>)"
      R"(<circle class="eye" cx="17" cy="20.5" r="1.9"/><circle class="eye" cx="31" cy="20.5" r="1.9"/>)"
      R"(<path d="M14 {0:.1f}Q17 {1:.1f} 20 {2:.1f}M34 {0:.1f}Q31 {1:.1f} 28 {2:.1f}"/>)"
      R"(<path d="M15 {3:.1f}Q24 {4:.1f} 33 {3:.1f}"/></svg>)",
      brow, brow - 1.2, brow_inner, corners, middle);
}

}  // namespace holdfast::web
