// SPDX-License-Identifier: MIT
// The shim as a host meets it: the real holdfast.so, beside a core and adapters that do next to
// nothing.
#include <dlfcn.h>
#include <holdfast/holdfast.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <holdfast/cpp/guard.hpp>
#include <string>

#include "loader/library.hpp"

namespace {

namespace fs = std::filesystem;
using holdfast::str;

const void* no_extension(const holdfast_host*, const char*) { return nullptr; }
const holdfast_host bare_host{sizeof bare_host, 1, 0, 0, nullptr, "bare", "1", no_extension};

std::string message(const holdfast_error& error) { return error.message; }

// One instance, as a host holds it.
struct Instance {
  explicit Instance(std::string_view config = "{}", const fs::path& house = HOLDFAST_HOUSE) {
    const auto loaded = holdfast::loader::load_plugin(house / "holdfast.so");
    entry = loaded.entry;
    REQUIRE(entry->init(loaded.path.c_str(), &error) == HOLDFAST_OK);
    plugin = entry->create(&bare_host, str(config), &error);
    INFO(message(error));
    REQUIRE(plugin);
  }
  ~Instance() {
    plugin->destroy(plugin);
    entry->deinit();
  }

  holdfast_status activate() { return plugin->activate(plugin, &error); }

  // "200 body", or the status of a call that gave no answer.
  std::string get(std::string_view path) {
    struct Got {
      std::string text;
    } got;
    const holdfast_web_response response{
        sizeof response, 0, &got,
        [](void* ctx, std::int32_t status, const holdfast_header*,
           std::uint32_t) -> holdfast_status {
          static_cast<Got*>(ctx)->text = std::to_string(status) + " ";
          return HOLDFAST_OK;
        },
        [](void* ctx, const void* data, std::size_t len) -> holdfast_status {
          static_cast<Got*>(ctx)->text.append(static_cast<const char*>(data), len);
          return HOLDFAST_OK;
        }};
    holdfast_web_request request{};
    request.size = sizeof request;
    request.method = str("GET");
    request.path_info = str(path);
    const auto* web = holdfast::extension_of<holdfast_plugin_web>(plugin, HOLDFAST_PLUGIN_WEB);
    const auto status = web->handle(plugin, &request, &response, &error);
    return status == HOLDFAST_OK ? got.text : "status " + std::to_string(status);
  }

  const holdfast_entry* entry = nullptr;
  const holdfast_plugin* plugin = nullptr;
  holdfast_error error{sizeof error, 0, {}};
};

bool is_blocked(int signal) {
  sigset_t mask{};
  pthread_sigmask(SIG_SETMASK, nullptr, &mask);
  return sigismember(&mask, signal) == 1;
}

// Runs `body` in a child process; its exit status is what `body` returned.
template <class Body>
int in_child(Body&& body) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(body());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

}  // namespace

TEST_CASE("the shim exports its one symbol and links no Poco") {
  const auto file = std::string(HOLDFAST_HOUSE) + "/holdfast.so";
  void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  REQUIRE(handle);
  CHECK(::dlsym(handle, "holdfast_plugin_entry"));
  CHECK_FALSE(::dlsym(handle, "holdfast_core_entry"));
  CHECK_FALSE(::dlsym(handle, "_ZN4Poco6Logger4rootEv"));
}

TEST_CASE("an ABI major that the shim does not speak gets no entry") {
  const auto file = std::string(HOLDFAST_HOUSE) + "/holdfast.so";
  void* handle = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto entry_of = reinterpret_cast<const holdfast_entry* (*)(std::uint32_t)>(
      ::dlsym(handle, "holdfast_plugin_entry"));
  CHECK(entry_of(1));
  CHECK_FALSE(entry_of(0));
  CHECK_FALSE(entry_of(2));
}

TEST_CASE("before activate every call answers that the state is wrong") {
  Instance instance;
  CHECK(instance.get("/about") == "status -7");
  CHECK(message(instance.error) == "not activated: call activate before anything else");
  const auto* life =
      holdfast::extension_of<holdfast_plugin_lifecycle>(instance.plugin, HOLDFAST_PLUGIN_LIFECYCLE);
  CHECK(life->tick(instance.plugin, 10, nullptr, &instance.error) == HOLDFAST_E_STATE);
  life->worker_stopping(instance.plugin);
}

TEST_CASE("after activate the core answers, and again after a deactivate between") {
  Instance instance;
  REQUIRE(instance.activate() == HOLDFAST_OK);
  CHECK(instance.get("/about") == "200 <h1>About the fake core</h1>\n");
  CHECK(instance.activate() == HOLDFAST_E_STATE);
  instance.plugin->deactivate(instance.plugin);
  CHECK(instance.get("/about") == "status -7");
  REQUIRE(instance.activate() == HOLDFAST_OK);
  CHECK(instance.get("/about") == "200 <h1>About the fake core</h1>\n");
}

TEST_CASE("a core of another version is refused, with both versions and what to do") {
  Instance instance("{}", fs::path(HOLDFAST_HOUSE) / "mixed");
  CHECK(instance.activate() == HOLDFAST_E_UNSUPPORTED);
  const auto said = message(instance.error);
  CHECK_THAT(said, Catch::Contains("mixed/holdfast-core.so: expected version " +
                                   std::string(instance.entry->version) + ", found 0.0.9"));
  CHECK_THAT(said, Catch::Contains("install it again"));
}

TEST_CASE("loading Poco leaves the host's signal mask as it was") {
  REQUIRE_FALSE(is_blocked(SIGPIPE));
  Instance instance;
  REQUIRE(instance.activate() == HOLDFAST_OK);
  CHECK_FALSE(is_blocked(SIGPIPE));
}

