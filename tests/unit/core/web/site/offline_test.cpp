// SPDX-License-Identifier: MIT
// Answers that waited on a device: opened, stored once, and nothing else.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "sealing.hpp"
#include "service/offline_answers.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Json = nlohmann::json;

namespace {

web::Response send(const SiteInPractice& site, const std::string& body) {
  return site.post_json("", "/f/sealed", body);
}

}  // namespace

TEST_CASE("a form's page names the key that answers are encrypted to, and always the same") {
  const SiteInPractice site;
  const auto page = site.get("", "/f/" + site.link("co-1-s11")).body;
  const auto key = attribute_in(page, "data-form", "data-key");
  CHECK(key == service::offline_key(site.house()).open);
  CHECK(attribute_in(page, "data-form", "data-key-id") == service::offline_key(site.house()).id);
  CHECK(site.count("SELECT count(*) FROM practice_key WHERE purpose = 'offline'") == 1);
  CHECK(page.find("data-worker=\"/f/worker.js\"") != std::string::npos);
}

TEST_CASE("an answer that waited is a rating like any other, and stored once") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto answer = sealed(site, token, marks(62, site.new_key()));
  CHECK(send(site, answer).status == 201);
  const auto again = send(site, answer);
  CHECK(again.status == 200);
  CHECK(Json::parse(again.body).at("repeated") == true);
  CHECK(site.count("SELECT count(*) FROM rating WHERE raw = '248'") == 1);
  CHECK(site.get("", "/f/" + token).status == 410);
}

TEST_CASE("posted by the page and kept as well, because the answer was lost, it is stored once") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  const auto form = marks(62, site.new_key());
  REQUIRE(site.post_form("", "/f/" + token, form).status == 303);
  const auto late = send(site, sealed(site, token, form));
  CHECK(late.status == 200);
  CHECK(site.count("SELECT count(*) FROM rating") == 1);
}

TEST_CASE("another answer behind a used link is not taken") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  REQUIRE(site.post_form("", "/f/" + token, marks(62, site.new_key())).status == 303);
  CHECK(send(site, sealed(site, token, marks(20, site.new_key()))).status == 410);
  CHECK(site.count("SELECT count(*) FROM rating") == 1);
}

TEST_CASE("an answer begun before the link's end is taken for 72 hours, and not an hour longer") {
  SiteInPractice site;
  const auto token = site.link("co-1-s11"), other = site.link("co-2-s11");
  REQUIRE(site.get("", "/f/" + token).status == 200);
  REQUIRE(site.get("", "/f/" + other).status == 200);
  const auto answer = sealed(site, token, marks(62, site.new_key()));
  const auto late = sealed(site, other, marks(62, site.new_key()));
  site.host.clock += std::chrono::hours{24 + 71};
  CHECK(send(site, answer).status == 201);
  site.host.clock += std::chrono::hours{1};
  CHECK(send(site, late).status == 410);
}

TEST_CASE("what was changed on its way, or is for another practice, opens nothing") {
  const SiteInPractice site, other;
  const auto token = site.link("co-1-s11");
  const auto right = sealed(site, token, marks(62, site.new_key()));
  const auto before = site.rows();
  const auto spoilt = [&](const char* member, const std::string& value) {
    auto json = Json::parse(right);
    json[member] = value;
    return json.dump();
  };
  const auto point = Json::parse(right).at("public").get<std::string>();
  const auto bytes = Json::parse(right).at("sealed").get<std::string>();
  const auto flipped = (bytes[0] == 'A' ? "B" : "A") + bytes.substr(1);
  for (const auto& body :
       {std::string("{}"), std::string("null"), std::string("{"), spoilt("schema", "other/1"),
        spoilt("key", "unknown"), spoilt("iv", "AAAA"), spoilt("iv", "AAAAAAAAAAAAAAAA"),
        spoilt("public", "AAAA"), spoilt("public", "BA" + std::string(85, 'A')),
        spoilt("sealed", flipped), spoilt("sealed", "%%%"), spoilt("sealed", "AAAA"),
        sealed(other, token, marks(62, site.new_key()))}) {
    INFO(body);
    CHECK(send(site, body).status == 422);
  }
  CHECK(site.rows() == before);
  CHECK(send(site, right).status == 201);
}

TEST_CASE("the worker lies where forms lie and is asked for anew each time") {
  const SiteInPractice site;
  const auto worker = site.get("", "/f/worker.js");
  CHECK(worker.status == 200);
  CHECK(header_of(worker, "content-type").find("text/javascript") == 0);
  CHECK(header_of(worker, "cache-control") == "no-cache");
}
