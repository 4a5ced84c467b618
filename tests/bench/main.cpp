// SPDX-License-Identifier: MIT
// holdfast-bench [--list | --long | SECTION...]: ratios and figures, each beside its goal on a
// quiet machine.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <vector>

#include "bench.hpp"

namespace holdfast::bench {
#define HOLDFAST_SECTION(name) extern const Section name##_section;
#include "sections.inc"
#undef HOLDFAST_SECTION
}  // namespace holdfast::bench

int main(int argc, char** argv) {
  using namespace holdfast::bench;
  const std::vector<Section> sections{
#define HOLDFAST_SECTION(name) name##_section,
#include "sections.inc"
#undef HOLDFAST_SECTION
  };
  if (argc == 2 && std::strcmp(argv[1], "--list") == 0) {
    for (const auto& section : sections)
      std::printf("%-12s %s\n", section.name.data(), section.about.data());
    return 0;
  }
  bool is_long = false;
  std::vector<std::string_view> names;
  for (int i = 1; i < argc; ++i)
    if (std::strcmp(argv[i], "--long") == 0)
      is_long = true;
    else
      names.emplace_back(argv[i]);
  int ran = 0;
  for (const auto& section : sections) {
    const bool wanted =
        names.empty() || std::find(names.begin(), names.end(), section.name) != names.end();
    if (!wanted) continue;
    std::printf("%s: %s\n", section.name.data(), section.about.data());
    Report report(is_long);
    section.run(report);
    ++ran;
  }
  if (ran == 0) std::fprintf(stderr, "no such section; --list names them\n");
  return ran == 0 ? 2 : 0;
}
