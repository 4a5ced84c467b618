// SPDX-License-Identifier: MIT
// Which of the catalogues a machine drafted and nobody has read through yet: locale/DRAFTS says.
#pragma once
#include <string_view>

namespace holdfast::web {

bool is_drafted(std::string_view tag);

}  // namespace holdfast::web
