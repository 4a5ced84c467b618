// SPDX-License-Identifier: MIT
// The ledger of erasures, kept beside the store as well as in it: a copy that is put back from
// before an erasure erases again what the ledger names.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "store/erasures.hpp"

namespace holdfast::service {

class House;

bool is_on_server(std::string_view store_path);  // "postgresql://…" rather than a file

std::string erasure_ledger_file(const House& house);  // beside the store; empty: it is on a server
// Appends one line, on the disk when it returns. Throws store::Failure.
void write_ledger(const House& house, const store::Erasure& erasure);
std::vector<store::Erasure> read_ledger(const House& house);

// Erases every client of the ledger that this store still holds; answers how many.
int erase_again(House& house);

}  // namespace holdfast::service
