// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>

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
  CHECK(with_place(settings, "configuration: /seal: expected true or false") ==
        file + ":2: configuration: /seal: expected true or false");
  CHECK(with_place(settings, "configuration: sealed: no such thing") ==
        "configuration: sealed: no such thing");
}

TEST_CASE("a file that cannot be read and a prefix that is no path are refused") {
  Arguments arguments;
  arguments.config = "/nowhere/a.toml";
  CHECK(contains(exit_of([&] { settle(arguments); }), "3 /nowhere/a.toml cannot be read"));
  const Place place;
  arguments.config = place.path().string();
  CHECK(exit_of([&] { settle(arguments); }) ==
        "3 " + place.path().string() + " is a folder; name the configuration file in it");
  arguments = {};
  arguments.data = "/data";
  for (const auto* prefix : {"holdfast", "/a/", "/a b", "//a", "/a?b"}) {
    arguments.prefix = prefix;
    INFO(prefix);
    CHECK(contains(exit_of([&] { settle(arguments); }), "2 prefix"));
  }
}

namespace {

// A variable for the length of one case.
class Variable {
 public:
  Variable(const char* name, const std::string& value) : name_(name) {
    ::setenv(name, value.c_str(), 1);
  }
  ~Variable() { ::unsetenv(name_); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  const char* name_;
};

std::string secret_file(const Place& place, const std::string& text, mode_t mode) {
  const auto file = place.write("secret", text);
  ::chmod(file.c_str(), mode);
  return file;
}

}  // namespace

TEST_CASE("a variable stands above the file and below the command line") {
  const Place place;
  const std::string file = "[serve]\nlisten = \"127.0.0.1:1\"\nidle_minutes = 20\n";
  const Variable listen("HOLDFAST_SERVE_LISTEN", "127.0.0.1:2");
  const Variable minutes("HOLDFAST_SERVE_IDLE_MINUTES", "30");
  const Variable proxies("HOLDFAST_SERVE_TRUSTED_PROXIES", "[\"10.0.0.1\", \"10.0.0.2\"]");
  const Variable seal("HOLDFAST_PLUGIN_SEAL", "true");
  const Variable name("HOLDFAST_ADAPTER_NAME", "practice");
  const Variable text("HOLDFAST_PLUGIN_PRACTICE_NAME", "Practice of 1 person");
  auto settings = settled(place, file);
  CHECK(settings.listen == "127.0.0.1:2");
  CHECK(settings.idle_minutes == 30);
  CHECK(settings.trusted_proxies.size() == 2);
  CHECK(settings.plugin["seal"] == true);
  CHECK(settings.plugin["practice_name"] == "Practice of 1 person");
  CHECK(settings.adapter["name"] == "practice");
  Arguments arguments;
  arguments.config = place.write("a.toml", file);
  arguments.data = place.path();
  arguments.listen = "127.0.0.1:3";
  CHECK(settle(arguments).listen == "127.0.0.1:3");
}

TEST_CASE("what a variable says wrongly is told with its name") {
  const Place place;
  {
    const Variable minutes("HOLDFAST_SERVE_IDLE_MINUTES", "soon");
    CHECK(contains(refused(place, ""),
                   "3 HOLDFAST_SERVE_IDLE_MINUTES: serve.idle_minutes: expected a whole number"));
  }
  const Variable unknown("HOLDFAST_SERVE_LISEN", "x");
  CHECK(contains(refused(place, ""), "HOLDFAST_SERVE_LISEN: serve.lisen: is not a setting here"));
}

TEST_CASE("a file named by a variable is the configuration") {
  const Place place;
  const Variable config("HOLDFAST_CONFIG", place.write("b.toml", "[serve]\nprefix = \"/b\"\n"));
  Arguments arguments;
  arguments.data = place.path();
  CHECK(settle(arguments).prefix == "/b");
}

TEST_CASE("a secret comes from a file that others cannot read") {
  const Place place;
  const auto wanted = "[adapter]\nname = \"x\"\npassword = {file = \"" +
                      secret_file(place, "s3cret\n", 0640) + "\"}\n";
  CHECK(settled(place, wanted).adapter["config"]["password"] == "s3cret");
  secret_file(place, "s3cret\n", 0644);
  CHECK(contains(refused(place, wanted), ":3: adapter.password: "));
  CHECK(contains(refused(place, wanted), "can be read or changed by others; run: chmod 0640"));
  secret_file(place, "\n", 0600);
  CHECK(contains(refused(place, wanted), "is empty"));
}

TEST_CASE("a secret comes from systemd by its name") {
  const Place place;
  secret_file(place, "s3cret", 0400);
  const std::string wanted = "[adapter]\nname = \"x\"\nclient_secret = {credential = \"secret\"}\n";
  CHECK(contains(refused(place, wanted), "LoadCredential=secret:/path"));
  const Variable folder("CREDENTIALS_DIRECTORY", place.path().string());
  CHECK(settled(place, wanted).adapter["config"]["client_secret"] == "s3cret");
  CHECK(contains(refused(place, "[adapter]\nname = \"x\"\ntoken = {credential = \"../x\"}\n"),
                 "expected the name of a credential"));
}

TEST_CASE("a secret in the open is refused wherever it stands") {
  const Place place;
  for (const auto* key : {"password", "db_password", "client_secret", "access_token"}) {
    INFO(key);
    CHECK(contains(refused(place, "[adapter]\nname = \"x\"\n" + std::string(key) + " = \"s\"\n"),
                   ":3: adapter." + std::string(key) + ": a secret does not stand here"));
  }
  CHECK(contains(
      refused(place, "[adapter]\nname = \"x\"\nlogin = {user = \"u\", password = \"s\"}\n"),
      "adapter.login.password: a secret does not stand here"));
  for (const auto* address : {"postgresql://u:s@host/db", "postgresql://u@host/db?password=s"})
    CHECK(contains(refused(place, "[plugin]\nstore = \"" + std::string(address) + "\"\n"),
                   ":2: plugin.store: a password does not stand in an address"));
  const Variable variable("HOLDFAST_ADAPTER_PASSWORD", "s");
  CHECK(contains(refused(place, "[adapter]\nname = \"x\"\n"),
                 "HOLDFAST_ADAPTER_PASSWORD: adapter.password: a secret does not stand here"));
}
