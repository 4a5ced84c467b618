// SPDX-License-Identifier: MIT
#include "form_door.hpp"

#include <catch2/catch.hpp>

#include "place.hpp"

using namespace holdfast::host;
using namespace std::chrono_literals;

namespace {

struct World {
  Response get(const std::string& target, const std::string& address = "192.0.2.7") {
    return door.answer({"GET",
                        target,
                        {{"cookie", "holdfast-session=abc"}, {"accept", "*/*"}},
                        "",
                        address,
                        true});
  }

  testing::MovedClock time;
  std::vector<Request> asked;
  Headers given{{"cache-control", "max-age=60"}, {"referrer-policy", "origin"}};
  FormDoor door{"/h",
                [this](const Request& request) {
                  asked.push_back(request);
                  return Response{200, given, "page"};
                },
                time.clock()};
};

}  // namespace

TEST_CASE("the public listener serves forms, codes and their files, and nothing else") {
  World world;
  for (const char* path : {"/h/f/abc", "/h/f/abc/thanks", "/h/f/sealed", "/h/f/worker.js",
                           "/h/code", "/h/assets/form.js", "/h/healthz", "/h/f/abc?lang=de"})
    CHECK(world.get(path).status == 200);
  const auto passed = world.asked.size();
  for (const char* path : {"/h/today", "/h/", "/h", "/", "/h/login", "/h/logout", "/h/api/v1/me",
                           "/h/courses/1", "/h/f", "/h/codes", "/h/f/../today", "/h/%66/../today",
                           "/f/abc", "/h/readyz", "/h/api/v1/invitations/abc"}) {
    INFO(path);
    CHECK(world.get(path).status == 404);
  }
  CHECK(world.asked.size() == passed);
}

TEST_CASE("nobody is signed in there, and nothing is kept or told on") {
  World world;
  const auto response = world.get("/h/f/abc");
  CHECK(header(world.asked[0].headers, "cookie").empty());
  CHECK(header(world.asked[0].headers, "accept") == "*/*");
  CHECK(header(response.headers, "cache-control") == "no-store");
  CHECK(header(response.headers, "referrer-policy") == "no-referrer");
  CHECK(response.headers.size() == 2);
  CHECK(header(world.get("/h/assets/form.js").headers, "cache-control") == "max-age=60");
}

TEST_CASE("an address that asks too often waits, and others do not") {
  World world;
  for (int i = 0; i < form_requests_a_minute; ++i) CHECK(world.get("/h/f/abc").status == 200);
  const auto refused = world.get("/h/f/abc");
  CHECK(refused.status == 429);
  CHECK(header(refused.headers, "retry-after") == "60");
  CHECK(world.get("/h/f/abc", "192.0.2.8").status == 200);
  world.time.now += 2s;
  CHECK(world.get("/h/f/abc").status == 200);
  world.time.now += 10min;
  for (int i = 0; i < form_requests_a_minute; ++i) CHECK(world.get("/h/f/abc").status == 200);
  CHECK(world.get("/h/f/abc").status == 429);
}

TEST_CASE("one network of the newer protocol is one address") {
  World world;
  for (int i = 0; i < form_requests_a_minute; ++i)
    CHECK(world.get("/h/code", "2001:db8:1:2::" + std::to_string(i)).status == 200);
  CHECK(world.get("/h/code", "2001:db8:1:2::ffff").status == 429);
  CHECK(world.get("/h/code", "2001:db8:1:3::1").status == 200);
}
