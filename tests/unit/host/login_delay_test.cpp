// SPDX-License-Identifier: MIT
#include "login_delay.hpp"

#include <catch2/catch.hpp>

#include "place.hpp"

using namespace holdfast::host;
using namespace std::chrono_literals;

TEST_CASE("the delay doubles with each failure up to a minute, and time pays it off") {
  testing::MovedClock time;
  LoginDelay delay(time.clock());
  CHECK(delay.left("anna") == 0s);
  for (const auto expected : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    delay.failed("anna");
    CHECK(delay.left("anna") == expected);
    time.now += expected - 1s;
    CHECK(delay.left("anna") == 1s);
    time.now += 1s;
    CHECK(delay.left("anna") == 0s);
  }
}

TEST_CASE("one name's failures delay nobody else, and a success forgets them") {
  testing::MovedClock time;
  LoginDelay delay(time.clock());
  delay.failed("anna");
  CHECK(delay.left("bert") == 0s);
  delay.succeeded("anna");
  CHECK(delay.left("anna") == 0s);
}

TEST_CASE("failures are forgotten after an hour") {
  testing::MovedClock time;
  LoginDelay delay(time.clock());
  for (int i = 0; i < 5; ++i) delay.failed("anna");
  time.now += 61min;
  delay.failed("anna");
  CHECK(delay.left("anna") == 1s);
}
