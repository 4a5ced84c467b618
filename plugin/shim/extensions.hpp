// SPDX-License-Identifier: MIT
// The tables the shim hands out. A table's functions get the shim's plugin pointer, which the core
// does not know: each forwards with the core's own, and answers HOLDFAST_E_STATE where there is
// none.
#pragma once

namespace holdfast::shim {

// The shim's table for `id`, or nullptr.
const void* extension(const char* id) noexcept;

}  // namespace holdfast::shim
