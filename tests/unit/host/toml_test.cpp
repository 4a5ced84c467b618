// SPDX-License-Identifier: MIT
#include "toml.hpp"

#include <catch2/catch.hpp>

#include "place.hpp"

using namespace holdfast::host;
using testing::exit_of;

namespace {
nlohmann::json values(const char* text) { return parse_toml(text, "a.toml").values; }
std::string refused(const char* text) {
  return exit_of([&] { parse_toml(text, "a.toml"); });
}
}  // namespace

TEST_CASE("tables, texts, numbers, truths and lists become JSON of the same types") {
  CHECK(values(R"(# a comment
top = 1
[serve]           # more
listen = "127.0.0.1:8480"
"quoted key" = 'C:\raw'
count = 1_000
share = -0.5
on = true
list = [ "a", # one
         "b", ]
[plugin.deep]
dotted.key = "x"
inline = { a = 1, b = "c" }
[[plugin.schedule]]
every = 1
[[plugin.schedule]]
every = 2
)") == nlohmann::json::parse(R"({"top":1,
    "serve":{"listen":"127.0.0.1:8480","quoted key":"C:\\raw","count":1000,"share":-0.5,"on":true,
             "list":["a","b"]},
    "plugin":{"deep":{"dotted":{"key":"x"},"inline":{"a":1,"b":"c"}},
              "schedule":[{"every":1},{"every":2}]}})"));
}

TEST_CASE("texts know escapes and several lines, and digits in quotes stay a text") {
  CHECK(values("a = \"tab\\t\\u00e9 \\\"q\\\"\"") == nlohmann::json{{"a", "tab\té \"q\""}});
  CHECK(values("a = \"\"\"\nfirst\nsecond \\\n   still\"\"\"") ==
        nlohmann::json{{"a", "first\nsecond still"}});
  CHECK(values("a = '''\nit's raw \\n'''") == nlohmann::json{{"a", "it's raw \\n"}});
  CHECK(values("a = \"12345\"\r\nb = \"\"\r\n") == nlohmann::json{{"a", "12345"}, {"b", ""}});
}

TEST_CASE("every key remembers its line") {
  const auto document =
      parse_toml("\n[serve]\n\nlisten = \"x\"\n[plugin]\nseal = true\n", "a.toml");
  CHECK(document.lines.at("serve.listen") == 4);
  CHECK(document.lines.at("plugin.seal") == 6);
}

TEST_CASE("a mistake is told with file and line") {
  CHECK(refused("a = 1\nb = yes") ==
        "3 a.toml:2: 'yes' is no value; write texts in quotes, or true, false or a number");
  CHECK(refused("a = 1\na = 2") == "3 a.toml:2: a stands in the file twice");
  CHECK(refused("[s]\n[s]") == "3 a.toml:2: [s] stands in the file twice");
  CHECK(refused("a = \"open\nb = 1") == "3 a.toml:1: a text ends on its line; close the quote");
  CHECK(refused("a") == "3 a.toml:1: expected '='");
  CHECK(refused("= 1") == "3 a.toml:1: expected a key");
  CHECK(refused("a = 1 b = 2") == "3 a.toml:1: expected the end of the line");
  CHECK(refused("a = [1, 2") == "3 a.toml:1: expected ',' or ']' in the list");
  CHECK(refused("a = 1\n[a]\nb = 2") == "3 a.toml:2: a is a value already, not a table");
  CHECK(refused("a = \"\\x\"") == "3 a.toml:1: unknown escape \\x");
  CHECK(refused("a = \"\xff\"") == "3 a.toml:1: the text is not UTF-8");
  CHECK(refused("a = nan") != "");
  CHECK(refused("a = 99999999999999999999999") == "");  // a number, if not a whole one
}

TEST_CASE("bytes that are no configuration at all are refused, not crashed on") {
  const std::string bytes =
      "\x7f"
      "ELF\x02\x01\x01";
  CHECK(refused(bytes.c_str()) == "3 a.toml:1: expected a key");
}
