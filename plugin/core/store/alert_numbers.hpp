// SPDX-License-Identifier: MIT
// The numbers of an alert as one text: what a re-run writes where they have become other ones.
#pragma once
#include <string>
#include <string_view>

#include "store/alerts.hpp"

namespace holdfast::store {

// Equal numbers have equal texts, to the last bit.
std::string numbers_of(const StoredAlert& alert);
// Puts them into `alert`. A text of another form leaves it as it is.
void put_numbers(std::string_view text, StoredAlert& alert);

}  // namespace holdfast::store
