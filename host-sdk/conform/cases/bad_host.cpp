// SPDX-License-Identifier: MIT
// A host that misbehaves: the plugin refuses with a reason, goes on answering, and does not wait
// for ever.
#include <chrono>
#include <thread>

#include "plugin_cases.hpp"

namespace holdfast::conform {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What is running on an invented host; the host goes last.
struct Stage {
  Stage(PluginBench& bench, InventedHost::Wish wish)
      : host(bench.base().directory, wish),
        plugin(bench.entry(), host.abi(), bench.native_config()) {
    if (!plugin.is_there()) fail("create fails: " + plugin.refusal());
  }
  InventedHost host;
  Instance plugin;
};

constexpr const char* pages[] = {
    "/", "/today", "/caseload", "/courses/course-1", "/sessions/session-1/rate", "/api/v1/today"};

void must_go_on(const Instance& plugin) {
  for (const auto* path : pages) {
    const auto page = plugin.ask({.path = path, .actor = InventedHost::therapist});
    must(page.status == HOLDFAST_OK && page.starts == 1,
         std::string("no answer for ") + path + ": " + page.why);
  }
}

// A host whose every payload is wrong: tick says so, pages go on.
void must_refuse(PluginBench& bench, Manner manner) {
  Stage stage(bench, {manner});
  const auto activated = stage.plugin.activate();
  if (!activated.ok()) {
    must(!activated.why.empty(), "activate refuses without a reason");
    return;
  }
  const auto ticked = stage.plugin.tick(300);
  must(!ticked.ok(), "what the host answers is taken for good");
  must(!ticked.why.empty(), "refuses without a reason");
  must_go_on(stage.plugin);
}

// A host that is odd but within the contract, or absent in part: no crash, pages go on.
void must_live_with(PluginBench& bench, Manner manner) {
  Stage stage(bench, {manner});
  const auto activated = stage.plugin.activate();
  must(activated.ok() || !activated.why.empty(), "activate refuses without a reason");
  if (!activated.ok()) return;
  for (int turn = 0; turn < 3; ++turn) {
    const auto ticked = stage.plugin.tick(200);
    must(ticked.ok() || !ticked.why.empty(), "tick refuses without a reason");
  }
  must_go_on(stage.plugin);
}

void mirror_all(const Instance& plugin) {
  std::uint32_t due = 0;
  for (int turn = 0; turn < 200; ++turn) {
    const auto ticked = plugin.tick(1000, &due);
    must(ticked.ok(), "tick fails: " + ticked.why);
    if (due > 0) return;
  }
  fail("the mirror never comes to an end");
}

template <Manner manner>
void refuses(PluginBench& bench) {
  must_refuse(bench, manner);
}
template <Manner manner>
void lives_with(PluginBench& bench) {
  must_live_with(bench, manner);
}

}  // namespace

