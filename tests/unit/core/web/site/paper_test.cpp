// SPDX-License-Identifier: MIT
// A form on paper: printed with its lines, typed back by staff, once or twice.
#include <catch2/catch.hpp>

#include "site_in_practice.hpp"

using namespace holdfast;
using namespace holdfast::tests;
using Catch::Matchers::Contains;

namespace {

const std::string entry = "/sessions/co-1-s11/paper-entry";

std::string typed(int mark, const std::string& key) {
  return marks(mark, key) + "&instrument=holdfast-session";
}

}  // namespace

TEST_CASE("the sheet has a line of ten centimetres for each line of the form, and no name") {
  const SiteInPractice site;
  for (const char* size : {"a4", "letter"}) {
    const auto page = site.get("desk", "/sessions/co-1-s11/paper", std::string("size=") + size);
    REQUIRE(page.status == 200);
    std::size_t lines = 0;
    for (auto at = page.body.find("class=\"ten-centimetres\""); at != std::string::npos;
         at = page.body.find("class=\"ten-centimetres\"", at + 1))
      ++lines;
    CHECK(lines == 4);
    CHECK_THAT(page.body, Contains(std::string("class=\"paper ") + size + "\""));
    CHECK_THAT(page.body, Contains("This form is not read at once."));
    CHECK(page.body.find("Quentin") == std::string::npos);
    CHECK(page.body.find("Zabel") == std::string::npos);
  }
}

TEST_CASE("four numbers from paper are the client's rating, on paper, and staff see no score") {
  const SiteInPractice site;
  const auto saved = site.post_form("desk", entry, typed(62, site.new_key()));
  REQUIRE(saved.status == 303);
  CHECK(header_of(saved, "location") == "/today");
  CHECK(site.count("SELECT count(*) FROM rating WHERE raw = '248' AND mode = 'paper' AND source = "
                   "'paper' AND rater = 'client' AND submitted_by = 'staff' AND submitted_as = "
                   "'person-desk'") == 1);
  CHECK(site.count("SELECT count(*) FROM rating WHERE source = 'paper' AND answers LIKE "
                   "'%bond%' AND answers LIKE '%goals%' AND answers LIKE '%overall%'"
                   " AND answers LIKE '%tasks%'") == 1);
  CHECK(site.count("SELECT count(*) FROM form_given WHERE way = 'paper' AND status = 'done'") == 1);
}

TEST_CASE("a total alone is taken, in the form's own unit, with no answer invented") {
  const SiteInPractice site;
  const auto post = [&](const std::string& total) {
    return site
        .post_form("own", entry,
                   "key=" + site.new_key() + "&instrument=holdfast-session&total=" + total)
        .status;
  };
  CHECK(post("401") == 422);
  CHECK(post("-1") == 422);
  CHECK(post("much") == 422);
  CHECK(post("310") == 303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE raw = '310' AND mode = 'paper' AND answers = "
                   "''") == 1);
}

TEST_CASE("numbers and a total at once are not guessed between") {
  const SiteInPractice site;
  const auto page = site.post_form("own", entry, typed(62, site.new_key()) + "&total=248");
  CHECK(page.status == 422);
  CHECK_THAT(page.body, Contains("not both"));
}

