// SPDX-License-Identifier: MIT
#include "password.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::host;

TEST_CASE("a password fits its own hash and no other") {
  const auto hash = password_hash("correct horse");
  CHECK(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(password_fits("correct horse", hash));
  CHECK_FALSE(password_fits("correct hors", hash));
  CHECK_FALSE(password_fits("", hash));
  CHECK(password_hash("correct horse") != hash);
}

TEST_CASE("nothing fits an unknown name or a hash that cannot be read") {
  CHECK_FALSE(password_fits("correct horse", ""));
  CHECK_FALSE(password_fits("correct horse", "$argon2id$broken"));
}

TEST_CASE("tokens have 256 bits and do not repeat") {
  CHECK(random_token().size() == 64);
  CHECK(random_token() != random_token());
}
