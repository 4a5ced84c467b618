// SPDX-License-Identifier: MIT
// The C tables of functions through which a plugin reaches GNUmed behind a holdfast_host.
#pragma once
#include <string_view>

namespace holdfast::adapters::gnumed {

// The table for an extension id that GNUmed serves itself, or nullptr. [thread-safe]
const void* table_of(std::string_view id) noexcept;

}  // namespace holdfast::adapters::gnumed
