// SPDX-License-Identifier: MIT
// Who is on record for a command: the person of the practice whom it names, or the user of the
// operating system who ran it.
#pragma once
#include <string>
#include <string_view>

#include "alliance/result.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

// `by` as the option says; empty: "os:" and the user's name. A problem (field "by") when nobody of
// the practice who has worked here has this id.
Result<std::string> tool_actor(store::Reader& reader, std::string_view by);
std::string os_actor();

// What a command leaves on record of itself: "ratings.import", done by `actor` from "import".
store::AuditEntry line_of_tool(std::string actor, std::string action, std::string_view tool);

}  // namespace holdfast::service
