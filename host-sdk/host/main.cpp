// SPDX-License-Identifier: MIT
#include "command_line.hpp"

int main(int argc, char** argv) {
  return static_cast<int>(holdfast::host::run_command_line(argc, argv));
}
