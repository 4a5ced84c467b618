// SPDX-License-Identifier: MIT
// Lists that an actor may see: clients by name, sessions by day.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <string>

#include "access.hpp"

namespace holdfast::adapters::openemr {

std::string search_clients(Reader& reader, Sight& sight, const payload::ClientQuery& query);
std::string list_sessions(Reader& reader, Sight& sight, const payload::SessionQuery& query);

}  // namespace holdfast::adapters::openemr
