// SPDX-License-Identifier: MIT
#include "request_path.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::host;

TEST_CASE("a target is decoded once, and its query is left as sent") {
  const auto target = parse_target("/client/%C3%A9%2541?a=%20b");
  REQUIRE(target);
  CHECK(target->path == "/client/é%41");
  CHECK(target->query == "a=%20b");
  CHECK(parse_target("http://host/x")->path == "/x");
  CHECK(parse_target("http://host")->path == "/");
}

TEST_CASE("a target that means harm or nothing is refused") {
  for (const auto* target : {"", "x", "*", "/%", "/%4", "/%zz", "/%00", "/a%0Ab", "/a/../b",
                             "/%2e%2e/b", "/./a", "/%ff", "/%c0%af", "/%ed%a0%80"}) {
    INFO(target);
    CHECK_FALSE(parse_target(target));
  }
  CHECK(parse_target("/a..b/...")->path == "/a..b/...");
}

TEST_CASE("a prefix is a whole part of the path") {
  CHECK(under_prefix("/a/b", "") == "/a/b");
  CHECK(under_prefix("/hold/today", "/hold") == "/today");
  CHECK(under_prefix("/hold", "/hold") == "");
  CHECK_FALSE(under_prefix("/holdfast", "/hold"));
  CHECK_FALSE(under_prefix("/", "/hold"));
}

TEST_CASE("login leads on to this server only") {
  CHECK(is_local_path("/today?a=b", ""));
  CHECK(is_local_path("/hold/today", "/hold"));
  for (const auto* next : {"", "today", "//evil.example", "/\\evil.example", "https://evil.example",
                           "/a\r\nSet-Cookie: x", "/%00"}) {
    INFO(next);
    CHECK_FALSE(is_local_path(next, ""));
  }
  CHECK_FALSE(is_local_path("/elsewhere", "/hold"));
}

TEST_CASE("a form's field is decoded, and a missing or broken one is empty") {
  const auto* form = "name=anna&password=a%26b+c%3D&x";
  CHECK(form_field(form, "name") == "anna");
  CHECK(form_field(form, "password") == "a&b c=");
  CHECK(form_field(form, "x").empty());
  CHECK(form_field("a=%zz", "a").empty());
}

TEST_CASE("what is encoded for a link comes back as it was") {
  CHECK(percent_encoded("/a b?c=é") == "%2Fa%20b%3Fc%3D%C3%A9");
  CHECK(form_field("next=" + percent_encoded("/a?b=c&d=+"), "next") == "/a?b=c&d=+");
}
