// SPDX-License-Identifier: MIT
#include <holdfast/cpp/adapted_host.hpp>

#include "open_practice.hpp"

using namespace practice_test;

TEST_CASE("what an adapter does not serve is called on the base with the base") {
  OpenPractice practice;
  const auto* clock = practice.table<holdfast_host_clock>(HOLDFAST_HOST_CLOCK);
  CHECK(clock->now_ms(practice.host) == practice.base.now_ms);
  CHECK(std::string{clock->zone(practice.host)} == "Europe/Berlin");
  const auto* store = practice.table<holdfast_host_store>(HOLDFAST_HOST_STORE);
  CHECK(store->directory(practice.host) == practice.folder().string());
  practice.table<holdfast_host_log>(HOLDFAST_HOST_LOG)
      ->log(practice.host, HOLDFAST_LOG_INFO, holdfast::str("hello"));
  CHECK(practice.base.logged == "hello");
}

TEST_CASE("ids that the SDK does not know fall through as they are") {
  OpenPractice practice;
  CHECK(practice.host->get_extension(practice.host, "org.example.base/1") == &practice.base);
  CHECK(practice.host->get_extension(practice.host, "org.example.other/1") == nullptr);
  CHECK(practice.host->get_extension(practice.host, "") == nullptr);
}

TEST_CASE("what the base lacks, the adapted host lacks") {
  OpenPractice practice;
  practice.base.has_extensions = false;
  CHECK(practice.host->get_extension(practice.host, HOLDFAST_HOST_CLOCK) == nullptr);
  CHECK(practice.host->get_extension(practice.host, HOLDFAST_HOST_CLIENTS) != nullptr);
}

TEST_CASE("adapters stack: a host over a practice passes its calls on to the practice") {
  class Through : public holdfast::AdaptedHost {
   public:
    explicit Through(const holdfast_host* base) : AdaptedHost(base, {"through", "1"}) {}

   private:
    const void* serve(std::string_view) const noexcept override { return nullptr; }
  };
  OpenPractice practice;
  const Through through{practice.host};
  const auto* clients = static_cast<const holdfast_host_clients*>(
      through.abi()->get_extension(through.abi(), HOLDFAST_HOST_CLIENTS));
  REQUIRE(clients);
  const auto answer =
      ask(clients->get, through.abi(), holdfast::str("u-frontdesk"), holdfast::str("c-1"));
  CHECK(answer.json()["id"] == "c-1");
  for (const auto* id :
       {HOLDFAST_HOST_LOG, HOLDFAST_HOST_CLOCK, HOLDFAST_HOST_STORE, HOLDFAST_HOST_SESSIONS,
        HOLDFAST_HOST_CHANGES, HOLDFAST_HOST_IDENTITY, HOLDFAST_HOST_RECORDS, HOLDFAST_HOST_NOTIFY})
    CHECK(through.abi()->get_extension(through.abi(), id) != nullptr);
}

TEST_CASE("an adapted host tells its own name and the base's flags") {
  OpenPractice practice;
  CHECK(std::string{practice.host->name} == "Practice");
  CHECK(practice.host->abi_major == 1);
  CHECK(practice.host->size == sizeof(holdfast_host));
  CHECK(practice.host->flags == practice.base.abi.flags);
}
