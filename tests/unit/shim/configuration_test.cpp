// SPDX-License-Identifier: MIT
#include "configuration.hpp"

#include <catch2/catch.hpp>
#include <holdfast/cpp/guard.hpp>

using holdfast::shim::parse_configuration;

namespace {
std::string refusal(const char* json) {
  try {
    parse_configuration(json);
  } catch (const holdfast::Failure& failure) {
    return failure.what();
  }
  return "";
}
}  // namespace

TEST_CASE("the core never sees the adapter's part of the configuration") {
  const auto parsed = parse_configuration(
      R"({"seal":true,"adapter":{"name":"practice","config":{"file":"/a.db"}}})");
  CHECK(parsed.for_core == R"({"seal":true})");
  REQUIRE(parsed.adapter);
  CHECK(parsed.adapter->name == "practice");
  CHECK(parsed.adapter->config == R"({"file":"/a.db"})");
}

TEST_CASE("no adapter is loaded for a plugin that opens the store alone") {
  CHECK_FALSE(parse_configuration(R"({"open":"store","adapter":{"name":"practice"}})").adapter);
  CHECK_FALSE(parse_configuration(R"({"open":"nothing","adapter":{"name":"practice"}})").adapter);
  CHECK(parse_configuration(R"({"open":"all","adapter":{"name":"practice"}})").adapter);
}

TEST_CASE("whose adapters are trusted is the shim's business, not the core's") {
  using holdfast::loader::SignaturePolicy;
  const auto parsed =
      parse_configuration(R"({"signatures":"require","signature_keys":"/keys","seal":true})");
  CHECK(parsed.for_core == R"({"seal":true})");
  CHECK(parsed.trust.policy == SignaturePolicy::require);
  CHECK(parsed.trust.keys == "/keys");
  CHECK(parse_configuration(R"({"signatures":"warn"})").trust.policy == SignaturePolicy::warn);
  CHECK(parse_configuration("{}").trust.policy == SignaturePolicy::off);
  CHECK(refusal(R"({"signatures":"maybe"})") ==
        "configuration: signatures: expected off, warn or require, found \"maybe\"");
  CHECK(refusal(R"({"signature_keys":"keys"})") ==
        "configuration: signature_keys: expected an absolute path, found \"keys\"");
}

TEST_CASE("an empty configuration means every default") {
  CHECK(parse_configuration("").for_core == "{}");
}

TEST_CASE("a bad configuration is refused with the member and what was expected") {
  CHECK(refusal("{") == "configuration: expected JSON, found an error at byte 2");
  CHECK(refusal("[]") == "configuration: the whole: expected an object, found array");
  CHECK(refusal(R"({"a":1,"a":2})") == "configuration: a: expected one value, found two");
  CHECK(refusal(R"({"adapter":{}})") ==
        "configuration: adapter: expected either name or file, found neither");
  CHECK(refusal(R"({"adapter":{"name":"../evil"}})") ==
        "configuration: adapter.name: expected small letters, digits and -, found '../evil'");
  CHECK(refusal(R"({"adapter":{"file":"x.so"}})") ==
        "configuration: adapter.file: expected an absolute path, found x.so");
  CHECK(refusal(R"({"adapter":{"name":"a","flie":1}})") ==
        "configuration: adapter.flie: expected name, file or config, found an unknown member");
}
