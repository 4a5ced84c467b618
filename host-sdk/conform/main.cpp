// SPDX-License-Identifier: MIT
#include "command_line.hpp"

int main(int argc, char** argv) { return holdfast::conform::run_command(argc, argv); }
