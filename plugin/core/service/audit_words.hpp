// SPDX-License-Identifier: MIT
// What a line of the audit log says, in the reader's words: who, what was done, and with which
// right.
#pragma once
#include <string>
#include <string_view>

#include "text/language.hpp"

namespace holdfast::service {

// "picture.read" -> "looked at the ratings". Never the code itself.
std::string action_text(std::string_view action, const text::Language& language);

// Who is no member of staff, by kind: "kiosk" -> "the client, on a handed-over device".
std::string actor_text(std::string_view kind, const text::Language& language);

// A reason that somebody typed is returned as it is.
std::string reason_text(std::string_view why, const text::Language& language);

}  // namespace holdfast::service
