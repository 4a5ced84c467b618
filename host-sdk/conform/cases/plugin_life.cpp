// SPDX-License-Identifier: MIT
// A plugin's life: made, activated, at work, deactivated, destroyed; in one process or a worker.
#include <thread>

#include "plugin_cases.hpp"
#include "process_state.hpp"
#include "run.hpp"
#include "schemas.hpp"

namespace holdfast::conform {
namespace {

Answer state_of(const Instance& instance) {
  const auto page = instance.ask({});
  return {page.status, {}, page.why};
}

void must_be_state(const Answer& answer, const char* otherwise) {
  must(answer.status == HOLDFAST_E_STATE, otherwise);
  must(!answer.why.empty(), "refuses without a reason");
}

int works(const Instance& instance) { return instance.ask({}).status == HOLDFAST_OK ? 0 : 1; }

}  // namespace

std::vector<PluginCase> plugin_life_cases() {
  return {
      {"life.before-activate", "every call before activate answers STATE, with a reason",
       [](PluginBench& bench) {
         const auto made = bench.make();
         must_be_state(state_of(*made), "a page before activate");
         must_be_state(made->tick(), "a tick before activate");
       }},
      {"life.after-deactivate", "every call after deactivate answers STATE, with a reason",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         running.deactivate();
         must_be_state(state_of(running), "a page after deactivate");
         must_be_state(running.tick(), "a tick after deactivate");
       }},
      {"life.again", "a plugin can be activated again after deactivate",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         for (int turn = 0; turn < 2; ++turn) {
           running.deactivate();
           const auto answer = running.activate();
           must(answer.ok(), "cannot be activated again: " + answer.why);
           must(works(running) == 0, "does not work after it was activated again");
         }
       }},
      {"life.destroy-unused", "a plugin that was never activated can be destroyed",
       [](PluginBench& bench) {
         for (int turn = 0; turn < 20; ++turn) bench.make();
       }},
      {"life.retry", "activate can be tried again after it failed",
       [](PluginBench& bench) {
         auto& folder = bench.base().directory;
         const auto good = folder;
         folder += "/there-is-no-such-folder";
         const auto made = bench.make();
         const auto refused = made->activate();
         folder = good;
         if (refused.ok()) skip("needs no folder");
         must(!refused.why.empty(), "refuses without a reason");
         const auto answer = made->activate();
         must(answer.ok(), "cannot be activated after a failure: " + answer.why);
       }},
      {"life.leaves-process", "a life leaves mask, handlers, locale, folder and threads alone",
       [](PluginBench& bench) {
         const auto before = process_state();
         bench.running().tick();
         works(bench.running());
         bench.end_running();
         const auto after = process_state();
         must(before.signal_mask == after.signal_mask, "changes the signal mask");
         must(before.signal_handlers == after.signal_handlers, "changes a signal handler");
         must(before.working_directory == after.working_directory, "changes the directory");
         must(before.locale == after.locale, "changes the locale");
         must(before.environment == after.environment, "changes the environment");
         must(before.umask == after.umask, "changes the umask");
         must(before.threads == after.threads, "leaves a thread behind");
       }},
      {"life.leaves-no-descriptor", "what activate opens, deactivate closes",
       [](PluginBench& bench) {
         bench.running();
         bench.end_running();
         const auto before = process_state();
         bench.running().tick();
         bench.end_running();
         must(process_state().descriptors.size() <= before.descriptors.size(),
              "leaves a descriptor open");
       }},
      {"life.activate-keeps-mask", "activate leaves the signal mask and handlers as they were",
       [](PluginBench& bench) {
         const auto before = process_state();
         bench.running();
         const auto after = process_state();
         must(before.signal_mask == after.signal_mask, "activate changes the signal mask");
         must(before.signal_handlers == after.signal_handlers, "activate sets a signal handler");
       }},
      {"life.no-thread", "a plugin in a host that forks starts no thread",
       [](PluginBench& bench) {
         bench.base().say_that_it_forks();
         const auto before = process_state().threads;
         bench.running();
         must(process_state().threads == before, "activate starts a thread in a host that forks");
       }},
      {"life.private-files", "the plugin's files are for their owner alone",
       [](PluginBench& bench) {
         bench.running().tick();
         for (const auto& file :
              std::filesystem::recursive_directory_iterator(bench.base().directory)) {
           const auto others =
               std::filesystem::perms::group_all | std::filesystem::perms::others_all;
           must((file.status().permissions() & others) == std::filesystem::perms::none,
                "others may read " + file.path().filename().string());
         }
       }},
      {"life.tick", "tick works in its budget, says when it is due, and needs no due_ms",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         std::uint32_t due = 4711;
         for (int turn = 0; turn < 50 && due != 0; ++turn) {
           const auto answer = running.tick(100, &due);
           must(answer.ok(), "tick fails: " + answer.why);
         }
         must(running.tick(0, nullptr).ok(), "tick without a budget fails");
       }},
      {"life.worker", "worker_started and worker_stopping are answered",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         const auto answer = tell(running.life().worker_started, running.abi());
         must(answer.ok(), "worker_started fails: " + answer.why);
         running.life().worker_stopping(running.abi());
         must(works(running) == 0, "does not work after worker_stopping");
       }},
      {"life.before-backup", "before_backup is answered, and work goes on",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         const auto answer = tell(running.life().before_backup, running.abi());
         must(answer.ok(), "before_backup fails: " + answer.why);
         must(works(running) == 0, "does not work after before_backup");
       }},
      {"life.tools", "the list of tools follows its schema; an unknown tool is NOT_FOUND",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         const auto& tools = running.tools();
         must_follow_schema(ask(tools.list, running.abi()).json(), "tools");
         const holdfast_tool_io io{sizeof io,
                                   0,
                                   nullptr,
                                   [](void*, const char*, void*, std::size_t, std::size_t* got) {
                                     *got = 0;
                                     return holdfast_status{HOLDFAST_OK};
                                   },
                                   [](void*, const char*, const void*, std::size_t) {
                                     return holdfast_status{HOLDFAST_OK};
                                   },
                                   nullptr,
                                   nullptr};
         const auto answer =
             tell(tools.run, running.abi(), str("conform-no-such-tool"), str("{}"), &io);
         must(answer.status == HOLDFAST_E_NOT_FOUND && !answer.why.empty(),
              "an unknown tool is not NOT_FOUND");
       }},
      {"threads.pages", "pages are asked for from many threads at once",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         const auto actor = bench.actor();
         std::atomic<int> wrong{0};
         const auto code = running.ask({.actor = actor}).code;
         std::vector<std::thread> threads;
         for (int i = 0; i < 6; ++i)
           threads.emplace_back([&] {
             for (int turn = 0; turn < 10; ++turn)
               if (running.ask({.actor = actor}).code != code) ++wrong;
           });
         for (int turn = 0; turn < 5; ++turn) running.tick(20);
         for (auto& thread : threads) thread.join();
         must(wrong == 0, "another answer on another thread");
       }},
      {"threads.elsewhere", "activate, pages, tick and deactivate on a thread each: done, or STATE",
       [](PluginBench& bench) {
         const auto made = bench.make();
         const auto elsewhere = [](const std::function<holdfast_status()>& call) {
           holdfast_status status = HOLDFAST_OK;
           std::thread([&] { status = call(); }).join();
           must(status == HOLDFAST_OK || status == HOLDFAST_E_STATE, "fails on another thread");
         };
         for (int turn = 0; turn < 2; ++turn) {
           elsewhere([&] { return made->activate().status; });
           elsewhere([&] { return made->ask({}).status; });
           elsewhere([&] { return made->tick().status; });
           elsewhere([&] {
             made->deactivate();
             return holdfast_status{HOLDFAST_OK};
           });
         }
       }},
      {"threads.two-ticks", "two ticks at once: each works or says STATE, and nothing breaks",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         std::atomic<int> wrong{0};
         std::vector<std::thread> threads;
         for (int i = 0; i < 3; ++i)
           threads.emplace_back([&] {
             for (int turn = 0; turn < 5; ++turn) {
               const auto status = running.tick(20).status;
               if (status != HOLDFAST_OK && status != HOLDFAST_E_STATE &&
                   status != HOLDFAST_E_UNAVAILABLE)
                 ++wrong;
             }
           });
         for (auto& thread : threads) thread.join();
         must(wrong == 0, "ticks at once fail");
         must(works(running) == 0, "does not work after ticks at once");
       }},
  };
}

std::vector<PluginCase> plugin_fork_cases() {
  return {
      {"fork.activate-in-child", "each worker activates an instance of its own after the fork",
       [](PluginBench& bench) {
         const auto made = bench.make();
         const int status =
             in_children(2, [&] { return made->activate().ok() && works(*made) == 0 ? 0 : 1; });
         must(status == 0, "cannot be activated in a forked process");
       }},
      {"fork.state-after-fork", "a call in a process forked after activate answers STATE",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         const int status = in_child([&] {
           const auto answer = state_of(running);
           return answer.status == HOLDFAST_E_STATE && !answer.why.empty() ? 0 : 1;
         });
         must(status == 0, "works on with its parent's files after a fork");
       }},
      {"fork.child-ends", "a forked child that deactivates, destroys and ends harms no parent",
       [](PluginBench& bench) {
         const auto& running = bench.running();
         const int status = in_child([&] {
           running.abi()->deactivate(running.abi());
           running.abi()->destroy(running.abi());
           return 0;
         });
         must(status == 0, "a child cannot end its copy");
         must(works(running) == 0, "a child's end harms its parent");
         must(running.tick().ok(), "a child's end harms its parent's store");
       }},
  };
}

}  // namespace holdfast::conform
