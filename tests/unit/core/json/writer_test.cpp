// SPDX-License-Identifier: MIT
#include "json/writer.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "json/parse.hpp"

using namespace holdfast;

TEST_CASE("what is written is read back the same") {
  json::Writer writer;
  writer.begin_object();
  writer.member("text", "a\"\\\n\x01\xC3\xA9");
  writer.key("list").begin_array().number(0.1).integer(-3).boolean(false).null().end_array();
  writer.key("empty").begin_object().end_object();
  writer.key("not").number(std::nan(""));
  writer.end_object();
  const auto text = writer.take();
  const auto parsed = json::parse(text);
  REQUIRE(parsed);
  CHECK(parsed->string_or("text") == "a\"\\\n\x01\xC3\xA9");
  CHECK(parsed->find("list")->items()[0].number() == 0.1);
  CHECK(parsed->find("not")->is(json::Kind::null));
}
