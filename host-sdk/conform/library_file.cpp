// SPDX-License-Identifier: MIT
#include "library_file.hpp"

#include <elf.h>

#include <cstring>
#include <fstream>
#include <holdfast/cpp/guard.hpp>
#include <iterator>

namespace holdfast::conform {
namespace {

class Bytes {
 public:
  explicit Bytes(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
  }
  template <class T>
  T at(std::size_t offset) const {
    if (offset > bytes_.size() || bytes_.size() - offset < sizeof(T)) refuse();
    T value;
    std::memcpy(&value, bytes_.data() + offset, sizeof value);
    return value;
  }
  std::string text(std::size_t offset) const {
    if (offset >= bytes_.size()) refuse();
    return {bytes_.data() + offset, ::strnlen(bytes_.data() + offset, bytes_.size() - offset)};
  }
  [[noreturn]] static void refuse() {
    throw Failure(HOLDFAST_E_INVALID, "not a shared library of this machine");
  }

 private:
  std::vector<char> bytes_;
};

void read_dynamic(const Bytes& bytes, const Elf64_Shdr& section, std::size_t strings,
                  LibraryFile& library) {
  for (std::size_t i = 0; i < section.sh_size / sizeof(Elf64_Dyn); ++i) {
    const auto entry = bytes.at<Elf64_Dyn>(section.sh_offset + i * sizeof(Elf64_Dyn));
    const auto value = entry.d_un.d_val;
    if (entry.d_tag == DT_NEEDED) library.needed.push_back(bytes.text(strings + value));
    if (entry.d_tag == DT_RPATH || entry.d_tag == DT_RUNPATH) library.has_search_path = true;
    if (entry.d_tag == DT_TEXTREL) library.has_text_relocations = true;
    if (entry.d_tag == DT_FLAGS && (value & DF_BIND_NOW)) library.binds_now = true;
    if (entry.d_tag == DT_FLAGS && (value & DF_TEXTREL)) library.has_text_relocations = true;
    if (entry.d_tag == DT_FLAGS_1 && (value & DF_1_NOW)) library.binds_now = true;
    if (entry.d_tag == DT_FLAGS_1 && (value & DF_1_NODELETE)) library.stays_loaded = true;
  }
}

void read_symbols(const Bytes& bytes, const Elf64_Shdr& section, std::size_t strings,
                  LibraryFile& library) {
  for (std::size_t i = 0; i < section.sh_size / sizeof(Elf64_Sym); ++i) {
    const auto symbol = bytes.at<Elf64_Sym>(section.sh_offset + i * sizeof(Elf64_Sym));
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const bool is_ours = symbol.st_shndx != SHN_UNDEF && symbol.st_shndx != SHN_ABS;
    if (is_ours && (binding == STB_GLOBAL || binding == STB_WEAK))
      library.exports.push_back(bytes.text(strings + symbol.st_name));
  }
}

}  // namespace

LibraryFile read_library_file(const std::filesystem::path& path) {
  const Bytes bytes(path);
  const auto header = bytes.at<Elf64_Ehdr>(0);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_type != ET_DYN ||
      header.e_ident[EI_CLASS] != ELFCLASS64)
    Bytes::refuse();
  LibraryFile library;
  const auto section = [&](std::size_t index) {
    return bytes.at<Elf64_Shdr>(header.e_shoff + index * sizeof(Elf64_Shdr));
  };
  for (std::size_t i = 0; i < header.e_shnum; ++i) {
    const auto one = section(i);
    if (one.sh_type == SHT_DYNAMIC)
      read_dynamic(bytes, one, section(one.sh_link).sh_offset, library);
    if (one.sh_type == SHT_DYNSYM)
      read_symbols(bytes, one, section(one.sh_link).sh_offset, library);
  }
  for (std::size_t i = 0; i < header.e_phnum; ++i) {
    const auto segment = bytes.at<Elf64_Phdr>(header.e_phoff + i * sizeof(Elf64_Phdr));
    if (segment.p_type == PT_GNU_STACK && (segment.p_flags & PF_X))
      library.has_executable_stack = true;
  }
  return library;
}

}  // namespace holdfast::conform
