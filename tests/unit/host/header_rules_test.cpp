// SPDX-License-Identifier: MIT
#include "header_rules.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::host;

TEST_CASE("a cookie is found by its whole name") {
  CHECK(cookie("a=1; holdfast-session=x=y; b=2", "holdfast-session") == "x=y");
  CHECK(cookie("not-holdfast-session=1", "holdfast-session").empty());
  CHECK(cookie("", "a").empty());
  CHECK(cookie("a", "a").empty());
}

TEST_CASE("the plugin sees neither our session nor credentials nor hop-by-hop headers") {
  const auto seen = inward({{"cookie", "holdfast-session=secret; kiosk=1"},
                            {"authorization", "Basic x"},
                            {"connection", "close"},
                            {"accept", "text/html"}},
                           "holdfast-session");
  CHECK(seen == Headers{{"cookie", "kiosk=1"}, {"accept", "text/html"}});
  CHECK(inward({{"cookie", "holdfast-session=secret"}}, "holdfast-session").empty());
}

TEST_CASE("the plugin's headers pass in lower case, without those this server sets") {
  CHECK(outward({{"Content-Type", "text/html"},
                 {"Content-Length", "3"},
                 {"Set-Cookie", "kiosk=1"},
                 {"Set-Cookie", "holdfast-session=mine"}},
                "holdfast-session") ==
        Headers{{"content-type", "text/html"}, {"set-cookie", "kiosk=1"}});
}

TEST_CASE("a header that would smuggle another one in refuses the whole answer") {
  CHECK_FALSE(outward({{"x", "a\r\nb: c"}}, "s"));
  CHECK_FALSE(outward({{"x", std::string("a\0b", 3)}}, "s"));
  CHECK_FALSE(outward({{"x y", "a"}}, "s"));
  CHECK_FALSE(outward({{"", "a"}}, "s"));
  CHECK(outward({{"x", "tab\tis fine, é too"}}, "s"));
}
