// SPDX-License-Identifier: MIT
#include "practice/contents.hpp"

#include "open_practice.hpp"

using namespace practice_test;

TEST_CASE("an import is applied at every start and changes nothing the second time") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  REQUIRE(practice.why == "");
  CHECK(practice.client("u-a", "c-a").json()["name"] == "Synthetic Example");
  auto import = small_import();
  import["clients"][0]["name"] = "Synthetic Renamed";
  practice.reopen_with(import);
  CHECK(practice.client("u-a", "c-a").json()["name"] == "Synthetic Renamed");
}

TEST_CASE("an import may add to what is there and name it") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  practice.reopen_with(Json::parse(R"({"schema":"holdfast.practice-import/1",
    "sessions":[{"id":"s-b","course":"co-a","clinician":"dr-a","start":"2026-11-30T09:00:00Z",
                 "attendance":"booked"}]})"));
  CHECK(practice.session("u-a", "s-b").status == HOLDFAST_OK);
  CHECK(practice.session("u-a", "s-a").status == HOLDFAST_OK);
}

TEST_CASE("of an entry that stands twice in a long import the last one counts") {
  auto import = small_import();
  const auto first = import["sessions"][0];
  for (int i = 0; i < 5000; ++i) {
    auto session = first;
    session["id"] = "s-" + std::to_string(i);
    import["sessions"].push_back(session);
  }
  auto last = first;
  last["attendance"] = "no_show";
  import["sessions"].push_back(last);
  auto course = import["courses"][0];
  course["clinicians"].push_back("dr-b");
  import["clinicians"].push_back({{"id", "dr-b"}, {"name", "Synthetic B"}, { "active", true }});
  import["courses"].push_back(course);
  OpenPractice practice{"{}"};
  practice.reopen_with(import);
  REQUIRE(practice.why == "");
  CHECK(practice.session("u-a", first["id"].get<std::string>()).json()["attendance"] == "no_show");
  CHECK(practice.session("u-a", "s-4999").status == HOLDFAST_OK);
  CHECK(practice.course("u-a", course["id"].get<std::string>()).json()["clinicians"] ==
        course["clinicians"]);
}

TEST_CASE("an import that names what is nowhere is refused whole") {
  OpenPractice practice{"{}"};
  practice.reopen_with(small_import());
  auto wrong = small_import();
  wrong["clients"].push_back({{"id", "c-new"}, {"name", "Synthetic New"}});
  wrong["courses"].push_back({{"id", "co-x"}, {"client", "c-missing"}, {"clinicians", {"dr-a"}}});
  practice.reopen_with(wrong);
  CHECK(practice.host == nullptr);
  CHECK(practice.code == HOLDFAST_E_INVALID);
  CHECK(practice.why.find("course") != std::string::npos);
  practice.open("{}");
  CHECK(practice.client("u-a", "c-new").status == HOLDFAST_E_NOT_FOUND);
}

TEST_CASE("a wrong entry of an import is named by list, number and field") {
  auto import = small_import();
  import["sessions"].push_back(import["sessions"][0]);
  import["sessions"][1]["attendance"] = "slept";
  try {
    holdfast::adapters::practice::read_contents(import.dump());
    FAIL("was accepted");
  } catch (const holdfast::Failure& failure) {
    CHECK(std::string{failure.what()} ==
          "import: sessions entry 2: session: field \"attendance\" is not a known word");
  }
}
