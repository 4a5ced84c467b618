// SPDX-License-Identifier: MIT
#include "fault.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::store;
using namespace holdfast::store::postgresql;

TEST_CASE("a server's codes mean what a store's faults say") {
  CHECK(fault_of("40001") == Fault::conflict);
  CHECK(fault_of("40P01") == Fault::conflict);
  CHECK(fault_of("55P03") == Fault::busy);
  CHECK(fault_of("57014") == Fault::busy);
  CHECK(fault_of("53100") == Fault::full);
  CHECK(fault_of("58030") == Fault::io);
  CHECK(fault_of("XX001") == Fault::corrupt);
  CHECK(fault_of("25006") == Fault::read_only);
  CHECK(fault_of("42501") == Fault::read_only);
  CHECK(fault_of("28P01") == Fault::read_only);
  CHECK(fault_of("23505") == Fault::constraint);
  CHECK(fault_of("22021") == Fault::constraint);
  CHECK(fault_of("57P01") == Fault::unreachable);
  CHECK(fault_of("53300") == Fault::unreachable);
  CHECK(fault_of("42601") == Fault::other);
}

TEST_CASE("a refused row is told by its rule, never by its values") {
  const Failure failure =
      failure_of({"23505", "duplicate key value: Key (name)=(Ada Kern)", "rating_of_key"},
                 "postgresql://db/c");
  const std::string what = failure.what();
  CHECK(what.find("Ada") == std::string::npos);
  CHECK(what.find("rating_of_key") != std::string::npos);
  CHECK(what.find("23505") != std::string::npos);
  CHECK(what.find("postgresql://db/c") != std::string::npos);
}

TEST_CASE("what a server says of itself is told") {
  const Failure failure =
      failure_of({"53300", "sorry, too many clients already", ""}, "postgresql://db/c");
  CHECK(std::string(failure.what()).find("too many clients") != std::string::npos);
}
