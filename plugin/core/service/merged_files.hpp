// SPDX-License-Identifier: MIT
// The practice system may have merged several files into one client's: what was kept under each of
// their keys is that client's.
#pragma once
#include <vector>

#include "store/unit.hpp"

namespace holdfast::service {

// The client's file and those that were merged into it; the client's own is the last.
std::vector<store::ClientKey> files_of(store::Reader& reader, const store::ClientKey& key);

}  // namespace holdfast::service
