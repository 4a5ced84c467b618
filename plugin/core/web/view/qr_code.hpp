// SPDX-License-Identifier: MIT
// A QR code (ISO/IEC 18004) as an SVG for the page, drawn dark on light in every colour scheme:
// half of all readers take no other.
#pragma once
#include <string>

namespace holdfast::web {

// `label` is what a screen reader says. Throws std::runtime_error for more than a code can hold
// (2,331 bytes).
std::string qr_code(const std::string& text, const std::string& label);

}  // namespace holdfast::web
