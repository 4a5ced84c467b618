// SPDX-License-Identifier: MIT
#include "fhir/gateway/sign_ins.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::adapters::fhir::gateway;

TEST_CASE("a launch is taken once, and within ten minutes") {
  SignIns sign_ins;
  const auto state = sign_ins.begin({"https://ehr.example", "b", "v", "n", 1000});
  CHECK(state.size() == 43);
  CHECK(sign_ins.has_browser("b", 1000));
  CHECK_FALSE(sign_ins.has_browser("", 1000));
  CHECK_FALSE(sign_ins.take("another", 1000));
  CHECK(sign_ins.take(state, 1600)->verifier == "v");
  CHECK_FALSE(sign_ins.take(state, 1600));
  const auto late = sign_ins.begin({"https://ehr.example", "b", "v", "n", 1000});
  CHECK_FALSE(sign_ins.take(late, 1601));
}

TEST_CASE("a session ends when it is left alone, and after its longest time") {
  SignIns sign_ins;
  const auto session = sign_ins.sign_in("Practitioner/7", 1000);
  CHECK(sign_ins.person(session, 1000 + SignIns::idle_seconds) == "Practitioner/7");
  CHECK_FALSE(sign_ins.person(session, 1000 + 2 * SignIns::idle_seconds + 1));
  CHECK_FALSE(sign_ins.person("", 1000));
  const auto busy = sign_ins.sign_in("Practitioner/7", 0);
  for (std::int64_t at = 0; at <= SignIns::session_seconds; at += SignIns::idle_seconds)
    REQUIRE(sign_ins.person(busy, at));
  CHECK_FALSE(sign_ins.person(busy, SignIns::session_seconds + 1));
}

TEST_CASE("an ended session is nobody's") {
  SignIns sign_ins;
  const auto session = sign_ins.sign_in("Practitioner/7", 0);
  sign_ins.end(session);
  CHECK_FALSE(sign_ins.person(session, 0));
}

TEST_CASE("however many launches are begun, the newest are remembered") {
  SignIns sign_ins;
  const auto oldest = sign_ins.begin({"s", "b", "v", "n", 0});
  for (int i = 1; i <= 10'000; ++i) (void)sign_ins.begin({"s", "b", "v", "n", 1});
  CHECK_FALSE(sign_ins.take(oldest, 1));
  CHECK(sign_ins.take(sign_ins.begin({"s", "b", "v", "n", 2}), 2));
}
