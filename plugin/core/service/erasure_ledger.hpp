// SPDX-License-Identifier: MIT
// The ledger of erasures, kept outside the store as well as in it: a copy that is put back from
// before an erasure, by whatever tool, erases again what the ledger names when it is opened.
#pragma once
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

}  // namespace holdfast::service
