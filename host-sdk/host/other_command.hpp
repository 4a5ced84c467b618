// SPDX-License-Identifier: MIT
// Commands that come with an adapter: `holdfast NAME ...` is the program holdfast-NAME, beside this
// one or where packages put it. So this program need not know any practice system.
#pragma once

namespace holdfast::host {

// Becomes that program; returns when there is none of that name.
void run_other_command(int argc, char** argv);

}  // namespace holdfast::host
