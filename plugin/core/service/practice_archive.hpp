// SPDX-License-Identifier: MIT
// The practice's tables, or its research set, as one ZIP file for a browser to save.
#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "service/practice_tables.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// Bytes of all tables before they are packed: some 250,000 ratings. A larger practice uses the
// command, which writes as it reads.
inline constexpr std::size_t archive_limit = std::size_t{64} * 1024 * 1024;

// Refused: denied.
std::optional<Refusal> may_export(House& house, const access::Principal& principal,
                                  std::string_view from);

// Refused: denied; conflict ("too-few": a research set of fewer than smallest_cell clients;
// "too-large").
Reply<std::string> export_archive(House& house, const access::Principal& principal, Naming naming,
                                  std::string_view from, std::size_t limit = archive_limit);

}  // namespace holdfast::service
