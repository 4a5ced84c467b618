// SPDX-License-Identifier: MIT
// A shared library as a file, read without loading it (ELF, System V ABI).
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace holdfast::conform {

struct LibraryFile {
  std::vector<std::string> exports;  // defined, global or weak, in the dynamic symbol table
  std::vector<std::string> needed;
  bool stays_loaded = false;  // DF_1_NODELETE
  bool binds_now = false;     // DF_BIND_NOW or DF_1_NOW
  bool has_search_path = false;
  bool has_text_relocations = false;
  bool has_executable_stack = false;
};

// Throws Failure when the file is no 64-bit ELF library of this machine.
LibraryFile read_library_file(const std::filesystem::path& path);

}  // namespace holdfast::conform
