// SPDX-License-Identifier: MIT
// The sentence before a client's form: who will read this and when, from the access rules in force.
#pragma once
#include <string>

#include "instrument/definition.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

std::string who_reads(const Visit& visit, const ClientId& client,
                      const instrument::Definition& definition);

}  // namespace holdfast::web
