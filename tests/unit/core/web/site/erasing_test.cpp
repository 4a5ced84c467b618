// SPDX-License-Identifier: MIT
// Erasing a file and taking the data out, as the records officers of a practice do it.
#include <Poco/StreamCopier.h>
#include <Poco/Zip/ZipArchive.h>
#include <Poco/Zip/ZipStream.h>

#include <catch2/catch.hpp>
#include <sstream>

#include "json/parse.hpp"
#include "service/practice_archive.hpp"
#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;

namespace {

service::Config kept_for(int years) {
  service::Config config;
  config.retention_years = years;
  return config;
}

// Two records officers; c-2 has ratings, and the course of c-2 has ended.
struct Practice {
  explicit Practice(int years = 0) : site(kept_for(years)) {
    auto second = site.host.people.at("records");
    second.id = PersonId{"person-records-2"};
    second.name = "Olga Ordner";
    site.host.people["records-2"] = second;
    for (int i = 1; i <= 10; ++i) site.client_rates(SiteInPractice::session("co-2", i), 80);
    auto& course = site.host.courses.at("co-2");
    course.ended = std::chrono::floor<std::chrono::days>(site.host.clock);
    site.house().store().commit([&](store::Unit& unit) { unit.mirror.put(course); });
    for (const char* officer : {"records", "records-2"})
      REQUIRE(site.get(officer, "/records").status == 200);
    path = "/records/" + site.key_of("c-2");
    site.host.clock += std::chrono::hours{30};
  }

  web::Response act(const char* who, const std::string& body) const {
    return site.post_form(who, path, body);
  }
  std::string page(const char* who) const { return site.get(who, path).body; }

  SiteInPractice site;
  std::string path;
};

bool says(const std::string& body, std::string_view text) {
  return body.find(text) != std::string::npos;
}

std::map<std::string, std::string> files_in(const std::string& zip) {
  std::map<std::string, std::string> files;
  std::istringstream in(zip);
  const Poco::Zip::ZipArchive archive(in);
  for (auto at = archive.headerBegin(); at != archive.headerEnd(); ++at) {
    in.clear();
    Poco::Zip::ZipInputStream entry(in, at->second);
    Poco::StreamCopier::copyToString(entry, files[at->first]);
  }
  return files;
}

}  // namespace

TEST_CASE("one officer asks, another erases, and the certificate says what stands elsewhere") {
  const Practice practice;
  const auto& site = practice.site;
  CHECK(practice.act("records", "do=erase&sure=1").status == 409);  // nobody asked
  CHECK(practice.act("records", "do=ask_erasure&reason=").status == 422);
  REQUIRE(practice.act("records", "do=ask_erasure&reason=the+client+wishes+it").status == 303);
  CHECK(practice.act("records", "do=ask_erasure&reason=again").status == 409);
  CHECK(says(site.get("records-2", "/records").body, "Wilma Xaver"));

  // Not by the one who asked, and not by chance.
  CHECK(says(practice.page("records"), "Another records officer has to carry it out."));
  CHECK_FALSE(says(practice.page("records"), "Erase it for ever"));
  CHECK(practice.act("records", "do=erase&sure=1").status == 409);
  CHECK(practice.act("records-2", "do=erase").status == 422);
  CHECK(site.count("SELECT count(*) FROM rating") == 10);

  CHECK(says(practice.page("records-2"), "Erase it for ever"));
  const auto done = practice.act("records-2", "do=erase&sure=1");
  REQUIRE(done.status == 303);
  CHECK(site.count("SELECT count(*) FROM rating") == 0);
  CHECK(site.count("SELECT count(*) FROM erasure_request") == 0);
  const auto at = header_of(done, "location");
  const auto certificate = site.get("records", at).body;
  for (const char* words :
       {"Rita Akten", "Olga Ordner", "the client wishes it", "Nothing that Holdfast gave it."})
    CHECK(says(certificate, words));
  CHECK(says(certificate, holdfast::testing::is_on_postgresql() ? "own backups and archived logs"
                                                                : "No backup is known."));
  CHECK_FALSE(says(certificate, "Wilma"));
  const auto json = site.get("records", "/api/v1" + at);
  REQUIRE(json.status == 200);
  CHECK(json::parse(json.body)->find("rows")->find("rating")->number() == 10);
  CHECK(says(site.get("records", "/erasures").body, at));
  CHECK(practice.site.get("records", practice.path).status == 404);
}

