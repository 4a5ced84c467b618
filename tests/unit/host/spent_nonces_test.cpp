// SPDX-License-Identifier: MIT
#include "spent_nonces/spent_nonces.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "place.hpp"

using namespace holdfast;
using namespace holdfast::host;
using testing::Place;

namespace {

std::string nonce(int number) {
  char text[33];
  std::snprintf(text, sizeof text, "%032x", static_cast<unsigned>(number));
  return text;
}

}  // namespace

TEST_CASE("a nonce is spent once") {
  Place place;
  SpentNonces nonces(place / "nonces");
  CHECK(nonces.spend(nonce(1), 160, 100));
  CHECK_FALSE(nonces.spend(nonce(1), 160, 100));
  CHECK(nonces.spend(nonce(2), 160, 100));
}

TEST_CASE("a nonce that was spent before a restart stays spent") {
  Place place;
  CHECK(SpentNonces(place / "nonces").spend(nonce(1), 160, 100));
  CHECK_FALSE(SpentNonces(place / "nonces").spend(nonce(1), 160, 100));
}

TEST_CASE("two objects that both have the file open know of each other") {
  Place place;
  SpentNonces one(place / "nonces"), other(place / "nonces");
  CHECK(one.spend(nonce(1), 160, 100));
  CHECK(other.spend(nonce(2), 160, 100));
  CHECK_FALSE(other.spend(nonce(1), 160, 100));
  CHECK_FALSE(one.spend(nonce(2), 160, 100));
}

TEST_CASE("of many processes that spend the same nonces each nonce succeeds in one") {
  Place place;
  constexpr int processes = 4, each = 200;
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      int spent = 0;
      SpentNonces nonces(place / "nonces");
      for (int k = 0; k < each; ++k) spent += nonces.spend(nonce(k), 160, 100) ? 1 : 0;
      std::ofstream(place / ("count-" + std::to_string(i))) << spent;
      ::_exit(0);
    }
    children.push_back(child);
  }
  int spent = 0;
  for (int i = 0; i < processes; ++i) {
    int status = 0;
    ::waitpid(children[static_cast<std::size_t>(i)], &status, 0);
    CHECK(status == 0);
    int count = -1;
    std::ifstream(place / ("count-" + std::to_string(i))) >> count;
    spent += count;
  }
  CHECK(spent == each);
}

TEST_CASE("the file is its owner's alone, and drops what has expired when it has grown") {
  Place place;
  SpentNonces nonces(place / "nonces");
  for (int i = 0; i < 20'001; ++i) REQUIRE(nonces.spend(nonce(i), i < 20'000 ? 160 : 400, 100));
  CHECK(nonces.spend(nonce(50'000), 400, 300));
  struct stat found {};
  REQUIRE(::stat((place / "nonces").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777) == 0600);
  CHECK(found.st_size < 200);
  CHECK_FALSE(nonces.spend(nonce(20'000), 400, 300));
}

TEST_CASE("a line that a crash cut off is written over") {
  Place place;
  CHECK(SpentNonces(place / "nonces").spend(nonce(1), 160, 100));
  std::ofstream(place / "nonces", std::ios::app) << "0000";
  SpentNonces nonces(place / "nonces");
  CHECK(nonces.spend(nonce(2), 160, 100));
  CHECK_FALSE(SpentNonces(place / "nonces").spend(nonce(1), 160, 100));
  CHECK_FALSE(SpentNonces(place / "nonces").spend(nonce(2), 160, 100));
}