TEST_CASE("typed twice, only the same twice is saved") {
  const SiteInPractice site;
  const auto before = site.rows();
  const auto second = site.post_form("own", entry, typed(62, site.new_key()) + "&twice=1");
  REQUIRE(second.status == 200);
  CHECK_THAT(second.body, Contains("Now the same once more"));
  CHECK_THAT(second.body, Contains("name=\"once.a.goals\" value=\"62\""));
  CHECK(second.body.find("name=\"a.goals\" type=\"number\" min=\"0\" max=\"100\" step=\"1\" "
                         "inputmode=\"decimal\" autocomplete=\"off\" value=\"62\"") ==
        std::string::npos);
  CHECK(site.rows() == before);
  const std::string once =
      "&twice=1&once.a.goals=62&once.a.tasks=62&once.a.bond=62&once.a.overall=62&once.a.tension="
      "&once.a.resolution=&once.a.could_say=&once.total=";
  const auto differs = site.post_form("own", entry, typed(63, site.new_key()) + once);
  CHECK(differs.status == 422);
  CHECK_THAT(differs.body, Contains("typed differently the first time"));
  CHECK(site.rows() == before);
  CHECK(site.post_form("own", entry, typed(62, site.new_key()) + once).status == 303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE raw = '248'") == 1);
}

TEST_CASE("one form a session: a second one is refused, the same one sent twice is one") {
  const SiteInPractice site;
  const auto body = typed(62, site.new_key());
  REQUIRE(site.post_form("own", entry, body).status == 303);
  CHECK(site.post_form("own", entry, body).status == 303);
  const auto second = site.post_form("own", entry, typed(40, site.new_key()));
  CHECK(second.status == 409);
  CHECK_THAT(second.body, Contains("has this form already"));
  CHECK(site.count("SELECT count(*) FROM rating") == 1);
}

TEST_CASE("once the paper is in, a link that is still out opens nothing") {
  const SiteInPractice site;
  const auto token = site.link("co-1-s11");
  REQUIRE(site.post_form("own", entry, typed(62, site.new_key())).status == 303);
  CHECK(site.get("", "/f/" + token).status == 410);
}

TEST_CASE("a client who did not want to is on record without a number") {
  const SiteInPractice site;
  REQUIRE(site.post_form("desk", entry,
                         "key=" + site.new_key() + "&instrument=holdfast-session&leave=decline")
              .status == 303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE declined = 1 AND raw IS NULL") == 1);
}

TEST_CASE("who helped with the paper is kept with it") {
  const SiteInPractice site;
  REQUIRE(
      site.post_form("own", entry, typed(62, site.new_key()) + "&assistance=interpreter").status ==
      303);
  CHECK(site.count("SELECT count(*) FROM rating WHERE assistance = 'interpreter'") == 1);
}

TEST_CASE(
    "a drafted language is off paper too, for its regions as well, until somebody approves it") {
  const SiteInPractice site;
  site.house().store().commit([](store::Unit& unit) {
    auto client = unit.mirror.client(ClientId{"c-1"}).value();
    client.language = "de-AT";
    unit.mirror.put(client);
  });
  const auto sheet = [&] { return site.get("desk", "/sessions/co-1-s11/paper").body; };
  CHECK_THAT(sheet(), Contains("<article class=\"paper a4\" lang=\"en\""));
  REQUIRE(site.post_form("admin", "/admin/languages", "do=approve&tag=de&by=Ada+Kern").status ==
          303);
  CHECK_THAT(sheet(), Contains("<article class=\"paper a4\" lang=\"de\""));
}

TEST_CASE("all that is printed for the client is in one language, whatever staff read") {
  const SiteInPractice site;
  const auto sheet = [&] {
    const auto page = site.get("desk", "/sessions/co-1-s11/paper", "lang=de").body;
    return page.substr(page.find("<article"), page.find("</article>") - page.find("<article"));
  };
  CHECK_THAT(sheet(), Contains("This form is not read at once.") && Contains("Who can read this"));
  CHECK_THAT(sheet(), !Contains("Bogen") && !Contains("können"));
  CHECK_THAT(sheet(), Contains("<p lang=\"de\" dir=\"ltr\">"));  // the line for staff
  site.house().store().commit([](store::Unit& unit) {
    auto client = unit.mirror.client(ClientId{"c-1"}).value();
    client.language = "de";
    unit.mirror.put(client);
  });
  REQUIRE(site.post_form("admin", "/admin/languages", "do=approve&tag=de&by=Ada+Kern").status ==
          303);
  const auto english = site.get("desk", "/sessions/co-1-s11/paper", "lang=en").body;
  CHECK_THAT(english, Contains("Dieser Bogen wird nicht sofort gelesen."));
  CHECK_THAT(english, !Contains("This form is not read at once."));
}
