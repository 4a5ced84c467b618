// SPDX-License-Identifier: MIT
#include "fhir/gateway/gateway_settings.hpp"

#include <catch2/catch.hpp>

#include "fhir/settings.hpp"

using namespace holdfast;
using namespace holdfast::adapters::fhir;
using Catch::Matchers::Contains;

namespace {

GatewaySettings gateway(const std::string& json) {
  return read_gateway(payload::Json::parse(json), {"https://ehr.example/fhir"});
}

constexpr const char* smart = R"("smart":[{"iss":"https://ehr.example/r4/","client_id":"c"}])";

}  // namespace

TEST_CASE("the gateway knows the server by all its addresses, without a final slash") {
  const auto read =
      gateway(R"({"address":"https://holdfast.example/","origins":["https://ehr.example/"],
    "servers":["https://inside.example/fhir/"],)" +
              std::string(smart) + "}");
  CHECK(read.address == "https://holdfast.example");
  CHECK(read.origins == std::vector<std::string>{"https://ehr.example"});
  CHECK(read.servers == std::vector<std::string>{"https://ehr.example/fhir",
                                                 "https://inside.example/fhir",
                                                 "https://ehr.example/r4"});
}

TEST_CASE("what is not safe or not whole is refused with the setting's name") {
  const auto refused = [](const std::string& json, const char* why) {
    CHECK_THROWS_WITH(gateway(json), Contains(why));
  };
  refused(R"({"address":"https://h.example"})", "name who may call");
  refused(std::string(R"({"address":"http://h.example",)") + smart + "}", "gateway.address");
  refused(std::string(R"({"address":"http://localhost.example",)") + smart + "}",
          "gateway.address");
  refused(std::string(R"({"address":"http://127.0.0.1@h.example",)") + smart + "}",
          "gateway.address");
  for (const auto* origin : {"https://*", "https://a b", "https://a;script-src", "https://a/x",
                             "http://a.example", "'self'", "*"})
    refused(std::string(R"({"address":"https://h.example","origins":[")") + origin + "\"]," +
                smart + "}",
            "origins");
  refused(R"({"address":"https://h.example","cds":[{"iss":"i"}]})", "jwks");
  refused(
      R"({"address":"https://h.example","cds":[{"iss":"i","jwks":"https://a","jwks_file":"/b"}]})",
      "jwks");
  refused(R"({"address":"https://h.example","cds":[{"iss":"i","jwks":"http://a"}]})",
          "gateway.cds.jwks");
  refused(R"({"address":"https://h.example","smart":[{"iss":"http://a","client_id":"c"}]})",
          "gateway.smart.iss");
  refused(std::string(R"({"address":"https://h.example","other":1,)") + smart + "}", "other");
}

TEST_CASE("a launch that is signed needs a key, and a gateway needs a server") {
  CHECK_THROWS_WITH(
      read_settings(
          R"({"base":"https://ehr.example","gateway":{"address":"https://h.example","smart":[
        {"iss":"https://ehr.example","client_id":"c","client_auth":"private_key_jwt"}]}})"),
      Contains("needs a key"));
  CHECK_THROWS_WITH(
      read_settings(
          std::string(
              R"({"transport":"file","folder":"/x","gateway":{"address":"https://h.example",)") +
          smart + "}}"),
      Contains("base"));
}
