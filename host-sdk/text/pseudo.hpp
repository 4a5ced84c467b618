// SPDX-License-Identifier: MIT
// A language nobody speaks: every letter accented, every sentence a third longer, right to left. A
// text that comes out plain was never translated; a page that does not mirror shows it.
#pragma once
#include <string>
#include <string_view>

namespace holdfast::text {

std::string pseudo(std::string_view sentence);

}  // namespace holdfast::text
