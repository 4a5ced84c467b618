// SPDX-License-Identifier: MIT
// The commands of the program and their options.
#pragma once
#include "exit.hpp"

namespace holdfast::host {

// Parses and runs. Every failure is one sentence on stderr; no exception leaves.
ExitCode run_command_line(int argc, char** argv);

}  // namespace holdfast::host
