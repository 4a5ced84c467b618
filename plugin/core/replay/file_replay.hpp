// SPDX-License-Identifier: MIT
// Runs the rules over a file of ratings and writes what they say, row by row. Memory stays the same
// however large the file, if it is sorted by client (by bytes, or shorter names first); a file of
// less than `unsorted_limit` bytes may stand in any order. Within a client rows go by date, then
// session number.
#pragma once
#include <functional>
#include <optional>

#include "alliance/result.hpp"
#include "alliance/score.hpp"
#include "detection/step.hpp"
#include "replay/bytes.hpp"
#include "replay/summary.hpp"

namespace holdfast::replay {

inline constexpr std::size_t unsorted_limit = 1 << 20;
inline constexpr std::size_t most_problems = 100;  // kept with their text; all are counted

enum class OnBadLine { stop, keep_going };  // keep_going leaves out the line alone
enum class Digits { six_places, full };

struct FileReplay {
  Scale scale;  // of the raw totals
  detection::Settings settings;
  OnBadLine on_bad_line = OnBadLine::stop;
  Digits digits = Digits::six_places;
  std::optional<Day> as_of;  // R6 for episodes that no rating closed; absent: they are `ended`
  bool wants_summary = false;
};

// An empty sink is not written to. A header goes to every other.
struct Sinks {
  ByteSink alerts, trace, episodes, states;
};

struct Watcher {
  std::function<void(std::uint64_t bytes_read)> progress;  // may be empty; about every quarter MiB
  std::function<bool()> cancelled;                         // likewise
};

struct FileResult {
  Problems problems;            // the first `most_problems`, with line and column
  std::uint64_t bad_lines = 0;  // not 0: the caller ends with an error, also when it kept going
  bool stopped = false;         // at the first bad line, by the caller, or because a sink failed
  bool cancelled = false;
  bool write_failed = false;
  Summary summary;  // counts always; the rest where asked for

  bool ok() const { return bad_lines == 0 && !stopped; }
};

FileResult replay_file(const FileReplay& how, ByteSource source, Sinks sinks,
                       const Watcher& watcher = {});

}  // namespace holdfast::replay
