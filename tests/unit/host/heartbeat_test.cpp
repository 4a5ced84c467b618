// SPDX-License-Identifier: MIT
#include "heartbeat.hpp"

#include <catch2/catch.hpp>

using namespace holdfast::host;
using namespace std::chrono_literals;

namespace {

// Waits until it holds, at most ten seconds.
template <class Holds>
bool soon(Holds&& holds) {
  for (int i = 0; i < 10'000 && !holds(); ++i) std::this_thread::sleep_for(1ms);
  return holds();
}

}  // namespace

TEST_CASE("ticks follow each other, at once while more work waits") {
  Log log(Log::Form::text);
  std::atomic<int> ticks = 0;
  const Heartbeat heartbeat(
      [&](auto) {
        ++ticks;
        return MountedPlugin::Ticked{ticks < 50 ? 0ms : 1h, ""};
      },
      log, {1h, 10ms});
  CHECK(soon([&] { return ticks == 50; }));
  CHECK(heartbeat.works());
}

TEST_CASE("a tick that fails or throws shows, and the next ones go on") {
  Log log(Log::Form::json);
  std::atomic<int> ticks = 0;
  const Heartbeat heartbeat(
      [&](auto) -> MountedPlugin::Ticked {
        if (++ticks == 1) throw std::runtime_error("the store cannot be written");
        return {0ms, "the store cannot be written", ticks >= 200};
      },
      log, {1ms, 10ms});
  CHECK(soon([&] { return !heartbeat.works(); }));
  CHECK(soon([&] { return ticks >= 200 && heartbeat.works(); }));
}

TEST_CASE("a practice system that is away is no reason to send nobody here") {
  Log log(Log::Form::json);
  std::atomic<int> ticks = 0;
  const Heartbeat heartbeat(
      [&](auto) {
        ++ticks;
        return MountedPlugin::Ticked{0ms, "the practice system does not answer"};
      },
      log, {1ms, 10ms});
  CHECK(soon([&] { return ticks > 2; }));
  CHECK(heartbeat.works());
}

TEST_CASE("ending waits for the tick under way and no longer") {
  Log log(Log::Form::text);
  std::atomic<bool> is_done = false;
  {
    std::atomic<bool> has_begun = false;
    const Heartbeat heartbeat(
        [&](auto) {
          has_begun = true;
          std::this_thread::sleep_for(50ms);
          is_done = true;
          return MountedPlugin::Ticked{1h, ""};
        },
        log, {1h, 10ms});
    CHECK(soon([&] { return has_begun.load(); }));
  }
  CHECK(is_done);
}
