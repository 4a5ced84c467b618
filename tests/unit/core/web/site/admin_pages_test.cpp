// SPDX-License-Identifier: MIT
// What an administrator decides on the pages takes effect at once, and is on record.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

std::string form_page(const SiteInPractice& site, const std::string& language = {}) {
  const auto page = site.get("", "/f/" + site.link(site.session_without_form("co-1")),
                             language.empty() ? "" : "lang=" + language);
  REQUIRE(page.status == 200);
  return page.body;
}

}  // namespace

TEST_CASE("a seal that is switched on seals the next rating, and the form says so") {
  SiteInPractice site;
  CHECK_THAT(form_page(site), Contains("as soon as you send it"));
  REQUIRE(site.post_form("admin", "/admin/visibility", "seal=1&carers_until=0").status == 303);
  CHECK_THAT(form_page(site), Contains("after 24 hours"));
  site.host.clock = site.host.sessions.at("co-1-s11").start + std::chrono::minutes{50};
  site.client_rates("co-1-s11", 73);
  CHECK(site.count("SELECT count(*) FROM rating WHERE sealed_until IS NOT NULL") == 1);
  REQUIRE(site.post_form("admin", "/admin/visibility", "seal=0&carers_until=0").status == 303);
  CHECK_THAT(form_page(site), Contains("as soon as you send it"));
}

TEST_CASE("the age at which carers stop seeing is refused outside 12 to 25") {
  const SiteInPractice site;
  for (const char* age : {"3", "99", "x"}) {
    INFO(age);
    const auto answer =
        site.post_form("admin", "/admin/visibility", std::string("seal=0&carers_until=") + age);
    CHECK(answer.status == 422);
  }
  CHECK(site.post_form("admin", "/admin/visibility", "seal=0&carers_until=16").status == 303);
}

TEST_CASE("one kind of record is switched on and off by itself") {
  SiteInPractice site;
  site.client_rates("co-1-s1", 70);
  CHECK(site.count("SELECT count(*) FROM outbox") == 0);
  REQUIRE(site.post_form("admin", "/admin/write-back", "kind=client_total&on=1").status == 303);
  site.client_rates("co-1-s2", 70);
  CHECK(site.count("SELECT count(*) FROM outbox WHERE about = 'client_total'") == 1);
  CHECK(site.count("SELECT count(*) FROM outbox WHERE about <> 'client_total'") == 0);
  REQUIRE(site.post_form("admin", "/admin/write-back", "kind=client_total&on=0").status == 303);
  site.client_rates("co-1-s3", 70);
  CHECK(site.count("SELECT count(*) FROM outbox WHERE about = 'client_total'") == 1);
  CHECK(site.post_form("admin", "/admin/write-back", "kind=everything&on=1").status == 422);
}

TEST_CASE("clients read a drafted language once a named person stands for it, staff before") {
  const SiteInPractice site;
  CHECK_THAT(form_page(site, "de"), Contains("<html lang=\"en\""));
  CHECK_THAT(site.get("own", "/today", "lang=de").body, Contains("<html lang=\"de\""));
  const auto nameless = site.post_form("admin", "/admin/languages", "do=approve&tag=de&by=");
  CHECK(nameless.status == 422);
  REQUIRE(site.post_form("admin", "/admin/languages", "do=approve&tag=de&by=Ada+Kern").status ==
          303);
  CHECK_THAT(form_page(site, "de"), Contains("<html lang=\"de\""));
  CHECK_THAT(site.get("admin", "/admin/languages").body, Contains("Ada Kern"));
  REQUIRE(site.post_form("admin", "/admin/languages", "do=withdraw&tag=de").status == 303);
  CHECK_THAT(form_page(site, "de"), Contains("<html lang=\"en\""));
}

