// SPDX-License-Identifier: MIT
// What carers see of a child's or a young person's ratings: nothing, until the practice sets an
// age, then only below that age, only while the client did not say no, and only the client's own
// lines.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

bool has(const std::string& page, std::string_view words) {
  return page.find(words) != std::string::npos;
}

// Client c-1, a carer for them, three rated sessions with words of the therapist and the client.
struct WithChild : SiteInPractice {
  explicit WithChild(const char* born) {
    for (int number = 1; number <= 3; ++number) client_rates(session("co-1", number), 80);
    auto client = host.clients.at("c-1");  // whose age the practice learns now
    client.birth_date = parse_day(born);
    house().store().commit([&](store::Unit& unit) { unit.mirror.put(client); });
    therapist_rates("co-1-s3", 55);
    REQUIRE(post_form("own", "/courses/co-1/check-ins", "reason=words+of+the+therapist").status ==
            303);
  }
  void let_carers_look(const char* until) {
    REQUIRE(post_form("admin", "/admin/visibility", std::string("seal=0&carers_until=") + until)
                .status == 303);
  }
  std::string carer() const {
    const auto page = get("carer", "/carer");
    REQUIRE(page.status == 200);
    CHECK(has(page.body, "Quentin Zabel"));
    return page.body;
  }
  std::string form() const { return get("", "/f/" + link("co-1-s11")).body; }
  bool shows() const { return has(carer(), "class=\"dot client\""); }
};

constexpr const char* not_shown = "are not shown to you";
constexpr const char* named = "whoever cares for you, until you are 16";

}  // namespace

TEST_CASE("carers see nothing of a child's ratings unless the practice sets an age") {
  WithChild site("2014-03-01");  // twelve years old
  CHECK_FALSE(site.shows());
  CHECK(has(site.carer(), not_shown));
  CHECK_FALSE(has(site.form(), "whoever cares for you"));
  site.let_carers_look("16");
  CHECK(site.shows());
  CHECK(has(site.carer(), "until Quentin Zabel is 16"));
  CHECK(has(site.form(), named));
  site.let_carers_look("0");
  CHECK_FALSE(site.shows());
}

TEST_CASE("carers see the client's own lines and nothing that others said, marked or rated") {
  WithChild site("2014-03-01");
  site.let_carers_look("16");
  const auto page = site.carer();
  CHECK(has(page, "class=\"dot client\""));
  CHECK_FALSE(has(page, "class=\"dot therapist\""));
  for (const char* told : {"words of the therapist", "/check-ins/", "/courses/", "class=\"ring"}) {
    INFO(told);
    CHECK_FALSE(has(page, told));
  }
  CHECK(site.get("carer", "/courses/co-1").status == 403);
}

TEST_CASE("what carers see ends on the birthday that the practice has set") {
  WithChild site("2010-11-24");  // sixteen tomorrow
  site.let_carers_look("16");
  CHECK(site.shows());
  site.host.clock += std::chrono::days{1};
  CHECK_FALSE(site.shows());
  CHECK(has(site.carer(), not_shown));
  CHECK_FALSE(has(site.form(), named));
}

TEST_CASE("a client who says no is not shown to carers, and the form says so") {
  WithChild site("2014-03-01");
  site.let_carers_look("16");
  REQUIRE(site.post_form("own", "/courses/co-1/consent",
                         "purpose=carer_view&answer=refused&given_by=client")
              .status == 303);
  CHECK_FALSE(site.shows());
  CHECK_FALSE(has(site.form(), named));
}

TEST_CASE("a client whose age is not known is shown to no carer") {
  SiteInPractice site;
  site.client_rates("co-1-s1", 80);
  REQUIRE(site.post_form("admin", "/admin/visibility", "seal=0&carers_until=16").status == 303);
  CHECK(has(site.get("carer", "/carer").body, not_shown));
}

TEST_CASE("a sealed rating is sealed from carers too") {
  WithChild site("2014-03-01");
  REQUIRE(site.post_form("admin", "/admin/visibility", "seal=1&carers_until=16").status == 303);
  site.host.clock = site.host.sessions.at("co-1-s11").start + std::chrono::minutes{50};
  const auto points = [&] {
    const auto page = site.carer();
    std::size_t count = 0;
    for (auto at = page.find("class=\"dot client\""); at != page.npos;
         at = page.find("class=\"dot client\"", at + 1))
      ++count;
    return count;
  };
  const auto before = points();
  const std::string faces = "&ms=41000&a.bond=4&a.speaking=4&a.goals=4&a.tasks=4";
  REQUIRE(
      site.post_form("", "/f/" + site.link("co-1-s11"), "key=" + site.new_key() + faces).status ==
      303);
  CHECK(points() == before);
  site.host.clock += std::chrono::hours{25};
  CHECK(points() > before);
}
