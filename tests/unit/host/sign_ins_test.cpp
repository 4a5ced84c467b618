// SPDX-License-Identifier: MIT
#include "sign_ins.hpp"

#include <catch2/catch.hpp>

#include "place.hpp"

using namespace holdfast::host;
using namespace std::chrono_literals;

namespace {
const User anna{"anna", "u-1", "$hash"};
}

TEST_CASE("a session lives while it is used and ends after 15 quiet minutes") {
  testing::MovedClock time;
  SignIns sign_ins(15min, time.clock());
  const auto token = sign_ins.begin(anna);
  time.now += 14min;
  REQUIRE(sign_ins.touch(token) == anna);
  time.now += 14min;
  REQUIRE(sign_ins.touch(token) == anna);
  time.now += 15min;
  CHECK_FALSE(sign_ins.touch(token));
  CHECK_FALSE(sign_ins.touch(token));
}

TEST_CASE("a session that is always used ends after twelve hours all the same") {
  testing::MovedClock time;
  SignIns sign_ins(15min, time.clock());
  const auto token = sign_ins.begin(anna);
  int quarters = 0;
  while (sign_ins.touch(token) && quarters < 100) {
    time.now += 10min;
    ++quarters;
  }
  CHECK(quarters == 72);
}

TEST_CASE("ending a session ends that one alone") {
  SignIns sign_ins(15min, steady_clock());
  const auto first = sign_ins.begin(anna);
  const auto second = sign_ins.begin(anna);
  sign_ins.end(first);
  sign_ins.end("unknown");
  CHECK_FALSE(sign_ins.touch(first));
  CHECK(sign_ins.touch(second));
  CHECK_FALSE(sign_ins.touch(""));
}
