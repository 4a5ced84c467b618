// SPDX-License-Identifier: MIT
#include "one_time_code.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::host;

namespace {
// RFC 6238, appendix B: the SHA-1 secret "12345678901234567890", in base32.
const std::string secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
}  // namespace

TEST_CASE("codes are those of RFC 6238, appendix B, in six digits") {
  struct Row {
    std::time_t time;
    const char* code;
  };
  for (const auto& row :
       {Row{59, "287082"}, Row{1111111109, "081804"}, Row{1111111111, "050471"},
        Row{1234567890, "005924"}, Row{2000000000, "279037"}, Row{20000000000, "353130"}}) {
    INFO(row.time);
    OneTimeCodes codes{[&] { return row.time; }};
    CHECK(codes.accept("anna", secret, row.code));
  }
}

TEST_CASE("a code is taken once, and none before it after it") {
  std::time_t now = 1111111109;
  OneTimeCodes codes{[&] { return now; }};
  CHECK(codes.accept("anna", secret, "081 804"));
  CHECK_FALSE(codes.accept("anna", secret, "081804"));
  CHECK(codes.accept("bert", secret, "081804"));
  CHECK(codes.accept("anna", secret, "050471"));  // of the next step: a clock that is ahead
  now += 30;
  CHECK_FALSE(codes.accept("anna", secret, "081804"));
}

TEST_CASE("a clock half a minute off is allowed, two minutes are not") {
  std::time_t now = 1234567890;
  OneTimeCodes codes{[&] { return now; }};
  now += 120;
  CHECK_FALSE(codes.accept("anna", secret, "005924"));
  now -= 90;
  CHECK(codes.accept("anna", secret, "005924"));
}

TEST_CASE("what is no code, or has no secret, is refused") {
  OneTimeCodes codes{[] { return std::time_t{1234567890}; }};
  for (const auto* typed : {"", "5924", "0059240", "00592a", "-05924",
                            "\xd9\xa0\xd9\xa0"
                            "5924"})
    CHECK_FALSE(codes.accept("anna", secret, typed));
  CHECK_FALSE(codes.accept("anna", "", "005924"));
  CHECK_FALSE(codes.accept("anna", "not base32!", "005924"));
}

TEST_CASE("each secret is new, has 160 bits, and fits an authenticator's address") {
  const auto one = new_code_secret();
  CHECK(one != new_code_secret());
  CHECK(one.size() == 32);
  CHECK(code_address("anna@desk", one) == "otpauth://totp/Holdfast:anna%40desk?secret=" + one +
                                              "&issuer=Holdfast&algorithm=SHA1&digits=6&period=30");
  CHECK(qr_code(code_address("anna", one)).find("█") != std::string::npos);
}
