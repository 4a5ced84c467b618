// SPDX-License-Identifier: MIT
#include "gnumed/text.hpp"

#include <catch2/catch.hpp>
#include <holdfast/cpp/guard.hpp>
#include <set>

using namespace holdfast::adapters::gnumed;

TEST_CASE("only whole numbers from 1, written without ornament, are keys of GNUmed's") {
  CHECK(key_of("1") == 1);
  CHECK(key_of("2147483647") == 2147483647);
  for (const auto* id : {"", "0", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "2147483648", "0x10",
                         "1;DROP", "1'", "1\n", "eins", "١"}) {
    INFO(id);
    CHECK_FALSE(key_of(id).has_value());
  }
  CHECK_FALSE(key_of(std::string_view{"1\0", 2}).has_value());
}

TEST_CASE("ids, keys and reasons are kept to their size and to UTF-8") {
  CHECK(checked_id(std::string(128, 'x')).size() == 128);
  CHECK_THROWS_AS(checked_id(std::string(129, 'x')), holdfast::Failure);
  CHECK(checked_id("\xf0\x9f\x99\x82 \xc3\xa4").size() == 7);
  for (const auto* wrong : {"\xff", "\xc0\xaf", "\xed\xa0\x80", "c\xe2\x82", "\xf5\x80\x80\x80",
                            "\xe0\x80\x80", "\xf0\x80\x80\x80", "\x80"}) {
    CHECK_THROWS_AS(checked_id(wrong), holdfast::Failure);
    CHECK_THROWS_AS(checked_key(wrong), holdfast::Failure);
    CHECK_THROWS_AS(checked_reason(wrong), holdfast::Failure);
  }
  CHECK_THROWS_AS(checked_key(""), holdfast::Failure);
  CHECK_THROWS_AS(checked_key(std::string(257, 'k')), holdfast::Failure);
  CHECK_THROWS_AS(checked_key(std::string_view{"k\0k", 3}), holdfast::Failure);
  CHECK(checked_reason("").empty());
  CHECK_THROWS_AS(checked_reason(std::string(1025, 'r')), holdfast::Failure);
}

TEST_CASE("a list of numbers is written as PostgreSQL reads it") {
  CHECK(as_array(std::set<int>{}) == "{}");
  CHECK(as_array(std::set<int>{7}) == "{7}");
  CHECK(as_array(std::set<int>{3, 1, 2}) == "{1,2,3}");
}
