// SPDX-License-Identifier: MIT
#include "mounted_plugin.hpp"

#include <catch2/catch.hpp>
#include <holdfast/cpp/guard.hpp>

#include "base_host.hpp"
#include "place.hpp"
#include "tool_channels.hpp"

using namespace holdfast::host;
using testing::contains;
using testing::exit_of;
using testing::Place;

namespace {
const std::filesystem::path plugin_file = std::string(HOLDFAST_HOUSE) + "/holdfast.so";
}

TEST_CASE("a mounted plugin answers, ticks and runs tools") {
  const Place place;
  Log log(Log::Form::text);
  const BaseHost host(log, place.path().string(), "Europe/Berlin");
  MountedPlugin plugin(plugin_file, host.abi(), R"({"adapter":{"name":"fake"}})");
  plugin.activate();
  const auto answer =
      plugin.answer({"POST", "/hold", "/echo", "q=1", "u-1", {{"accept", "x"}}, "body"});
  CHECK(answer.status == 200);
  CHECK(answer.body ==
        "method: POST\nscript_name: /hold\npath_info: /echo\nquery_string: q=1\nactor: u-1\nbody: "
        "body\n"
        "header accept: x\n");
  const auto ticked = plugin.tick(std::chrono::milliseconds{10});
  CHECK(ticked.trouble.empty());
  CHECK(ticked.due.count() == 1000);
  CHECK(contains(plugin.tools(), "holdfast.tools/1"));
  ToolChannels channels;
  channels.read_text("in", "some input");
  channels.keep("out");
  plugin.run("score", R"({"a":1})", channels.io());
  CHECK(channels.text("out") == "score {\"a\":1}\nsome input");
  CHECK_THROWS_AS(plugin.run("nonsense", "{}", channels.io()), holdfast::Failure);
}

TEST_CASE("the composed host keeps the program's log, clock and folder for the core") {
  const Place place;
  Log log(Log::Form::text);
  const BaseHost host(log, place.path().string(), "UTC");
  {
    MountedPlugin plugin(plugin_file, host.abi(), R"({"adapter":{"name":"fake"}})");
    plugin.activate();
    plugin.deactivate();
    plugin.deactivate();
  }
  CHECK(std::filesystem::exists(place / "deactivated"));  // written by the core through store/1
}

TEST_CASE("a plugin that cannot be had or will not have it ends the command with its sentence") {
  Log log(Log::Form::text);
  const BaseHost host(log, "", "UTC");
  CHECK(contains(exit_of([&] { MountedPlugin("/nowhere/holdfast.so", host.abi(), "{}"); }),
                 "3 /nowhere/holdfast.so: expected a file, found none"));
  CHECK(
      contains(exit_of([&] { MountedPlugin(plugin_file, host.abi(), "[]"); }), "3 configuration:"));
  CHECK(contains(
      exit_of([&] { MountedPlugin(plugin_file, host.abi(), R"({"colour":1})").activate(); }),
      "3 configuration: colour: is not a setting"));
}

TEST_CASE(
    "a plugin's failure is thrown, and a header it may not give stays for the gateway to see") {
  Log log(Log::Form::text);
  const BaseHost host(log, "", "UTC");
  MountedPlugin plugin(plugin_file, host.abi(), "{}");
  CHECK_THROWS_AS(plugin.answer({"GET", "", "/about", "", "", {}, ""}),
                  holdfast::Failure);  // not active
  plugin.activate();
  CHECK_THROWS_AS(plugin.answer({"GET", "", "/fails", "", "", {}, ""}), holdfast::Failure);
  CHECK(plugin.answer({"GET", "", "/smuggle", "", "", {}, ""}).headers.front().first == "x-note");
}
