// SPDX-License-Identifier: MIT
// Any bytes are a file of ratings or a list of bad lines; however they are cut into pieces, and
// whether a run stops or keeps going, what is written stays the same.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "replay/file_replay.hpp"

using namespace holdfast;

namespace {

struct Written {
  std::string tables;
  replay::FileResult result;
};

Written run(std::string_view file, std::size_t piece) {
  Written written;
  replay::FileReplay how;
  how.scale = {0, 40};
  how.on_bad_line = replay::OnBadLine::keep_going;
  how.wants_summary = true;
  const auto keep = [&](std::string_view bytes) {
    written.tables += bytes;
    return true;
  };
  std::size_t at = 0;
  written.result =
      replay::replay_file(how,
                          [&](char* into, std::size_t size) {
                            const std::size_t count = std::min({size, piece, file.size() - at});
                            file.copy(into, count, at);
                            at += count;
                            return count;
                          },
                          {keep, keep, keep, keep});
  return written;
}

bool has_no_number(std::string_view tables, std::string_view word) {
  return tables.find(word) == std::string_view::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view file{reinterpret_cast<const char*>(bytes), size};
  const auto whole = run(file, file.size() + 1), pieces = run(file, 3);
  if (whole.tables != pieces.tables) std::abort();
  if (whole.result.bad_lines != pieces.result.bad_lines) std::abort();
  for (const auto& problem : whole.result.problems)
    if (problem.line < 1 || problem.column < 1 || problem.message.empty()) std::abort();
  if (!whole.result.ok() && whole.result.problems.empty()) std::abort();
  // A client may be called so; a number never is.
  if (has_no_number(file, "nan") && !has_no_number(whole.tables, "nan")) std::abort();
  if (has_no_number(file, "inf") && !has_no_number(whole.tables, "inf")) std::abort();
  return 0;
}