TEST_CASE("cover noted here opens a colleague's course until it is ended") {
  const SiteInPractice site;
  CHECK(site.get("other", "/courses/co-1").status == 403);
  REQUIRE(site.post_form("admin", "/admin/people",
                         "do=add&kind=cover&person=person-other&clinician=cl-1")
              .status == 422);  // without a last day
  REQUIRE(site.post_form("admin", "/admin/people",
                         "do=add&kind=cover&person=person-other&clinician=cl-1&until=2026-12-24")
              .status == 303);
  CHECK(site.get("other", "/courses/co-1").status == 200);
  const auto id = site.house().store().read([&](store::Reader& reader) {
    return reader.people.links(parse_day("2026-11-23").value()).front().id;
  });
  REQUIRE(site.post_form("admin", "/admin/people", "do=end&id=" + id).status == 303);
  CHECK(site.get("other", "/courses/co-1").status == 403);
}

TEST_CASE("the records officer reads who looked, newest first, and one person's lines alone") {
  const SiteInPractice site;
  REQUIRE(site.get("own", "/courses/co-1").status == 200);
  REQUIRE(site.get("other", "/courses/co-1").status == 403);
  const auto page = site.get("records", "/audit").body;
  CHECK_THAT(page, Contains("Ada Kern"));
  CHECK_THAT(page, Contains("refused"));
  const auto one = site.get("records", "/audit", "person=person-own").body;
  CHECK_THAT(one, Contains("looked at the ratings"));
  CHECK(one.find("Ben Otter · ") == std::string::npos);
}

TEST_CASE("a form is put on the schedule and taken out again") {
  const SiteInPractice site;
  const auto add = "do=add&instrument=holdfast-alliance-12&when=every_nth&every=4&moment=after";
  REQUIRE(site.post_form("admin", "/admin/schedule", add).status == 303);
  CHECK_THAT(site.get("admin", "/admin/schedule").body, Contains("every 4 sessions"));
  CHECK(site.post_form("admin", "/admin/schedule", "do=remove&place=99").status == 422);
  REQUIRE(site.post_form("admin", "/admin/schedule", "do=remove&place=3").status == 303);
  CHECK(site.get("admin", "/admin/schedule").body.find("every 4 sessions") == std::string::npos);
}

TEST_CASE("the tour and the design page are in the demo alone") {
  const SiteInPractice real;
  CHECK(real.get("own", "/tour").status == 404);
  CHECK(real.get("own", "/design").status == 404);
  service::Config config;
  config.demo = true;
  const SiteInPractice demo{config};
  CHECK(demo.get("own", "/tour").status == 200);
  const auto design = demo.get("", "/design");
  CHECK(design.status == 200);
  CHECK_THAT(design.body, Contains("swatch-accent"));
}

TEST_CASE("whoever stands for a language can read all of what clients read in it") {
  SiteInPractice site;
  CHECK_THAT(site.get("admin", "/admin/languages").body, Contains("href=\"/admin/languages/de\""));
  const auto page = site.get("admin", "/admin/languages/de");
  REQUIRE(page.status == 200);
  for (const char* text :
       {"Dieser Bogen wird nicht sofort gelesen.", "This form is not read at once.",
        "Zu diesem Bogen gibt es einen neueren Weg", "Thank you", "Our sessions so far",
        "Who can read this", "lang=\"de\" dir=\"ltr\""}) {
    INFO(text);
    CHECK_THAT(page.body, Contains(text));
  }
  CHECK_THAT(site.get("admin", "/admin/languages/ar").body, Contains("lang=\"ar\" dir=\"rtl\""));
  CHECK(site.get("admin", "/admin/languages/tlh").status == 404);
}

TEST_CASE("what a client looks at with their therapist is in no language that nobody stands for") {
  SiteInPractice site;
  const auto together = [&] { return site.get("own", "/courses/co-1/together", "lang=ar").body; };
  CHECK_THAT(together(), Contains("<html lang=\"en\"") && Contains("Our sessions so far"));
  CHECK_THAT(site.get("own", "/courses/co-1", "lang=ar").body, Contains("<html lang=\"ar\""));
  REQUIRE(site.post_form("admin", "/admin/languages", "do=approve&tag=ar&by=Ada+Kern").status ==
          303);
  CHECK_THAT(together(), Contains("<html lang=\"ar\""));
}
