// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <catch2/catch.hpp>

#include "place.hpp"

using namespace holdfast::host;
using testing::contains;
using testing::exit_of;
using testing::Place;

namespace {
Settings settled(const Place& place, const std::string& text) {
  Arguments arguments;
  arguments.config = place.write("a.toml", text);
  arguments.data = place.path();
  return settle(arguments);
}
std::string refused(const Place& place, const std::string& text) {
  return exit_of([&] { settled(place, text); });
}
}  // namespace

TEST_CASE("without a file everything has its default") {
  Arguments arguments;
  arguments.data = "/data";
  const auto settings = settle(arguments);
  CHECK(settings.listen == "127.0.0.1:8480");
  CHECK(settings.prefix.empty());
  CHECK(settings.idle_minutes == 15);
  CHECK(settings.adapter.is_null());
  CHECK(settings.plugin_file.filename() == "holdfast.so");
  CHECK_FALSE(settings.zone.empty());
}

TEST_CASE("the file's sections reach those they are for") {
  const Place place;
  auto settings = settled(place, R"(
[serve]
listen = "127.0.0.1:9000"
prefix = "/holdfast"
log = "json"
trusted_proxies = ["10.0.0.1"]
[plugin]
language = "de"
seal = true
[adapter]
name = "practice"
file = "/srv/practice.db"
)");
  CHECK(settings.listen == "127.0.0.1:9000");
  CHECK(settings.prefix == "/holdfast");
  CHECK(settings.log_is_json);
  CHECK(settings.trusted_proxies == std::vector<std::string>{"10.0.0.1"});
  CHECK(settings.language == "de");
  const auto config = nlohmann::json::parse(plugin_config(settings, "store"));
  CHECK(config == nlohmann::json::parse(R"({"open":"store","language":"de","seal":true,
    "adapter":{"name":"practice","config":{"file":"/srv/practice.db"}}})"));
}

TEST_CASE("the command line stands above the file") {
  const Place place;
  Arguments arguments;
  arguments.config =
      place.write("a.toml", "[serve]\nlisten = \"127.0.0.1:9000\"\nprefix = \"/a\"\n");
  arguments.data = place.path();
  arguments.listen = "127.0.0.1:1";
  arguments.prefix = "/b";
  CHECK(settle(arguments).listen == "127.0.0.1:1");
  CHECK(settle(arguments).prefix == "/b");
}

TEST_CASE("a socket alone means no TCP listener") {
  Arguments arguments;
  arguments.data = "/data";
  arguments.socket = "/run/holdfast.sock";
  CHECK(settle(arguments).listen.empty());
  arguments.listen = "127.0.0.1:1";
  CHECK(settle(arguments).listen == "127.0.0.1:1");
}

TEST_CASE("an unknown section, key or type is told with file, line and key") {
  const Place place;
  const auto file = (place / "a.toml").string();
  CHECK(contains(refused(place, "[serve]\n\nlisen = \"x\"\n"),
                 "3 " + file + ":3: serve.lisen: is not a setting here; there are listen,"));
  CHECK(contains(refused(place, "[sever]\n"), file + ":1: sever: is not a section"));
  CHECK(contains(refused(place, "[serve]\nlisten = 8480\n"),
                 file + ":2: serve.listen: expected a text in quotes, found 8480"));
  CHECK(contains(refused(place, "[serve]\none_time_codes = \"sometimes\"\n"),
                 ":2: serve.one_time_codes: expected \"away\""));
  CHECK(contains(refused(place, "[serve]\nidle_minutes = 0\n"),
                 ":2: serve.idle_minutes: expected 1 to"));
  CHECK(contains(refused(place, "[serve]\nlog = \"xml\"\n"), ":2: serve.log: expected"));
  CHECK(contains(refused(place, "[adapter]\nhost = \"x\"\n"), ":1: adapter: name the adapter"));
  CHECK(contains(refused(place, "[adapter]\nname = \"a\"\nlibrary = \"/a.so\"\n"), "one of them"));
}

TEST_CASE("a refusal of the plugin is given the line of the key it speaks of") {
  const Place place;
  const auto settings =
      settled(place, "[plugin]\nseal = 3\nrules = \"AB\"\n[adapter]\nname = \"practice\"\n");
  const auto file = (place / "a.toml").string();
  CHECK(with_line(settings, "configuration: /seal: expected true or false") ==
        file + ":2: configuration: /seal: expected true or false");
  CHECK(with_line(settings, "configuration: sealed: no such thing") ==
        "configuration: sealed: no such thing");
}

TEST_CASE("a file that cannot be read and a prefix that is no path are refused") {
  Arguments arguments;
  arguments.config = "/nowhere/a.toml";
  CHECK(contains(exit_of([&] { settle(arguments); }), "3 /nowhere/a.toml cannot be read"));
  arguments = {};
  arguments.data = "/data";
  for (const auto* prefix : {"holdfast", "/a/", "/a b", "//a", "/a?b"}) {
    arguments.prefix = prefix;
    INFO(prefix);
    CHECK(contains(exit_of([&] { settle(arguments); }), "2 prefix"));
  }
}
