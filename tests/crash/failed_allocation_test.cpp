// SPDX-License-Identifier: MIT
// One allocation fails, somewhere in a submit: of C++ or of SQLite, each in turn, sampled. Whoever
// sent the form is told that nothing was saved, and the form can be sent again.
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>
#include <optional>

#include "unit/core/web/site/site_in_practice.hpp"

namespace {

// Allocations of this thread left until one fails; negative: none will. One that has failed once
// does not fail again.
thread_local long left = -1;
thread_local long counted = 0;
thread_local bool counts = false;

bool fails_now() {
  if (!counts) return false;
  ++counted;
  return left >= 0 && left-- == 0;
}

void* allocated(std::size_t size) {
  if (fails_now()) throw std::bad_alloc();
  if (void* memory = std::malloc(size > 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}

sqlite3_mem_methods system_memory;
void* sqlite_malloc(int size) { return fails_now() ? nullptr : system_memory.xMalloc(size); }
void* sqlite_realloc(void* memory, int size) {
  return fails_now() ? nullptr : system_memory.xRealloc(memory, size);
}

// Before anything opens a database.
const bool is_installed = [] {
  if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory) != SQLITE_OK) return false;
  auto ours = system_memory;
  ours.xMalloc = sqlite_malloc;
  ours.xRealloc = sqlite_realloc;
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK;
}();

}  // namespace

void* operator new(std::size_t size) { return allocated(size); }
void* operator new[](std::size_t size) { return allocated(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

using namespace holdfast;
using namespace holdfast::tests;

namespace {

struct Sent {
  web::Response answer;
  long allocations = 0;
  bool has_failed = false;
};

// Posts the form with the allocation after `good` of them failing; negative: none.
Sent post(const SiteInPractice& site, const std::string& path, const std::string& body, long good) {
  Sent sent;
  left = good;
  counted = 0;
  counts = true;
  try {
    sent.answer = site.post_form("", path, body);
  } catch (const std::bad_alloc&) {
    sent.answer.status = 0;  // a host is told HOLDFAST_E_INTERNAL and answers for itself
  }
  counts = false;
  sent.allocations = counted;
  sent.has_failed = good >= 0 && left < 0;
  left = -1;
  return sent;
}

}  // namespace

TEST_CASE("whichever allocation fails in a submit, the rating is there whole or not at all") {
  REQUIRE(is_installed);
  std::optional<SiteInPractice> site;
  int number = 0;
  // The way to a form that nobody has filled yet; a practice has eleven sessions to rate.
  const auto next_form = [&] {
    if (!site || number == SiteInPractice::sessions) {
      site.emplace();
      site->client_rates(SiteInPractice::session("co-2", 1), 70);  // what is made once is made
      number = 1;
    }
    return "/f/" + site->link(SiteInPractice::session("co-2", ++number));
  };
  const auto stored = [&] { return site->count("SELECT count(*) FROM rating"); };

  const auto first = next_form();
  const auto all = post(*site, first, marks(70, site->new_key()), -1);
  REQUIRE(all.answer.status == 303);
  REQUIRE(all.allocations > 200);
  int failures = 0, told = 0;
  for (long good = 0; good < all.allocations; good += good < 20 ? 1 : all.allocations / 120) {
    const auto form = next_form();
    const auto body = marks(70, site->new_key());
    const auto before = stored();
    const auto sent = post(*site, form, body, good);
    INFO("allocation " << good << " of " << all.allocations << ": " << sent.answer.status);
    const bool is_acknowledged = sent.answer.status == 303;
    failures += sent.has_failed ? 1 : 0;
    told += is_acknowledged ? 0 : 1;
    CHECK((is_acknowledged || sent.answer.status == 0 || sent.answer.status >= 500));
    // Acknowledged is stored. Refused may be stored, when only the answer could not be made; then
    // the same form again is the same rating.
    if (is_acknowledged) CHECK(stored() == before + 1);
    site->host.logged.clear();
    const auto again = site->post_form("", form, body);
    INFO((site->host.logged.empty() ? "" : site->host.logged.back()));
    CHECK(again.status == 303);
    CHECK(stored() == before + 1);
    if (number < SiteInPractice::sessions) continue;
    site->house().store().check();
    site->house().store().read([](store::Reader& reader) {
      CHECK_FALSE(reader.audit.verify().finding);
      for (const auto& rating : reader.ratings.of_course(CourseId{"co-2"}))
        CHECK(reader.ratings.answers(rating.id).size() == 4);
    });
  }
  CHECK(failures > 100);
  CHECK(told > 50);
}
