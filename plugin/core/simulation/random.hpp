// SPDX-License-Identifier: MIT
// Random numbers that are the same on every machine and with every C library: integers by
// splitmix64 (Steele, Lea and Flood 2014); logarithm and exponential by + - * / alone, because libm
// rounds differently from one processor to the next.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace holdfast::simulation {

// Correct to about 1e-15 relative; x > 0 and finite.
inline double ln(double x) {
  int exponent = 0;
  double m = std::frexp(x, &exponent);  // exact
  if (m < 0.7071067811865476) m *= 2, --exponent;
  const double t = (m - 1) / (m + 1), square = t * t;
  double sum = 0;
  for (int k = 21; k >= 1; k -= 2) sum = sum * square + 1.0 / k;
  return 2 * t * sum + exponent * 0.6931471805599453;
}

// |x| up to 700.
inline double exponential(double x) {
  const double n = std::floor(x / 0.6931471805599453 + 0.5);
  const double r = x - n * 0.6931471805599453;
  double sum = 1;
  for (int k = 18; k >= 1; --k) sum = sum * r / k + 1;
  return std::ldexp(sum, static_cast<int>(n));  // exact
}

inline double logistic(double x) { return 1 / (1 + exponential(-x)); }
inline double logit(double p) { return ln(p / (1 - p)); }

class Random {
 public:
  // `stream` separates clients: each has its own numbers, whatever the others drew.
  Random(std::uint64_t seed, std::uint64_t stream) : state_(seed * 0xd1342543de82ef95u) {
    state_ = integer() ^ (stream * 0x9e3779b97f4a7c15u);
    integer();
  }
  std::uint64_t integer() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  double uniform() { return (static_cast<double>(integer() >> 11) + 0.5) / 9007199254740992.0; }
  bool chance(double p) { return uniform() < p; }
  double normal() {  // Marsaglia's polar method, one of the pair
    for (;;) {
      const double a = 2 * uniform() - 1, b = 2 * uniform() - 1;
      const double square = a * a + b * b;
      if (square < 1 && square > 0) return a * std::sqrt(-2 * ln(square) / square);
    }
  }
  double gamma_of_halves(int halves) {  // shape halves/2, scale 1
    double sum = 0;
    for (; halves >= 2; halves -= 2) sum -= ln(uniform());
    if (halves == 1) {
      const double z = normal();
      sum += z * z / 2;
    }
    return sum;
  }

 private:
  std::uint64_t state_;
};

}  // namespace holdfast::simulation
