// SPDX-License-Identifier: MIT
// A library whose file was cut off, by a copy that ran out of space say, must not reach the dynamic
// linker: it maps what the header promises, and the process dies of SIGBUS where the file ends.
#pragma once
#include "loader/checked_file.hpp"

namespace holdfast::loader {

// Throws Failure where the file is shorter than its ELF header says. Anything else that is wrong
// with it is for the linker to tell.
void refuse_if_cut_off(const CheckedFile& file);

}  // namespace holdfast::loader
