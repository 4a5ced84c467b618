// SPDX-License-Identifier: MIT
#include "host_door.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "actor_assertion.hpp"
#include "gateway.hpp"
#include "place.hpp"

using namespace holdfast::host;
using testing::contains;
using testing::exit_of;
using testing::Place;

namespace {

const std::string key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const std::string other_key = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

struct House {
  House() { write_keys(key + "\n"); }

  void write_keys(const std::string& text, ::mode_t mode = 0640) {
    std::ofstream(place / "site.key") << text;
    ::chmod((place / "site.key").c_str(), mode);
  }
  HostDoor& door() {
    if (!made)
      made.emplace(DoorRules{"default", (place / "site.key").string(), {}}, place / "nonces",
                   [this] { return now; });
    return *made;
  }

  // A request as the practice system sends it, each with a nonce of its own.
  Request request(const std::string& target, const std::string& method = "GET",
                  const std::string& body = "") {
    assertion.nonce =
        std::string(31 - std::to_string(count).size(), '0') + "a" + std::to_string(count);
    ++count;
    return signed_request(target, method, body);
  }
  Request signed_request(const std::string& target, const std::string& method = "GET",
                         const std::string& body = "") {
    assertion.mac = mac_of(signed_text(assertion, {method, prefix, target, body}), signs_with);
    const auto text = "v=1;site=" + assertion.site + ";kind=" + assertion.kind +
                      ";actor=" + assertion.actor + ";subject=" + assertion.subject +
                      ";iat=" + std::to_string(assertion.issued) +
                      ";exp=" + std::to_string(assertion.expires) + ";nonce=" + assertion.nonce +
                      ";mac=" + assertion.mac;
    Request made_up{method,     target, {{"holdfast-actor", text}, {"holdfast-prefix", prefix}},
                    body,       "",     false,
                    ::geteuid()};
    return made_up;
  }
  std::string why(const Request& asked) {
    const auto answer = door().open(asked);
    const auto* away = std::get_if<TurnedAway>(&answer);
    return away ? away->why : "";
  }

  Place place;
  std::int64_t now = 1'795'430'400;
  int count = 1;
  std::string prefix = "/module/staff.php";
  std::string signs_with = key;
  ActorAssertion assertion{"default", "staff", "5", "1", now, now + 30, {}, {}};
  std::optional<HostDoor> made;
};

}  // namespace

TEST_CASE("who is acting is told as kind and id, and where the host shows our pages") {
  House house;
  const auto answer = house.door().open(house.request("/module/staff.php/today?a=b"));
  const auto* visitor = std::get_if<Visitor>(&answer);
  REQUIRE(visitor);
  CHECK(visitor->actor == "staff:5");
  CHECK(visitor->prefix == "/module/staff.php");
}

TEST_CASE("an assertion is good for one request") {
  House house;
  const auto request = house.request("/module/staff.php/today");
  CHECK(house.why(request).empty());
  CHECK(contains(house.why(request), "used before"));
}

TEST_CASE("an assertion that another process let in is not let in again") {
  House house;
  const auto request = house.request("/module/staff.php/today");
  HostDoor elsewhere({"default", (house.place / "site.key").string(), {}}, house.place / "nonces",
                     [&] { return house.now; });
  CHECK(std::holds_alternative<Visitor>(elsewhere.open(request)));
  CHECK(contains(house.why(request), "used before"));
}

TEST_CASE("nothing that was signed can be changed") {
  House house;
  const auto good = house.request("/module/staff.php/today", "POST", "a=1");
  auto change = GENERATE(0, 1, 2, 3, 4);
  auto bad = good;
  if (change == 0) bad.method = "PUT";
  if (change == 1) bad.target = "/module/staff.php/caseload";
  if (change == 2) bad.body = "a=2";
  if (change == 3) bad.headers[1].second = "/module";
  if (change == 4) {
    auto& text = bad.headers[0].second;
    text.replace(text.find("actor=5"), 7, "actor=6");
  }
  CHECK(contains(house.why(bad), "no key"));
  CHECK(house.why(good).empty());  // and a refused one spends nothing
}

TEST_CASE("while the key is being changed the new and the old one count, then the new one alone") {
  House house;
  house.signs_with = other_key;
  CHECK(contains(house.why(house.request("/module/staff.php/today")), "no key"));
  house.write_keys(other_key + "\n" + key + "\n");
  CHECK(house.why(house.request("/module/staff.php/today")).empty());
  house.signs_with = key;
  CHECK(house.why(house.request("/module/staff.php/today")).empty());
  house.write_keys(other_key + "\n");
  CHECK(contains(house.why(house.request("/module/staff.php/today")), "no key"));
}

