// SPDX-License-Identifier: MIT
// A process that ends, with no chance to say goodbye, between the practice's write and its answer.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "real_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using namespace std::chrono_literals;

namespace {

// A child opens everything anew, ticks, and dies by its own hand after the `writes`-th write.
void tick_and_die(RealPractice& practice, int writes) {
  practice.close();  // nothing of SQLite is carried over the fork
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    practice.open();
    practice.watched->after_write = [&writes] {
      if (--writes == 0) ::kill(::getpid(), SIGKILL);
    };
    practice.tick();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(WTERMSIG(status) == SIGKILL);
  practice.open();
}

}  // namespace

TEST_CASE("killed between the write and the answer: still one record, and none is missing") {
  for (int writes = 1; writes <= 6; ++writes) {
    RealPractice practice({"client_total", "subscales", "alert"});
    for (const char* client : {"a", "b", "c"}) {
      for (int i = 1; i <= 3; ++i) practice.rate(client, i);
    }
    const auto all = practice.waiting().size();
    tick_and_die(practice, writes);
    CHECK(practice.in_practice("SELECT count(*) FROM record") == writes);
    CHECK(practice.waiting().size() == all - static_cast<std::size_t>(writes) + 1);
    practice.wait(6min);
    CHECK(practice.tick().trouble.empty());
    CHECK(practice.waiting().empty());
    CHECK(practice.in_practice("SELECT count(*) FROM record") == static_cast<long>(all));
    CHECK(practice.in_practice("SELECT count(DISTINCT key) FROM record") == static_cast<long>(all));
    practice.house->store().check();
    practice.house->store().read(
        [](store::Reader& reader) { CHECK_FALSE(reader.audit.verify().finding); });
  }
}

TEST_CASE("an item at which the process ends every time is parked in the end") {
  RealPractice practice({"client_total"});
  practice.rate("a", 1);
  for (int i = 0; i < 10; ++i) {
    tick_and_die(practice, 1);
    practice.wait(6min);
  }
  practice.tick();
  REQUIRE(practice.waiting().size() == 1);
  CHECK(practice.waiting()[0].status == store::DeliveryStatus::parked);
  CHECK(practice.waiting()[0].reason.find("no answer") != std::string::npos);
  CHECK(practice.in_practice("SELECT count(*) FROM record") == 1);
}
