// SPDX-License-Identifier: MIT
// The texts of one language, as they stand in a definition and in a wording pack alike.
#pragma once
#include "instrument/definition.hpp"
#include "json/object.hpp"

namespace holdfast::instrument {

Wording read_wording(json::Object in);

}  // namespace holdfast::instrument
