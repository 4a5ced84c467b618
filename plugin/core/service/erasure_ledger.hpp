// SPDX-License-Identifier: MIT
// The ledger of erasures, kept outside the store as well as in it: a copy that is put back from
// before an erasure, by whatever tool, erases again what the ledger names when it is opened.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/erasures.hpp"

namespace holdfast::service {

class House;

bool is_on_server(std::string_view store_path);  // "postgresql://…" rather than a file

// Beside the store; of a server's in the host's own folder. Empty: there is none.
std::string erasure_ledger_file(const House& house);
// Appends one line, on the disk when it returns. Throws store::Failure.
void write_ledger(const House& house, const store::Erasure& erasure);
std::vector<store::Erasure> read_ledger(const House& house);
bool has_ledger(const House& house);
// A ledger that was kept elsewhere; none: one of its lines is no erasure.
std::optional<std::vector<store::Erasure>> parse_ledger(const std::string& text);
// Adds what the ledger here does not have yet. Throws store::Failure.
void add_to_ledger(const House& house, const std::vector<store::Erasure>& erasures);

}  // namespace holdfast::service