std::vector<PluginCase> bad_host_cases() {
  return {
      {"bad-host.well", "the invented host, when it behaves, is mirrored and shown",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::well});
         const auto activated = stage.plugin.activate();
         must(activated.ok(), "activate fails: " + activated.why);
         mirror_all(stage.plugin);
         must(stage.host.calls() > 0, "the host was never asked");
         must_go_on(stage.plugin);
       }},
      {"bad-host.half-json", "payloads cut in the middle are refused", refuses<Manner::half_json>},
      {"bad-host.foreign-encoding", "payloads in UTF-16 are refused",
       refuses<Manner::foreign_encoding>},
      {"bad-host.not-utf8", "payloads with bytes of Latin-1 are refused",
       refuses<Manner::not_utf8>},
      {"bad-host.nothing", "OK without a payload is refused", refuses<Manner::nothing>},
      {"bad-host.too-deep", "a hundred thousand brackets are refused", refuses<Manner::too_deep>},
      {"bad-host.unavailable", "a host that is down is told as such", refuses<Manner::unavailable>},
      {"bad-host.denied", "a host that denies everything is told as such", refuses<Manner::denied>},
      {"bad-host.unknown-status", "a status that the ABI does not know is a failure",
       refuses<Manner::unknown_status>},
      {"bad-host.message-without-end", "a message that fills all its bytes is read no further",
       refuses<Manner::message_without_end>},
      {"bad-host.endless", "an answer without an end is stopped",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::endless});
         const auto activated = stage.plugin.activate();
         if (!activated.ok()) return;
         must(!stage.plugin.tick(300).ok(), "an answer without an end is taken");
         must(stage.host.was_stopped(), "an answer without an end is never stopped");
         must_go_on(stage.plugin);
       }},
      {"bad-host.small-tables", "tables that say they are too small are not used",
       lives_with<Manner::small_tables>},
      {"bad-host.no-functions", "functions that are NULL are not called",
       lives_with<Manner::no_functions>},
      {"bad-host.no-extensions", "a host without any extension is refused or lived with",
       lives_with<Manner::no_extensions>},
      {"bad-host.no-name", "a host without name and version is lived with",
       lives_with<Manner::no_name>},
      {"bad-host.no-zone", "a zone that does not exist is refused or lived with",
       lives_with<Manner::no_zone>},
      {"bad-host.clock", "a clock at zero, before it or far ahead is lived with",
       [](PluginBench& bench) {
         must_live_with(bench, Manner::clock_zero);
         must_live_with(bench, Manner::clock_negative);
         must_live_with(bench, Manner::clock_far);
       }},
      {"bad-host.other-schema", "payloads of another schema are refused or lived with",
       lives_with<Manner::other_schema>},
      {"bad-host.forward-references", "sessions before courses before clients are lived with",
       lives_with<Manner::forward_references>},
      {"bad-host.unknown-kinds", "changes of a kind of tomorrow are lived with",
       lives_with<Manner::unknown_kinds>},
      {"bad-host.twice", "a change that comes twice is one change",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::twice});
         must(stage.plugin.activate().ok(), "activate fails");
         mirror_all(stage.plugin);
         must_go_on(stage.plugin);
       }},
      {"bad-host.same-cursor", "more changes for ever do not hold a tick much beyond its budget",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::same_cursor});
         must(stage.plugin.activate().ok(), "activate fails");
         const auto begin = steady_clock::now();
         stage.plugin.tick(200);
         must(steady_clock::now() - begin < milliseconds{5000}, "a tick goes on for ever");
         must_go_on(stage.plugin);
       }},
      {"bad-host.odd-ids", "quotes, newlines and tags in ids and names are only characters",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::odd_ids});
         must(stage.plugin.activate().ok(), "activate fails");
         stage.plugin.tick(500);
         for (const auto* path : pages) {
           const auto page = stage.plugin.ask({.path = path, .actor = InventedHost::therapist});
           must(page.status == HOLDFAST_OK && page.code < 500, "no answer on odd ids");
           must(page.header("content-type").find("html") == std::string::npos ||
                    page.body.find(InventedHost::tag) == std::string::npos,
                "a tag in a name is a tag on the page");
         }
       }},
      {"bad-host.many-clients", "ten thousand clients are mirrored, and pages still answer",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::well, 10'000});
         must(stage.plugin.activate().ok(), "activate fails");
         mirror_all(stage.plugin);
         must_go_on(stage.plugin);
       }},
      {"bad-host.never-answers", "while the host hangs, pages that need no answer of it go on",
       [](PluginBench& bench) {
         Stage stage(bench, {Manner::never_answers});
         must(stage.plugin.activate().ok(), "activate fails");
         std::thread ticking([&] { stage.plugin.tick(100); });
         const auto until = steady_clock::now() + milliseconds{4000};
         while (!stage.host.is_waiting() && steady_clock::now() < until)
           std::this_thread::sleep_for(milliseconds{5});
         std::atomic<bool> is_answered{false};
         std::thread asking([&] {
           const auto page = stage.plugin.ask({.path = "/"});
           is_answered = page.starts == 1;
         });
         const auto patience = steady_clock::now() + milliseconds{4000};
         while (!is_answered && steady_clock::now() < patience)
           std::this_thread::sleep_for(milliseconds{5});
         const bool in_time = is_answered;
         stage.host.let_go();
         ticking.join();
         asking.join();
         must(in_time, "a page waits for a host that never answers");
       }},
  };
}

}  // namespace holdfast::conform
