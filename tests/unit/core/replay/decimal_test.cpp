// SPDX-License-Identifier: MIT
#include "replay/decimal.hpp"

#include <catch2/catch.hpp>
#include <cstdio>
#include <random>

using namespace holdfast::replay;

namespace {

std::string printed(double value) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, "%.6f", value);
  return buffer;
}

std::string written(double value) {
  std::string text;
  append_six_places(text, value);
  return text;
}

}  // namespace

TEST_CASE("six places are written as printf writes them") {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> any(-200, 200);
  for (int i = 0; i < 200000; ++i) {
    const double value = any(random);
    CHECK(written(value) == printed(value));
  }
  for (const double value : {0.0, -0.0, 1e-9, -1e-9, 0.0000005, 0.0000015, 2.5e-6, 99999.9999995,
                             1e5, 1e300, 0.9999995, 0.99999949999, 1.0 / 3, 100.0, 1234.5678905})
    CHECK(written(value) == printed(value));
}

TEST_CASE("a decimal is read to the nearest double") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 100000; ++i) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", static_cast<int>(random() % 9),
                  static_cast<double>(random() % 1000000) / 777);
    REQUIRE(parse_decimal(text));
    CHECK(*parse_decimal(text) == std::strtod(text, nullptr));
  }
  CHECK(parse_decimal("1234567890.123456789") == 1234567890.123456789);
  CHECK(parse_decimal("4e1") == 40);
  CHECK(parse_decimal("-3") == -3);
}

TEST_CASE("what is not a plain number is not read") {
  for (const char* text :
       {"", ".", "5.", "nan", "inf", "1e999", "0x10", "1,5", " 1", "1 ", "+1", "1..2", "--1"})
    CHECK_FALSE(parse_decimal(text));
  CHECK_FALSE(parse_whole("1.0"));
  CHECK_FALSE(parse_whole(""));
  CHECK_FALSE(parse_whole("99999999999999999999"));
}
