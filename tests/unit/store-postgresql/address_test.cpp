// SPDX-License-Identifier: MIT
#include "address.hpp"

#include <catch2/catch.hpp>

#include "store/failure.hpp"
#include "wire.hpp"

using namespace holdfast::store;
using postgresql::Address;

TEST_CASE("an address is shown without its password, wherever that stands") {
  for (const char* text : {"postgresql://ada:s3cret%2F@db.example:5433/clinic?sslmode=verify-full",
                           "postgresql://ada@db.example:5433/clinic?password=s3cret%2F"}) {
    const Address address(text);
    CHECK(address.name() == "postgresql://ada@db.example:5433/clinic");
    CHECK(address.text() == text);
  }
  CHECK(Address("postgresql:///clinic?host=/run/postgresql").name() ==
        "postgresql:///run/postgresql/clinic");
}

TEST_CASE("an address that cannot be read is refused without repeating it") {
  for (const char* text : {"postgresql://ada:s3cret%ZZ@db/clinic", "postgresql://a@db/c?s3cret=1",
                           "postgresql://a:s3cret@db:port/c?x"}) {
    try {
      const Address address(text);
      FAIL("taken");
    } catch (const Failure& failure) {
      CHECK(std::string(failure.what()).find("s3cret") == std::string::npos);
      CHECK(std::string(failure.what()).find("postgresql://user@host") != std::string::npos);
    }
  }
}

TEST_CASE("what a server that is not there answers holds no password") {
  try {
    const postgresql::Wire wire(Address("postgresql://ada:s3cret@/clinic?host=/nowhere"),
                                std::chrono::milliseconds{5000});
    FAIL("connected");
  } catch (const postgresql::Lost& lost) {
    CHECK_FALSE(lost.message.empty());
    CHECK(lost.message.find("s3cret") == std::string::npos);
  }
}
