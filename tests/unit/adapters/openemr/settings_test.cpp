// SPDX-License-Identifier: MIT
#include "openemr/settings.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <holdfast/cpp/guard.hpp>

using namespace holdfast::adapters::openemr;

namespace {

struct Secret {
  Secret() {
    ::close(::mkstemp(file.data()));
    std::ofstream(file) << "s3cret\n";
    ::chmod(file.c_str(), 0600);
  }
  ~Secret() { ::unlink(file.c_str()); }
  std::string file = "/tmp/holdfast-test-XXXXXX";
};

std::string config(const Secret& secret, const std::string& more = "") {
  return R"({"database":"openemr","user":"holdfast","password_file":")" + secret.file + "\"" +
         more + "}";
}

std::string refusal(const std::string& json) {
  try {
    (void)read_settings(json);
  } catch (const holdfast::Failure& failure) {
    return failure.what();
  }
  return "";
}

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the password is what the file holds, without its line end") {
  const Secret secret;
  CHECK(read_settings(config(secret)).address.password == "s3cret");
  CHECK(read_settings(config(secret)).address.host == "127.0.0.1");
}

TEST_CASE("a password that others may read is refused") {
  const Secret secret;
  ::chmod(secret.file.c_str(), 0644);
  CHECK(contains(refusal(config(secret)), "chmod 600"));
}

TEST_CASE("a database on another machine is refused unless that is wanted") {
  const Secret secret;
  CHECK(contains(refusal(config(secret, R"(,"host":"10.1.2.3")")), "not encrypted"));
  CHECK(read_settings(config(secret, R"(,"host":"10.1.2.3","plain_network":true)")).address.host ==
        "10.1.2.3");
}

TEST_CASE("a site's own statuses stand beside OpenEMR's") {
  const Secret secret;
  const auto settings =
      read_settings(config(secret, R"(,"statuses":{"x":"cancelled_by_practice","#":"held"})"));
  CHECK(settings.attendance.at("x") == "cancelled_by_practice");
  CHECK(settings.attendance.at("#") == "held");
  CHECK(settings.attendance.at("?") == "no_show");
  CHECK(contains(refusal(config(secret, R"(,"statuses":{"x":"gone"})")), "not a known word"));
}

TEST_CASE("what is misspelt, missing or out of range is named") {
  const Secret secret;
  CHECK(contains(refusal(config(secret, R"(,"pasword":"x")")), "pasword"));
  CHECK(contains(refusal(R"({"user":"u"})"), "database"));
  CHECK(contains(refusal(config(secret, R"(,"look_seconds":301)")), "look_seconds"));
  CHECK(contains(refusal(config(secret, R"(,"port":70000)")), "port"));
}
