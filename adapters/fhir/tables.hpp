// SPDX-License-Identifier: MIT
// The tables of C functions through which Holdfast calls the adapter.
#pragma once
#include <string_view>

namespace holdfast::adapters::fhir {

// nullptr: not served here; the base host's stands. Files serve only what is written.
const void* table_of(std::string_view id, bool has_server) noexcept;

}  // namespace holdfast::adapters::fhir
