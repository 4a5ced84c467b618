// SPDX-License-Identifier: MIT
#include "same_origin.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::host;

namespace {
Provenance of(Headers headers, bool is_encrypted = false) {
  Request request;
  headers.emplace_back("host", "practice.example:8480");
  request.headers = std::move(headers);
  request.is_encrypted = is_encrypted;
  return provenance(request);
}
}  // namespace

TEST_CASE("the browser's own word about the site decides first") {
  CHECK(of({{"sec-fetch-site", "same-origin"}, {"origin", "null"}}) == Provenance::own_pages);
  CHECK(of({{"sec-fetch-site", "none"}}) == Provenance::own_pages);
  CHECK(of({{"sec-fetch-site", "same-site"}}) == Provenance::elsewhere);
  CHECK(of({{"sec-fetch-site", "cross-site"}}) == Provenance::elsewhere);
}

TEST_CASE("without it the origin must be this host and port") {
  CHECK(of({{"origin", "http://practice.example:8480"}}) == Provenance::own_pages);
  CHECK(of({{"origin", "http://PRACTICE.example:8480"}}) == Provenance::own_pages);
  CHECK(of({{"origin", "http://practice.example"}}) == Provenance::elsewhere);
  CHECK(of({{"origin", "http://practice.example:8480.evil.example"}}) == Provenance::elsewhere);
  CHECK(of({{"origin", "null"}}) == Provenance::elsewhere);
  CHECK(of({{"referer", "http://practice.example:8480/today"}}) == Provenance::own_pages);
  CHECK(of({{"referer", "http://evil.example/practice.example:8480"}}) == Provenance::elsewhere);
  CHECK(of({}) == Provenance::untold);
}

TEST_CASE("a default port says nothing") {
  Request request;
  request.is_encrypted = true;
  request.headers = {{"host", "practice.example"}, {"origin", "https://practice.example:443"}};
  CHECK(provenance(request) == Provenance::own_pages);
}

TEST_CASE("reading changes nothing, everything else does") {
  CHECK_FALSE(changes_something("GET"));
  CHECK_FALSE(changes_something("HEAD"));
  CHECK(changes_something("POST"));
  CHECK(changes_something("DELETE"));
}
