// SPDX-License-Identifier: MIT
// The saved form of a course: little-endian, doubles as their 64 bits, so that equal states have
// equal bytes on every machine. Format 1; format 2, which holds the thresholds too, where a
// practice has moved one; 3 and 4 as these, where what a client told is open. A reader refuses what
// it does not know rather than guess.
#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "replay/course_run.hpp"

namespace holdfast::replay {
namespace {

constexpr std::uint8_t format = 1;
constexpr std::uint8_t format_with_thresholds = 2;
constexpr std::uint8_t and_told = 2;  // added to either: what the client told is open too
constexpr bool has_thresholds(std::uint8_t written_as) { return written_as % 2 == 0; }
constexpr bool has_told(std::uint8_t written_as) { return written_as > format_with_thresholds; }

class Writer {
 public:
  std::string bytes;

  template <class T>
  void value(const T& given) {
    if constexpr (std::is_same_v<T, bool>) {
      integer(static_cast<std::uint8_t>(given ? 1 : 0));
    } else if constexpr (std::is_same_v<T, double>) {
      integer(std::bit_cast<std::uint64_t>(given));
    } else if constexpr (std::is_enum_v<T>) {
      integer(static_cast<std::uint8_t>(given));
    } else if constexpr (std::is_same_v<T, Day>) {
      integer(static_cast<std::uint32_t>(given.time_since_epoch().count()));
    } else if constexpr (std::is_same_v<T, std::string>) {
      text(given);
    } else if constexpr (std::is_same_v<T, detection::Version>) {
      text(given.view());
    } else {
      integer(static_cast<std::make_unsigned_t<T>>(given));
    }
  }
  template <class T>
  void flag_and(const std::optional<T>& given, auto&& each) {
    value(given.has_value());
    if (given) each(*given);
  }

 private:
  template <class T>
  void integer(T given) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
      bytes.push_back(static_cast<char>(static_cast<unsigned char>(given >> (8 * i))));
  }
  void text(std::string_view given) {
    integer(static_cast<std::uint32_t>(given.size()));
    bytes += given;
  }
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool whole() const { return !broken_ && rest_.empty(); }
  bool broken() const { return broken_; }
  void refuse() { broken_ = true; }

  template <class T>
  void value(T& into) {
    if constexpr (std::is_same_v<T, bool>) {
      const auto read = integer<std::uint8_t>();
      if (read > 1) broken_ = true;
      into = read == 1;
    } else if constexpr (std::is_same_v<T, double>) {
      into = std::bit_cast<double>(integer<std::uint64_t>());
    } else if constexpr (std::is_enum_v<T>) {
      into = static_cast<T>(integer<std::uint8_t>());
    } else if constexpr (std::is_same_v<T, Day>) {
      into = Day{std::chrono::days{static_cast<std::int32_t>(integer<std::uint32_t>())}};
    } else if constexpr (std::is_same_v<T, std::string>) {
      into = text();
    } else if constexpr (std::is_same_v<T, detection::Version>) {
      into = detection::Version{text()};
    } else {
      into = static_cast<T>(integer<std::make_unsigned_t<T>>());
    }
  }
  template <class T>
  void flag_and(std::optional<T>& into, auto&& each) {
    bool given = false;
    value(given);
    into.reset();
    if (given) each(into.emplace());
  }

 private:
  template <class T>
  T integer() {
    if (rest_.size() < sizeof(T)) {
      broken_ = true;
      return 0;
    }
    std::uint64_t read = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i)
      read |= static_cast<std::uint64_t>(static_cast<unsigned char>(rest_[i])) << (8 * i);
    rest_.remove_prefix(sizeof(T));
    return static_cast<T>(read);
  }
  std::string_view text() {
    const auto size = integer<std::uint32_t>();
    if (rest_.size() < size) {
      broken_ = true;
      return {};
    }
    const auto read = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return read;
  }
  std::string_view rest_;
  bool broken_ = false;
};

