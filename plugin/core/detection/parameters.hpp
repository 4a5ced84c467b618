// SPDX-License-Identifier: MIT
// What the baseline assumes about people it has not met yet, in POMP points. The built-in values
// hold for every instrument until a practice accepts estimates of its own; a series keeps the set
// it began with.
#pragma once
#include <algorithm>
#include <array>
#include <string_view>

namespace holdfast::detection {

// The name of a parameter set, at most 31 bytes; stored with every finding.
class Version {
 public:
  constexpr Version() = default;
  constexpr explicit Version(std::string_view text) {
    for (std::size_t i = 0; i < std::min(text.size(), text_.size() - 1); ++i) text_[i] = text[i];
  }
  constexpr std::string_view view() const { return text_.data(); }
  constexpr bool operator==(const Version&) const = default;

 private:
  std::array<char, 32> text_{};
};

struct Parameters {
  double mu0 = 80;      // where a new client is expected
  double sB = 12;       // sd between clients
  double sW = 9;        // sd within a client
  double nu0 = 4;       // how many ratings the assumed sW counts for
  double lambda = 0.9;  // how much of the past is kept from rating to rating
  double clip = 3;      // a rating moves the baseline by at most so many sd
  double sd_floor = 3;  // no client is taken to be steadier than this
  Version version{"built-in-1"};

  constexpr double kappa() const { return (sW * sW) / (sB * sB); }
  constexpr bool operator==(const Parameters&) const = default;
};

// Totals and subscales (areas) of one instrument. An area varies more than a total does.
struct ParameterSet {
  Parameters total;
  Parameters area{.sB = 13, .sW = 10.3};
  constexpr bool operator==(const ParameterSet&) const = default;
};

// Which rules decide about a dip: A and B, or E where the form has the tension item.
enum class RuleSet : unsigned char { AB, E };

}  // namespace holdfast::detection
