// SPDX-License-Identifier: MIT
#include "web/http/route.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::web;

TEST_CASE("a template catches one segment for each of its parts") {
  CHECK(match("/courses/{course}", "/courses/co-1")->at("course") == "co-1");
  CHECK(match("/courses/{course}/together", "/courses/co-1/together")->at("course") == "co-1");
  CHECK_FALSE(match("/courses/{course}", "/courses/"));
  CHECK_FALSE(match("/courses/{course}", "/courses/co-1/"));
  CHECK_FALSE(match("/courses/{course}", "/courses/EpisodeOfCare/7"));
}

TEST_CASE("an id that names its kind is caught with its slash") {
  CHECK(match_with_kind("/courses/{course}", "/courses/EpisodeOfCare/7")->at("course") ==
        "EpisodeOfCare/7");
  CHECK(match_with_kind("/sessions/{session}/rate", "/sessions/Encounter/e.1-x/rate")
            ->at("session") == "Encounter/e.1-x");
  for (const auto* path :
       {"/courses/co-1", "/courses/co-1/together", "/courses/episode/7", "/courses/Episode1/7",
        "/courses/EpisodeOfCare/", "/courses//7", "/courses/EpisodeOfCare/7/8"})
    CHECK_FALSE(match_with_kind("/courses/{course}", path));
}