// One description for both ways, so that what is written is what is read.
void parameters(auto& io, auto& p) {
  io.value(p.mu0), io.value(p.sB), io.value(p.sW), io.value(p.nu0);
  io.value(p.lambda), io.value(p.clip), io.value(p.sd_floor), io.value(p.version);
}
void thresholds(auto& io, auto& t) {
  io.value(t.sudden_dip), io.value(t.sustained);
  io.value(t.sudden_z), io.value(t.sustained_z), io.value(t.least_drop);
  io.value(t.evidence_all_areas), io.value(t.evidence_total);
  io.value(t.silence), io.value(t.speaks_again), io.value(t.first_sudden),
      io.value(t.first_sustained);
}
void baseline(auto& io, auto& b) {
  io.value(b.M), io.value(b.W), io.value(b.a), io.value(b.b), io.value(b.n);
}
void when(auto& io, auto& w) { io.value(w.day), io.value(w.session); }
void memory(auto& io, auto& s) {
  baseline(io, s.total);
  for (auto& area : s.areas) baseline(io, area);
  io.value(s.highest), io.value(s.last_z);
  for (auto& score : s.last) io.value(score);
  io.value(s.expected_before_last), io.value(s.silence), io.value(s.low_start_said);
}
void episode(auto& io, auto& e) {
  io.value(e.number), io.value(e.rule), io.value(e.state), io.value(e.talked_through);
  io.value(e.good), io.value(e.good_before), io.value(e.ratings), io.value(e.repeats);
  io.value(e.before), io.value(e.lowest), io.value(e.recovered);
  for (auto& score : e.last) io.value(score);
  when(io, e.alert), when(io, e.latest), io.value(e.parameters);
}
void series_run(auto& io, auto& s, std::uint8_t written_as) {
  io.value(s.name), io.value(s.rater), io.value(s.settings.rules);
  if (has_thresholds(written_as)) thresholds(io, s.settings.thresholds);
  parameters(io, s.settings.given.total), parameters(io, s.settings.given.area);
  memory(io, s.state);
  io.flag_and(s.episode, [&](auto& e) { episode(io, e); });
  io.flag_and(s.open_dip, [&](auto& day) { io.value(day); });
  if (has_told(written_as)) io.flag_and(s.open_told, [&](auto& day) { io.value(day); });
  when(io, s.latest), io.value(s.latest_score), io.value(s.latest_was_dip);
  io.value(s.gap.n), io.value(s.gap.mean), io.value(s.gap.squares), io.value(s.gap_partner);
}

bool is_sound(const SeriesRun& s) {
  const bool episode_sound = !s.episode || (s.episode->rule <= detection::Rule::evidence &&
                                            s.episode->state <= repair::State::unrepaired);
  return s.rater <= Rater::observer && s.settings.rules <= detection::RuleSet::E &&
         s.state.silence <= s.settings.thresholds.silence && episode_sound;
}

}  // namespace

std::string CourseRun::saved() const {
  const bool is_built_in = std::all_of(series_.begin(), series_.end(), [](const SeriesRun& series) {
    return series.settings.thresholds == detection::Thresholds{};
  });
  const bool is_told = std::any_of(series_.begin(), series_.end(), [](const SeriesRun& series) {
    return series.open_told.has_value();
  });
  const auto written_as = static_cast<std::uint8_t>(
      (is_built_in ? format : format_with_thresholds) + (is_told ? and_told : 0));
  Writer out;
  out.value(written_as);
  out.value(episodes_), out.value(completed_), out.value(latest_client_),
      out.value(low_start_said_);
  out.value(static_cast<std::uint32_t>(series_.size()));
  for (const SeriesRun& series : series_) series_run(out, series, written_as);
  return std::move(out.bytes);
}

Result<CourseRun> CourseRun::restored(std::string_view bytes) {
  Reader in(bytes);
  std::uint8_t written_as = 0;
  in.value(written_as);
  if (written_as < format || written_as > format_with_thresholds + and_told)
    return Problem{"state", "format",
                   "the saved state has a format this version does not know: rebuild it"};
  CourseRun run;
  std::uint32_t count = 0;
  in.value(run.episodes_), in.value(run.completed_), in.value(run.latest_client_);
  in.value(run.low_start_said_), in.value(count);
  for (std::uint32_t i = 0; i < count && !in.broken(); ++i) {
    series_run(in, run.series_.emplace_back(), written_as);
    if (!is_sound(run.series_.back())) in.refuse();
  }
  if (!in.whole() || (count > 0 && run.latest_client_ >= count))
    return Problem{"state", "damaged", "the saved state is damaged: rebuild it from the ratings"};
  return run;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text.push_back(digits[value >> 4]);
    text.push_back(digits[value & 15]);
  }
  return text;
}

}  // namespace holdfast::replay