TEST_CASE("a hold and the practice's rule stand before an erasure, and the page says so") {
  const Practice practice(10);
  REQUIRE(practice.act("records", "do=ask_erasure&reason=too+early").status == 303);
  CHECK(says(practice.page("records-2"), "The practice&#39;s rule keeps this file longer.") !=
        says(practice.page("records-2"), "The practice's rule keeps this file longer."));
  CHECK(practice.act("records-2", "do=erase&sure=1").status == 409);
  REQUIRE(practice.act("records", "do=hold&reason=a+court").status == 303);
  CHECK(says(practice.page("records-2"), "it has to be lifted first"));
  CHECK(practice.act("records-2", "do=erase&sure=1").status == 409);
  REQUIRE(practice.act("records", "do=take_back_erasure").status == 303);
  CHECK(practice.act("records", "do=take_back_erasure").status == 409);
  CHECK(practice.site.count("SELECT count(*) FROM rating") == 10);
}

TEST_CASE("where there is one officer, who asked carries it out") {
  SiteInPractice site(kept_for(0));
  site.client_rates("co-2-s1", 80);
  REQUIRE(site.get("records", "/records").status == 200);
  site.host.clock += std::chrono::hours{30};
  const auto path = "/api/v1/records/" + site.key_of("c-2") + "/acts";
  REQUIRE(site.post_json("records", path, R"({"do":"ask_erasure","reason":"asked"})").status ==
          200);
  CHECK(site.post_json("records", path, R"({"do":"erase","really":"yes"})").status == 422);
  const auto done = site.post_json("records", path, R"({"do":"erase"})");
  REQUIRE(done.status == 200);
  CHECK(json::parse(done.body)->string_or("schema") == "holdfast.erasure-certificate/1");
  CHECK(site.count("SELECT count(*) FROM rating") == 0);
}

TEST_CASE("files past their retention are listed, those that are kept are not") {
  const Practice over(0), kept(10);
  CHECK(says(over.site.get("records", "/retention").body, "Wilma Xaver"));
  CHECK_FALSE(says(over.site.get("records", "/retention").body, "Quentin"));  // has not ended
  CHECK_FALSE(says(kept.site.get("records", "/retention").body, "Wilma"));
  CHECK(says(kept.site.get("records", "/retention").body, "10 years"));
  REQUIRE(over.act("records", "do=hold&reason=a+court").status == 303);
  CHECK_FALSE(says(over.site.get("records", "/retention").body, "Wilma"));
}

TEST_CASE("the practice's data come as one archive of tables, and a set of few is not made") {
  const Practice practice;
  const auto& site = practice.site;
  const auto all = site.post_form("records", "/export", "what=all");
  REQUIRE(all.status == 200);
  CHECK(header_of(all, "content-type") == "application/zip");
  CHECK(says(header_of(all, "content-disposition"), "attachment"));
  const auto files = files_in(all.body);
  for (const char* name : {"ratings.csv", "scales.csv", "answers.csv", "check_ins.csv",
                           "dictionary.csv", "read.sps", "read.R"})
    CHECK(files.contains(name));
  const auto& ratings = files.at("ratings.csv");
  CHECK(std::count(ratings.begin(), ratings.end(), '\n') == 11);  // a header and ten
  CHECK(site.count("SELECT count(*) FROM audit_line WHERE action = 'practice.export'") == 1);
  CHECK(site.post_form("records", "/export", "what=research").status == 409);
  CHECK(site.post_form("records", "/export", "what=else").status == 422);
}

TEST_CASE("a practice too large for an archive is sent to the command") {
  const Practice practice;
  access::Principal officer;
  officer.kind = access::Principal::Kind::staff;
  officer.person = practice.site.host.people.at("records");
  const auto refused = service::export_archive(practice.site.house(), officer,
                                               service::Naming::as_stored, "/export", 100);
  REQUIRE_FALSE(refused);
  CHECK(refused.refusal().rule == "too-large");
}
