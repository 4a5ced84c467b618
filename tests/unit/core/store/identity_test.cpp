// SPDX-License-Identifier: MIT
#include "store/identity.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace holdfast;
using namespace holdfast::store;

namespace {
void ones(std::span<unsigned char> out) {
  for (auto& byte : out) byte = 0xff;
}
}  // namespace

TEST_CASE("an id is a UUIDv7 of the given moment") {
  Identifiers ids([] { return Instant{std::chrono::milliseconds{0x017f22e279b0}}; }, ones);
  CHECK(ids.uuid() == "017f22e2-79b0-77ff-bfff-ffffffffffff");
}

TEST_CASE("ids increase within a millisecond and when the clock steps back") {
  std::int64_t now = 1'700'000'000'000;
  Identifiers ids([&] { return Instant{std::chrono::milliseconds{now}}; }, system_randomness);
  std::string last;
  for (int i = 0; i < 10000; ++i) {
    if (i == 5000) now -= 60'000;
    const std::string id = ids.uuid();
    REQUIRE(id.size() == 36);
    REQUIRE(id[14] == '7');
    REQUIRE(last < id);
    last = id;
  }
}

TEST_CASE("ids still increase when the random bits are used up") {
  Identifiers ids([] { return Instant{std::chrono::milliseconds{5}}; },
                  [](std::span<unsigned char> out) {
                    for (auto& byte : out) byte = 0xff;
                  });
  const std::string first = ids.uuid();
  CHECK(first < ids.uuid());
}

TEST_CASE("a key spells its random bytes as base64url") {
  Identifiers ids(system_now, ones);
  CHECK(ids.key(16) == "_____________________w");
  CHECK(ids.key(3) == "____");
  Identifiers random(system_now, system_randomness);
  std::set<std::string> keys;
  for (int i = 0; i < 1000; ++i) keys.insert(random.key());
  CHECK(keys.size() == 1000);
}

TEST_CASE("a digest is SHA-256 in hexadecimal") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
