// SPDX-License-Identifier: MIT
#include "user_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "place.hpp"

using namespace holdfast::host;
using testing::contains;
using testing::exit_of;
using testing::Place;

TEST_CASE("logins are added, found without regard to case, changed and removed") {
  const Place place;
  UserFile users(place / "users.json");
  CHECK(users.all().empty());
  users.add({"Anna", "u-1", "$a"});
  users.add({"bert", "u-2", "$b"});
  CHECK(users.find("ANNA")->person == "u-1");
  users.set_hash("anna", "$c");
  CHECK(users.find("Anna")->hash == "$c");
  users.remove("anna");
  CHECK_FALSE(users.find("anna"));
  CHECK(users.all().size() == 1);
}

TEST_CASE("the file is for this user's eyes only") {
  const Place place;
  UserFile(place / "users.json").add({"anna", "u-1", "$a"});
  struct stat found {};
  REQUIRE(::stat((place / "users.json").c_str(), &found) == 0);
  CHECK((found.st_mode & 0777U) == 0600);
}

TEST_CASE("what another process writes is seen at the next look") {
  const Place place;
  UserFile mine(place / "users.json");
  CHECK_FALSE(mine.find("anna"));
  UserFile(place / "users.json").add({"anna", "u-1", "$a"});
  CHECK(mine.find("anna"));
}

TEST_CASE("a name that is taken or unknown is refused with what to do") {
  const Place place;
  UserFile users(place / "users.json");
  users.add({"anna", "u-1", "$a"});
  CHECK(contains(exit_of([&] {
                   users.add({"ANNA", "u-2", "$b"});
                 }),
                 "1 a login named 'ANNA' exists"));
  CHECK(contains(exit_of([&] { users.remove("bert"); }), "1 no login is named 'bert'"));
  CHECK(contains(exit_of([&] { users.set_hash("bert", "x"); }), "1 no login"));
}

TEST_CASE("a file that is no list of logins is the operator's to mend") {
  const Place place;
  for (const auto* text : {"", "{", "{}", R"({"schema":"holdfast.users/9","users":[]})",
                           R"({"schema":"holdfast.users/1","users":[{"name":1}]})"}) {
    const UserFile users(place.write("users.json", text));
    INFO(text);
    CHECK(contains(exit_of([&] { (void)users.all(); }), "3 " + (place / "users.json").string()));
  }
}

TEST_CASE("a login name is plain") {
  CHECK(name_problem("anna.b-c_1@x").empty());
  CHECK_FALSE(name_problem("").empty());
  CHECK_FALSE(name_problem("a b").empty());
  CHECK_FALSE(name_problem("änna").empty());
  CHECK_FALSE(name_problem(std::string(65, 'a')).empty());
}
