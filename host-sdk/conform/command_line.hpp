// SPDX-License-Identifier: MIT
#pragma once

namespace holdfast::conform {

// 0: nothing failed, crashed or hung; 1: something did; 2: the command line is wrong.
int run_command(int argc, char** argv);

}  // namespace holdfast::conform
