// SPDX-License-Identifier: MIT
#include "access/gate.hpp"

#include <catch2/catch.hpp>

#include "unit/core/practice/stand_in_host.hpp"

using namespace holdfast;
using namespace holdfast::access;

TEST_CASE("an actor is asked for once in five minutes, and again after that") {
  tests::StandInHost host;
  host.people["token"].roles = {Role::therapist};
  Gate gate(host);
  CHECK(gate.admit("token").principal.has(Role::therapist));
  host.people["token"].roles = {};
  CHECK(gate.admit("token").principal.has(Role::therapist));
  CHECK(host.described == 1);
  host.clock += Gate::belief;
  CHECK_FALSE(gate.admit("token").principal.has(Role::therapist));
  CHECK(host.described == 2);
}

TEST_CASE("an unknown or empty actor is nobody") {
  tests::StandInHost host;
  Gate gate(host);
  CHECK(gate.admit("").outcome == Admission::Outcome::nobody);
  CHECK(gate.admit("x").outcome == Admission::Outcome::nobody);
  CHECK(host.described == 1);
}

TEST_CASE("a host that is down is said to be down, and an old belief is not stretched") {
  tests::StandInHost host;
  host.people["token"].roles = {Role::admin};
  Gate gate(host);
  CHECK(gate.admit("token").outcome == Admission::Outcome::known);
  host.is_down = true;
  CHECK(gate.admit("token").outcome == Admission::Outcome::known);
  host.clock += Gate::belief;
  CHECK(gate.admit("token").outcome == Admission::Outcome::unavailable);
}
