// SPDX-License-Identifier: MIT
// A damaged page and a clock that jumps: people get an answer that says nothing was lost, the
// operator a sentence that says what to do.
#include <catch2/catch.hpp>
#include <fstream>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using namespace std::chrono_literals;

TEST_CASE("a damaged page is told to the operator, and no page pretends", "[file]") {
  SiteInPractice site;
  for (int i = 1; i <= 11; ++i) site.client_rates(SiteInPractice::session("co-2", i), 70);
  const auto path = site.house().store().path();
  site.house().store().before_backup();
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(0, std::ios::end);
    const auto size = static_cast<long>(file.tellg());
    for (long at = 8 * 4096; at < size; at += 4096) {
      file.seekp(at);
      file.write("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 12);
    }
  }
  // A fresh process reads the file, not what an old one remembers: it is told at once, or with the
  // first page that meets the damage.
  std::string told;
  try {
    const auto house = service::House::open(site.house().config(), site.host);
    const web::Site fresh(*house);
    web::Request request;
    request.method = "GET";
    request.path = "/courses/co-2";
    request.actor = "own";
    const auto answer = fresh.answer(request);
    CHECK(answer.status == 503);
    CHECK(answer.body.find("SQLite") == std::string::npos);
    for (const auto& line : site.host.logged) told += line + "\n";
  } catch (const store::Failure& failure) {
    CHECK(failure.fault() == store::Fault::corrupt);
    told = failure.what();
  }
  INFO(told);
  CHECK(told.find("restore a backup") != std::string::npos);
}

TEST_CASE("a clock that jumps loses no rating, keeps their order and the chain") {
  SiteInPractice site;
  const auto start = site.host.clock;
  const std::chrono::hours jumps[] = {0h, -24h * 400, 24h * 900, -1h, 24h * 2, -24h * 30};
  int number = 0;
  for (const auto jump : jumps) {
    const auto session = SiteInPractice::session("co-2", ++number);
    // Set forward, a link that was made before would be over.
    if (jump > 0h) site.host.clock = start + jump;
    const auto token = site.link(session);
    site.host.clock = start + jump;
    const auto answer = site.post_form("", "/f/" + token, marks(70, site.new_key()));
    INFO(number);
    CHECK(answer.status == 303);
    site.host.clock = start;
  }
  site.house().store().read([&](store::Reader& reader) {
    const auto ratings = reader.ratings.of_course(CourseId{"co-2"});
    REQUIRE(ratings.size() == std::size(jumps));
    for (std::size_t i = 0; i < ratings.size(); ++i)
      CHECK(ratings[i].session.value == SiteInPractice::session("co-2", static_cast<int>(i) + 1));
    CHECK_FALSE(reader.audit.verify().finding);
  });
  CHECK(site.get("own", "/courses/co-2").status == 200);
}
