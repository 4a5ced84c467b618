// SPDX-License-Identifier: MIT
// The graph's own style, for a picture that stands alone.
#pragma once
#include <string>
#include <string_view>

namespace holdfast::web::chart {

// Comments and layout dropped; nothing is rewritten.
std::string condensed(std::string_view css);

// Colours of the design and the classes of the graph, light and dark.
std::string stand_alone_style();

}  // namespace holdfast::web::chart