TEST_CASE("an assertion is of this moment and of at most a minute") {
  House house;
  auto& assertion = house.assertion;
  SECTION("not over") { house.now += 30; }
  SECTION("not from the future") {
    assertion.issued = house.now + 6;
    assertion.expires = house.now + 20;
  }
  SECTION("not for longer") { assertion.expires = assertion.issued + 61; }
  CHECK(contains(house.why(house.request("/module/staff.php/today")), "not of this moment"));
}

TEST_CASE("another site's assertion is refused, though its key were the same") {
  House house;
  house.assertion.site = "branch";
  CHECK(contains(house.why(house.request("/module/staff.php/today")), "another site"));
}

TEST_CASE("clients and carers reach the pages made for them and no other") {
  House house;
  house.assertion.kind = GENERATE(std::string("client"), std::string("carer"));
  house.assertion.actor = house.assertion.subject = "1";
  for (const auto* page : {"/my-form", "/f/abc", "/f/abc/thanks", "/assets/form.js", "/about"})
    CHECK(house.why(house.request(house.prefix + page)).empty());
  for (const auto* page : {"/", "/today", "/caseload", "/courses/1-5", "/api/v1/me", "/records",
                           "/my-form/../today", "/deliveries", "/sessions/a-1/rate"})
    CHECK(contains(house.why(house.request(house.prefix + page)), "for staff"));
}

TEST_CASE("a client is about nobody but themselves") {
  House house;
  house.assertion.kind = "client";
  house.assertion.actor = "1";
  house.assertion.subject = "2";
  CHECK(contains(house.why(house.request(house.prefix + "/my-form")), "somebody else"));
}

TEST_CASE("a process of another user is not heard, whatever it has signed") {
  House house;
  auto request = house.request("/module/staff.php/today");
  request.peer_user = 54321;
  CHECK(contains(house.why(request), "serve.peers"));
  request.peer_user.reset();
  CHECK(contains(house.why(request), "serve.peers"));
}

TEST_CASE("what is refused behind the door is told to an API's caller as a problem") {
  House house;
  const auto answered = [&](const std::string& path) {
    auto request = house.request(house.prefix + path, "POST");
    request.headers.emplace_back("sec-fetch-site", "cross-site");
    return HostVisits(
               house.door(), [](const PluginRequest&) { return Response{}; },
               [](const std::string&) {})
        .answer(request);
  };
  const auto refused = answered("/api/v1/me");
  CHECK(refused.status == 403);
  CHECK(header(refused.headers, "content-type") == "application/problem+json");
  CHECK(contains(refused.body, "urn:holdfast:problem:origin"));
  CHECK(header(answered("/today").headers, "content-type") == "text/plain; charset=utf-8");
}

TEST_CASE("an assertion of another form is refused") {
  House house;
  const auto good = house.request("/module/staff.php/today");
  const std::string text = good.headers[0].second;
  for (const auto& bad : {std::string{}, text + ";", text + "0", "v=2" + text.substr(3),
                          text.substr(0, text.size() - 1), text + ";more=1",
                          "v=1;kind=staff" + text.substr(text.find(";actor"))}) {
    auto request = good;
    request.headers[0].second = bad;
    CHECK(contains(house.why(request), "no assertion"));
  }
  for (const auto* actor : {"", "5;kind=staff", "5\n6", "5 6"}) {
    House other;
    other.assertion.actor = actor;
    CHECK_FALSE(other.why(other.request("/module/staff.php/today")).empty());
  }
}

TEST_CASE("a prefix is a plain path that the target begins with") {
  House house;
  for (const auto* prefix :
       {"/elsewhere", "module", "/module/", "/module//x", "/module/../x", "/mod<"}) {
    house.prefix = prefix;
    CHECK(contains(house.why(house.request("/module/staff.php/today")), "prefix"));
  }
}

TEST_CASE("a key that everybody may read, or that is short, is refused at start") {
  House house;
  house.write_keys(key + "\n", 0644);
  CHECK(contains(exit_of([&] { house.door(); }), "chmod 640"));
  house.write_keys("short\n");
  CHECK(contains(exit_of([&] { house.door(); }), "openssl rand"));
  house.write_keys(key + "\n" + key + "\n" + key + "\n");
  CHECK(contains(exit_of([&] { house.door(); }), "one key"));
}

TEST_CASE("a peer who is no user of this machine is refused at start") {
  House house;
  CHECK(contains(exit_of([&] {
                   HostDoor({"default", (house.place / "site.key").string(), {"no-such-user"}},
                            house.place / "nonces", [] { return 0; });
                 }),
                 "serve.peers"));
}
