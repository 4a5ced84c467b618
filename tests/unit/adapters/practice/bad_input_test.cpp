// SPDX-License-Identifier: MIT
#include <sys/stat.h>

#include "open_practice.hpp"

using namespace practice_test;

TEST_CASE("ids that nobody has, too long ids and ids that are not UTF-8 each get their status") {
  OpenPractice practice;
  const std::string with_nul{"c-1\0x", 5};
  struct Case {
    std::string id;
    holdfast_status status;
  };
  for (const auto& one :
       {Case{"", HOLDFAST_E_NOT_FOUND}, Case{"c-none", HOLDFAST_E_NOT_FOUND},
        Case{with_nul, HOLDFAST_E_NOT_FOUND}, Case{"c'1\"\n;--", HOLDFAST_E_NOT_FOUND},
        Case{std::string(128, 'x'), HOLDFAST_E_NOT_FOUND},
        Case{std::string(129, 'x'), HOLDFAST_E_INVALID}, Case{"\xff", HOLDFAST_E_INVALID},
        Case{"\xc0\xaf", HOLDFAST_E_INVALID}, Case{"\xed\xa0\x80", HOLDFAST_E_INVALID},
        Case{"c\xe2\x82", HOLDFAST_E_INVALID}}) {
    INFO(one.id);
    CHECK(practice.client("holdfast:system", one.id).status == one.status);
    CHECK(practice.course("holdfast:system", one.id).status == one.status);
    CHECK(practice.clinician("holdfast:system", one.id).status == one.status);
    CHECK(practice.session("holdfast:system", one.id).status == one.status);
  }
  CHECK(practice.client(std::string(129, 'u'), "c-1").status == HOLDFAST_E_INVALID);
  CHECK(practice.client(std::string{"u-therapist-1\0", 14}, "c-1").status == HOLDFAST_E_DENIED);
  CHECK(practice.describe("\xff").status == HOLDFAST_E_INVALID);
}

TEST_CASE("a text without bytes may be a null pointer") {
  OpenPractice practice;
  const auto answer = ask(practice.clients()->get, practice.host, holdfast_str{nullptr, 0},
                          holdfast_str{nullptr, 0});
  CHECK(answer.status == HOLDFAST_E_DENIED);
}

TEST_CASE("queries that are not what the schema says are refused with the field") {
  OpenPractice practice;
  const auto search = [&](const std::string& query) {
    return ask(practice.clients()->search, practice.host, holdfast::str("u-frontdesk"),
               holdfast::str(query));
  };
  CHECK(search("").status == HOLDFAST_E_INVALID);
  CHECK(search("[]").status == HOLDFAST_E_INVALID);
  CHECK(search("{").status == HOLDFAST_E_INVALID);
  CHECK(search(R"({"schema":"holdfast.client-query/2","text":""})").why.find("schema") !=
        std::string::npos);
  CHECK(search(R"({"schema":"holdfast.client-query/1","text":"","text":"a"})").status ==
        HOLDFAST_E_INVALID);
  CHECK(search(R"({"schema":"holdfast.client-query/1","limit":0})").status == HOLDFAST_E_INVALID);
  CHECK(search(R"({"schema":"holdfast.client-query/1","limit":-1})").status == HOLDFAST_E_INVALID);
  CHECK(search(R"({"schema":"holdfast.client-query/1","limit":1e99})").status ==
        HOLDFAST_E_INVALID);
  CHECK(search(R"({"schema":"holdfast.client-query/1","limit":18446744073709551616})").status ==
        HOLDFAST_E_INVALID);
  CHECK(search(R"({"schema":"holdfast.client-query/1","new_field":{"a":[1]}})").status ==
        HOLDFAST_OK);
  CHECK(search(R"({"schema":"holdfast.client-query/1","text":")" + std::string{"\xff"} + "\"}")
            .status == HOLDFAST_E_INVALID);
  CHECK(search(std::string(40, '[')).status != HOLDFAST_OK);
  CHECK(search(R"({"schema":"holdfast.client-query/1","x":)" + std::string(40, '[') +
               std::string(40, ']') + "}")
            .status == HOLDFAST_E_LIMIT);
  CHECK(search(std::string(256 * 1024 + 1, ' ')).status == HOLDFAST_E_LIMIT);
}

TEST_CASE("days that do not exist or run backwards are refused") {
  OpenPractice practice;
  const auto list = [&](const Json& query) { return practice.list("u-frontdesk", query).status; };
  CHECK(list({{"from", "2026-02-30"}, {"to", "2026-03-01"}}) == HOLDFAST_E_INVALID);
  CHECK(list({{"from", "2026-11-24"}, {"to", "2026-11-23"}}) == HOLDFAST_E_INVALID);
  CHECK(list({{"from", "2026-11-23"}}) == HOLDFAST_E_INVALID);
  CHECK(list({{"from", 20261123}, {"to", "2026-11-24"}}) == HOLDFAST_E_INVALID);
  CHECK(list({{"from", "2026-11-23"}, {"to", "2026-11-24"}, {"limit", 1001}}) ==
        HOLDFAST_E_INVALID);
}

TEST_CASE("a configuration that cannot work is refused with a sentence for the operator") {
  OpenPractice practice;
  const auto refused = [&](const std::string& config, const std::string& part) {
    practice.open(config);
    INFO(config << " -> " << practice.why);
    CHECK(practice.host == nullptr);
    CHECK(practice.why.find(part) != std::string::npos);
  };
  refused("{", "JSON");
  refused(R"({"fiel":"/x.db"})", "fiel");
  refused(R"({"file":"relative.db"})", "absolute");
  refused(R"({"file":"/no/such/folder/practice.db"})", "practice file");
  refused(R"({"demo":"yes"})", "demo");
  refused(R"({"today":"tomorrow"})", "today");
  refused(R"({"seed":-1})", "seed");
  refused(R"({"import":"/no/such/file.json"})", "import file");
  practice.base.zone = "Mars/Olympus";
  refused("{}", "time zone");
}

TEST_CASE("without a folder from the host the file must be named") {
  OpenPractice practice;
  practice.base.has_extensions = false;
  practice.open("{}");
  CHECK(practice.host == nullptr);
  CHECK(practice.why.find("\"file\"") != std::string::npos);
  practice.open(Json{{"file", (practice.folder() / "own.db").string()}}.dump());
  CHECK(practice.host != nullptr);
}

TEST_CASE("the practice file is for its owner alone, also when it was not before") {
  OpenPractice practice;
  const auto file = practice.folder() / "practice.db";
  const auto mode_of = [](const std::filesystem::path& path) {
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 0777u;
  };
  CHECK(mode_of(file) == 0600);
  CHECK(mode_of(file.string() + "-wal") == 0600);
  practice.close();
  std::filesystem::permissions(file, std::filesystem::perms{0644});
  practice.open("{}");
  CHECK(mode_of(file) == 0600);
}

TEST_CASE("a file that is no practice, or of a later version, is left alone") {
  OpenPractice practice;
  const auto file = practice.folder() / "other.db";
  std::ofstream{file} << "this is not a database, but it is long enough to look like one "
                      << std::string(200, 'x');
  practice.open(Json{{"file", file.string()}}.dump());
  CHECK(practice.host == nullptr);
  CHECK(practice.code == HOLDFAST_E_UNAVAILABLE);
}
