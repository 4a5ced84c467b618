// SPDX-License-Identifier: MIT
#include "loader/whole_library.hpp"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>
#include <holdfast/cpp/guard.hpp>
#include <optional>

namespace holdfast::loader {
namespace {

template <class Header>
std::optional<Header> header_at(const CheckedFile& file, std::uint64_t at) {
  Header header;
  const auto bytes = file.read_at(at, sizeof header);
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  return header;
}

// How long the file must be for all that its header names to be in it; 0: it is no library of this
// machine's kind.
std::uint64_t promised_size(const CheckedFile& file) {
  const auto start = header_at<ElfW(Ehdr)>(file, 0);
  constexpr unsigned char own_class = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
  if (!start || std::memcmp(start->e_ident, ELFMAG, SELFMAG) != 0 ||
      start->e_ident[EI_CLASS] != own_class)
    return 0;
  std::uint64_t size =
      std::max(start->e_phoff + std::uint64_t{start->e_phnum} * start->e_phentsize,
               start->e_shoff + std::uint64_t{start->e_shnum} * start->e_shentsize);
  for (unsigned i = 0; i < start->e_phnum; ++i) {
    const auto segment =
        header_at<ElfW(Phdr)>(file, start->e_phoff + std::uint64_t{i} * start->e_phentsize);
    if (!segment) break;  // the table itself is cut off, and counted above
    size = std::max<std::uint64_t>(size, segment->p_offset + segment->p_filesz);
  }
  return size;
}

}  // namespace

void refuse_if_cut_off(const CheckedFile& file) {
  const auto promised = promised_size(file), found = file.size();
  if (found < promised)
    throw Failure(HOLDFAST_E_INVALID, file.path().string() + ": expected a whole library of " +
                                          std::to_string(promised) + " bytes, found " +
                                          std::to_string(found) + "; install it again");
}

}  // namespace holdfast::loader