TEST_CASE("an activate that failed can be tried again") {
  Instance instance(R"({"practice_name":"refused"})");
  CHECK(instance.activate() == HOLDFAST_E_UNAVAILABLE);
  CHECK(message(instance.error) == "configuration: practice_name: the fake core refuses it");
  CHECK(instance.get("/about") == "status -7");
  CHECK(instance.activate() == HOLDFAST_E_UNAVAILABLE);
}

TEST_CASE("a process forked after activate is told to activate in the worker") {
  Instance instance;
  REQUIRE(instance.activate() == HOLDFAST_OK);
  CHECK(in_child([&] {
          const bool told =
              instance.get("/about") == "status -7" &&
              message(instance.error) == "activated before fork: activate in the worker" &&
              instance.activate() == HOLDFAST_E_STATE;
          instance.plugin->deactivate(instance.plugin);  // touches nothing of the parent's
          return told ? 0 : 1;
        }) == 0);
  CHECK(instance.get("/about") == "200 <h1>About the fake core</h1>\n");
}

TEST_CASE("an instance that was created before fork activates in the worker") {
  Instance instance;
  CHECK(in_child([&] {
          return instance.activate() == HOLDFAST_OK && instance.get("/about").starts_with("200")
                     ? 0
                     : 1;
        }) == 0);
}

TEST_CASE("the named adapter's data reach the core, the rest comes from the host") {
  Instance instance(R"({"adapter":{"name":"fake"}})");
  REQUIRE(instance.activate() == HOLDFAST_OK);
  CHECK(instance.get("/host") == "200 fake practice client c-1");
}

TEST_CASE("without an adapter the host is asked itself") {
  Instance instance;
  REQUIRE(instance.activate() == HOLDFAST_OK);
  CHECK(instance.get("/host") == "200 bare none");
}

TEST_CASE("an adapter that refuses its configuration says so in its own words") {
  Instance instance(R"({"adapter":{"name":"fake","config":{"broken":true}}})");
  CHECK(instance.activate() == HOLDFAST_E_INVALID);
  CHECK(message(instance.error) == "adapter Fake practice: broken: take it out");
}

TEST_CASE("an adapter that nobody has signed is refused where a signature is required") {
  Instance instance(
      R"({"signatures":"require","signature_keys":"/nowhere","adapter":{"name":"fake"}})");
  CHECK(instance.activate() == HOLDFAST_E_DENIED);
  CHECK(message(instance.error).find("expected a signed manifest beside it, found none") !=
        std::string::npos);
  Instance warned(R"({"signatures":"warn","adapter":{"name":"fake"}})");
  CHECK(warned.activate() == HOLDFAST_OK);
}

TEST_CASE("an adapter for another ABI is refused with both numbers") {
  Instance instance(R"({"adapter":{"name":"future"}})");
  CHECK(instance.activate() == HOLDFAST_E_UNSUPPORTED);
  CHECK(message(instance.error).find("expected ABI major 1") != std::string::npos);
}

TEST_CASE("a missing adapter is named with the path that was expected") {
  Instance instance(R"({"adapter":{"name":"nowhere"}})");
  CHECK(instance.activate() == HOLDFAST_E_NOT_FOUND);
  CHECK(message(instance.error).find("/holdfast-adapter-nowhere.so") != std::string::npos);
}

TEST_CASE("a missing core is named with the path that was expected") {
  const auto folder = fs::temp_directory_path() / ("shim-alone-" + std::to_string(::getpid()));
  fs::create_directory(folder);
  fs::permissions(folder, fs::perms::owner_all);
  fs::copy_file(fs::path(HOLDFAST_HOUSE) / "holdfast.so", folder / "holdfast.so");
  // In a child, since this process already knows the shim from another place.
  const int status = in_child([&] {
    const auto loaded = holdfast::loader::load_plugin(folder / "holdfast.so");
    holdfast_error error{sizeof error, 0, {}};
    if (loaded.entry->init(loaded.path.c_str(), &error)) return 1;
    const auto* plugin = loaded.entry->create(&bare_host, str("{}"), &error);
    if (!plugin || plugin->activate(plugin, &error) != HOLDFAST_E_NOT_FOUND) return 2;
    return message(error).find((folder / "holdfast-core.so").string()) != std::string::npos ? 0 : 3;
  });
  fs::remove_all(folder);
  CHECK(status == 0);
}

TEST_CASE("beside another Poco the shim refuses and offers the program") {
  CHECK(in_child([] {
          const auto file = std::string(HOLDFAST_HOUSE) + "/libfake_poco.so";
          if (!::dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL)) return 1;
          Instance instance;
          if (instance.activate() != HOLDFAST_E_UNSUPPORTED) return 2;
          const auto said = message(instance.error);
          return said.find("libfake_poco.so") != std::string::npos &&
                         said.find("holdfast serve") != std::string::npos
                     ? 0
                     : 3;
        }) == 0);
}

TEST_CASE(
    "an unknown extension is absent, and a configuration that is no JSON is refused at create") {
  Instance instance;
  CHECK_FALSE(instance.plugin->get_extension(instance.plugin, "holdfast.plugin.nonsense/1"));
  CHECK_FALSE(instance.plugin->get_extension(instance.plugin, "holdfast.plugin.web/1x"));
  CHECK_FALSE(instance.entry->create(&bare_host, str("{"), &instance.error));
  CHECK_FALSE(instance.entry->create(nullptr, str("{}"), &instance.error));
}
