// SPDX-License-Identifier: MIT
#include "replay/summary.hpp"

#include <cmath>
#include <cstdarg>
#include <cstdio>

namespace holdfast::replay {
namespace {

__attribute__((format(printf, 2, 3))) void line(std::string& text, const char* format, ...) {
  char buffer[256];
  va_list values;
  va_start(values, format);
  std::vsnprintf(buffer, sizeof buffer, format, values);
  va_end(values);
  text += buffer;
  text += '\n';
}

void rate_line(std::string& text, const char* name, const Share& share) {
  const Interval around = wilson95(share);
  line(text, "  %-22s %8llu  %6.2f per 100 ratings (95 %% interval %.2f to %.2f)", name,
       static_cast<unsigned long long>(share.count), 100 * share.value(), 100 * around.low,
       100 * around.high);
}

void outcome_line(std::string& text, const char* name, const Share& found, const Share& chance) {
  const Interval a = wilson95(found), b = wilson95(chance);
  line(text,
       "  %-22s %5.0f %% (%.0f to %.0f); same ratings in random order: %.0f %% (%.0f to %.0f)",
       name, 100 * found.value(), 100 * a.low, 100 * a.high, 100 * chance.value(), 100 * b.low,
       100 * b.high);
}

std::string number_or(const std::optional<std::uint32_t>& number, const char* otherwise) {
  return number ? std::to_string(*number) : otherwise;
}

void repairs(std::string& text, const Summary& summary) {
  using repair::State;
  line(text, "Dips followed to an end or to the last rating: %llu",
       static_cast<unsigned long long>(summary.found.episodes));
  if (summary.found.episodes < enough_episodes) {
    line(text, "  too few to say how they went");
    return;
  }
  for (const auto& [name, state] : {std::pair{"repaired", State::repaired},
                                    {"new level", State::new_level},
                                    {"unrepaired", State::unrepaired},
                                    {"ended while open", State::ended}})
    outcome_line(text, name, summary.found.share(state), summary.by_chance.share(state));
  const Share talked{summary.talked_through, summary.found.episodes};
  const Interval around_talked = wilson95(talked);
  line(text, "  %-22s %5.0f %% (%.0f to %.0f)", "talked through", 100 * talked.value(),
       100 * around_talked.low, 100 * around_talked.high);
  const auto steps = repair::kaplan_meier(summary.times);
  if (const auto median = repair::median_time(steps)) {
    const auto around = repair::median_interval(steps);
    line(text,
         "  half are repaired within %u rated sessions (95 %% interval %s to %s; Kaplan-Meier, "
         "unfinished ones counted)",
         *median, number_or(around.low, "?").c_str(), number_or(around.high, "more").c_str());
  }
  for (const auto& step : steps)
    if (step.repaired > 0)
      line(text, "    after %u: %.0f %% not yet repaired (95 %% interval %.0f to %.0f; %u at risk)",
           step.ratings, 100 * step.unrepaired, 100 * step.low, 100 * step.high, step.at_risk);
}

}  // namespace

Interval wilson95(const Share& share) {
  if (share.of == 0) return {};
  constexpr double z = 1.959963984540054;
  const double n = static_cast<double>(share.of), p = share.value();
  const double middle = p + z * z / (2 * n);
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  return {std::fmax(0, (middle - half) / scale), std::fmin(1, (middle + half) / scale)};
}

std::string to_text(const Summary& summary) {
  using detection::Rule;
  std::string text;
  line(text, "%llu ratings of %llu clients", static_cast<unsigned long long>(summary.ratings),
       static_cast<unsigned long long>(summary.clients));
  rate_line(text, "A sudden dip", summary.rate(Rule::sudden_dip));
  rate_line(text, "  of them strong", {summary.strong, summary.ratings});
  rate_line(text, "B sustained", summary.rate(Rule::sustained));
  rate_line(text, "E evidence", summary.rate(Rule::evidence));
  rate_line(text, "T told us", summary.rate(Rule::told_us));
  rate_line(text, "L low start (notice)", summary.rate(Rule::low_start));
  rate_line(text, "N absence (notice)", summary.rate(Rule::absence));
  repairs(text, summary);
  line(text, "What textbook rules would have said of the same ratings");
  for (std::size_t i = 0; i < detection::textbook_count; ++i)
    rate_line(text, to_word(static_cast<detection::Textbook>(i)).data(),
              {summary.textbook[i], summary.ratings});
  line(text, "Intervals are Wilson's (1927) and take ratings as independent of one another.");
  return text;
}

}  // namespace holdfast::replay
