// SPDX-License-Identifier: MIT
#include "other_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace holdfast::host {

void run_other_command(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
  const auto is_plain = [](char c) { return c >= 'a' && c <= 'z'; };
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_plain)) return;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  for (const auto& folder :
       {self.parent_path(), std::filesystem::path(HOLDFAST_LIBRARY_FOLDER) / "commands"}) {
    const auto program = folder / ("holdfast-" + name);
    if (::access(program.c_str(), X_OK) == 0) ::execv(program.c_str(), argv + 1);
  }
}

}  // namespace holdfast::host
