// SPDX-License-Identifier: MIT
// Hosts that fork workers: the library is in the process before, the adapter's host made after.
#include <dirent.h>

#include "host_cases.hpp"
#include "run.hpp"

namespace holdfast::conform {
namespace {

int count_threads() {
  int many = 0;
  DIR* folder = ::opendir("/proc/self/task");
  while (folder && ::readdir(folder)) ++many;
  if (folder) ::closedir(folder);
  return many;
}

int read_one(HostBench& bench, const std::string& id) {
  return bench.calls().client(itself, id).ok() ? 0 : 1;
}

void must_be_ours(const HostBench& bench) {
  if (!bench.is_ours()) skip("only where this program makes the host");
}

}  // namespace

std::vector<HostCase> fork_cases() {
  return {
      {"fork.create-in-child", "a host is made in each worker, after the fork",
       [](HostBench& bench) {
         must_be_ours(bench);
         const auto id = id_of(any(bench.practice().clients, "client"));
         bench.reopen();
         must(in_children(3, [&] { return read_one(bench, id); }) == 0,
              "a forked process cannot make a host");
       }},
      {"fork.parent-unharmed", "a child's end leaves its parent's host as it was",
       [](HostBench& bench) {
         must_be_ours(bench);
         const auto id = id_of(any(bench.practice().clients, "client"));
         for (int turn = 0; turn < 3; ++turn) {
           in_child([] { return 0; });
           must(read_one(bench, id) == 0, "a child's end harms its parent's host");
         }
       }},
      {"fork.child-makes-another", "a child makes a host beside its parent's, over the same data",
       [](HostBench& bench) {
         must_be_ours(bench);
         const auto id = id_of(any(bench.practice().clients, "client"));
         const int status = in_child([&] {
           bench.reopen();
           return read_one(bench, id);
         });
         (void)status;  // what a child does with its parent's host is its own risk
         must(read_one(bench, id) == 0, "a child's own host harms its parent's");
       }},
      {"fork.no-thread", "a host with HOLDFAST_HOST_PREFORK has no thread of an adapter's",
       [](HostBench& bench) {
         must_be_ours(bench);
         bench.base().say_that_it_forks();
         const int before = count_threads();
         bench.host();
         must(count_threads() == before, "an adapter starts a thread in a host that forks");
       }},
  };
}

}  // namespace holdfast::conform
