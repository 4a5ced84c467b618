// SPDX-License-Identifier: MIT
// Path templates ("/courses/{course}") and what they catch.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::web {

using Caught = std::map<std::string, std::string, std::less<>>;

// The parts of `path` caught by `pattern`, or nothing when it does not fit. A caught part is not
// empty and holds no slash.
std::optional<Caught> match(std::string_view pattern, std::string_view path);

// The same where a caught part is an id that names its kind as well, as FHIR's do: the slash of
// "EpisodeOfCare/7" came percent-encoded, and the host has decoded it (ext/plugin_web.h).
std::optional<Caught> match_with_kind(std::string_view pattern, std::string_view path);

}  // namespace holdfast::web
