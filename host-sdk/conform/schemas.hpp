// SPDX-License-Identifier: MIT
// The published payload schemas, carried in the program.
#pragma once
#include "call.hpp"

namespace holdfast::conform {

// Throws Ending(fail) naming the payload and the first thing that is wrong, never a value.
void must_follow_schema(const Json& payload, const std::string& schema_name);

// The first example that the schema carries.
Json example_of(const std::string& schema_name);

// Whether `text` is itself a usable JSON Schema of an object, and whether `value` follows it.
void must_be_schema(std::string_view text);
bool follows(const Json& value, std::string_view schema_text);

}  // namespace holdfast::conform
