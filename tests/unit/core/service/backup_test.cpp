// SPDX-License-Identifier: MIT
#include "service/backup.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "practice_of_one.hpp"
#include "service/age_file.hpp"
#include "service/audit_anchor.hpp"
#include "service/delivery_pause.hpp"
#include "service/erase_client.hpp"
#include "service/erasure_ledger.hpp"
#include "service/tick.hpp"
#include "strings_io.hpp"

using namespace holdfast;
using namespace holdfast::service;
using namespace holdfast::service::testing;

namespace {

Problems run(House& house, const char* name, std::string_view options, StringsIo& io) {
  const auto* tool = find_tool(name);
  REQUIRE(tool);
  return tool->run(house, options, io);
}

std::string copy_of(House& house, const std::string& recipient = {}) {
  std::string copy;
  const auto made = make_backup(
      house, {recipient, "backups/one", [&](std::string_view bytes) { copy += bytes; }});
  REQUIRE(made);
  CHECK(made->bytes == static_cast<std::int64_t>(copy.size()));
  CHECK(made->sha256 == store::sha256_hex(copy));
  return copy;
}

// Another machine: a folder of its own and nothing opened yet.
struct Elsewhere {
  store::testing::Folder folder;
  RecordingHost host;
  std::unique_ptr<House> house;
  Elsewhere(const PracticeOfOne& from) : host(from.host) {
    host.folder = folder.path().string();
    house = House::open({.open = Open::nothing}, host);
  }
  Problems restore(const std::string& copy, const std::string& key, StringsIo& io) {
    io.in["in"] = copy;
    io.in["key"] = key;
    return run(*house, "restore",
               key.empty() ? R"({"channels":["in","out"]})" : R"({"channels":["in","key","out"]})",
               io);
  }
  std::unique_ptr<House> open() { return House::open({.open = Open::store}, host); }
};

std::size_t files_like(const store::testing::Folder& folder, const std::string& part) {
  std::size_t found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
    if (entry.path().filename().string().find(part) != std::string::npos) ++found;
  return found;
}

}  // namespace

TEST_CASE("a copy made while ratings come in holds what was acknowledged before it began",
          "[file]") {
  PracticeOfOne practice;
  for (int i = 1; i <= 5; ++i) practice.rate(i, 70);
  std::thread writing([&] {
    for (int i = 6; i <= 25; ++i)
      submit_rating(*practice.house, practice.submission(i, 70)).operator bool();
  });
  const auto keys = make_age_keys();
  const auto copy = copy_of(*practice.house, keys.recipient);
  writing.join();
  CHECK(copy.find("SQLite format") == std::string::npos);
  CHECK(copy.find("holdfast-session") == std::string::npos);
  CHECK(files_like(practice.folder, ".backup-") == 0);  // no copy is left in the clear

  Elsewhere elsewhere(practice);
  StringsIo io;
  REQUIRE(elsewhere.restore(copy, "# a comment\n" + keys.identity + "\n", io).empty());
  const auto house = elsewhere.open();
  house->store().check();
  house->store().read([&](store::Reader& reader) {
    CHECK_FALSE(reader.audit.verify().finding);
    CHECK(reader.ratings.of_course(course).size() >= 5);
    CHECK(is_delivery_paused(reader, *house));
  });
}

TEST_CASE("a backup is encrypted unless somebody says otherwise", "[file]") {
  PracticeOfOne practice;
  StringsIo refused, plain, configured;
  const auto problems = run(*practice.house, "backup", "{}", refused);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].field == "recipient");
  CHECK(run(*practice.house, "backup", R"({"plain":true})", plain).empty());
  CHECK(plain.out["backup"].starts_with("SQLite format 3"));
  StringsIo wrong;
  CHECK(run(*practice.house, "backup", R"({"recipient":"age1nonsense"})", wrong).size() == 1);
  CHECK(wrong.out["backup"].empty());
  practice.read([](store::Reader& reader) {
    const auto known = known_backups(reader);
    REQUIRE(known.size() == 1);
    CHECK(known[0].sha256.size() == 64);
  });
}

TEST_CASE("a copy that is damaged, cut off, of another key, or none is refused, and nothing moves",
          "[file]") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  const auto keys = make_age_keys();
  const auto copy = copy_of(*practice.house, keys.recipient);
  const auto plain = copy_of(*practice.house);
  auto changed = copy;
  changed[copy.size() / 2] = static_cast<char>(changed[copy.size() / 2] ^ 1);
  auto damaged = plain;
  for (std::size_t at = 3 * 4096; at < damaged.size(); at += 4096)
    damaged.replace(at, 8, 8, '\xff');
  struct Case {
    std::string what, copy, key;
  };
  for (const auto& one :
       std::vector<Case>{{"changed", changed, keys.identity},
                         {"cut off", copy.substr(0, copy.size() - 9), keys.identity},
                         {"another key", copy, make_age_keys().identity},
                         {"no key", copy, ""},
                         {"pages destroyed", damaged, ""},
                         {"no copy", "hello", ""},
                         {"empty", "", ""}}) {
    INFO(one.what);
    Elsewhere elsewhere(practice);
    StringsIo io;
    const auto problems = elsewhere.restore(one.copy, one.key, io);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message.size() > 20);
    CHECK(files_like(elsewhere.folder, "holdfast.db") == 0);
  }
}

TEST_CASE("restoring over a store that another process works with is refused", "[file]") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  const auto copy = copy_of(*practice.house);
  int ready[2], done[2];
  REQUIRE(::pipe(ready) == 0);
  REQUIRE(::pipe(done) == 0);
  practice.house.reset();
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    const auto house = House::open({.open = Open::store}, practice.host);
    house->store().read([](store::Reader& reader) { return reader.audit.head().number; });
    char one = 'r';
    if (::write(ready[1], &one, 1) != 1 || ::read(done[0], &one, 1) != 1) ::_exit(1);
    ::_exit(0);
  }
  char one = 0;
  REQUIRE(::read(ready[0], &one, 1) == 1);
  const auto closed = House::open({.open = Open::nothing}, practice.host);
  StringsIo io;
  io.in["in"] = copy;
  const auto problems = run(*closed, "restore", R"({"channels":["in","out"]})", io);
  CHECK(::write(done[1], &one, 1) == 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("in use") != std::string::npos);
  StringsIo again;
  again.in["in"] = copy;
  CHECK(run(*closed, "restore", R"({"channels":["in","out"]})", again).empty());
  CHECK(again.out["out"].find(".before-restore-") != std::string::npos);
  CHECK(files_like(practice.folder, ".before-restore-") >= 1);
}

TEST_CASE("a check of a copy changes nothing", "[file]") {
  PracticeOfOne practice;
  practice.rate(1, 70);
  StringsIo io;
  io.in["in"] = copy_of(*practice.house);
  const auto closed = House::open({.open = Open::nothing}, practice.host);
  CHECK(run(*closed, "restore", R"({"check":true,"channels":["in","out"]})", io).empty());
  CHECK(io.out["out"].find("the copy is whole") != std::string::npos);
  CHECK(files_like(practice.folder, ".before-restore-") == 0);
  practice.rate(2, 70);
}

TEST_CASE("a copy from before an erasure erases again what the ledger names", "[file]") {
  Config config;
  config.retention_years = 0;
  PracticeOfOne practice(config, 10);
  for (int i = 1; i <= 10; ++i) practice.rate(i, i == 10 ? 30 : 70);
  practice.host.clock += std::chrono::hours{48};
  const auto copy = copy_of(*practice.house);
  REQUIRE(erase_client(*practice.house, {client, "the time is over", PersonId{"person-9"}, {}}));
  practice.house.reset();
  auto nothing = config;
  nothing.open = Open::nothing;
  const auto closed = House::open(nothing, practice.host);
  StringsIo io;
  io.in["in"] = copy;
  REQUIRE(run(*closed, "restore", R"({"channels":["in","out"]})", io).empty());
  CHECK(io.out["out"].find("1 clients who had been erased") != std::string::npos);
  auto store_only = config;
  store_only.open = Open::store;
  const auto house = House::open(store_only, practice.host);
  house->store().read([&](store::Reader& reader) {
    CHECK(reader.ratings.of_course(course).empty());
    CHECK_FALSE(reader.people.find_key(client));
    CHECK_FALSE(reader.audit.verify().finding);
  });
  StringsIo verified;
  CHECK(run(*house, "verify", "{}", verified).empty());
}

namespace {

// A copy of a practice whose one client was erased since, and the ledger of that.
struct ErasedSince {
  PracticeOfOne practice{[] {
                           Config config;
                           config.retention_years = 0;
                           return config;
                         }(),
                         10};
  std::string copy, ledger;
  ErasedSince() {
    practice.rate(1, 70);
    practice.host.clock += std::chrono::hours{24 * 80};
    copy = copy_of(*practice.house);
    REQUIRE(erase_client(*practice.house, {client, "the time is over", PersonId{"person-9"}, {}}));
    std::ifstream in(erasure_ledger_file(*practice.house), std::ios::binary);
    ledger.assign(std::istreambuf_iterator<char>(in), {});
  }
};

}  // namespace

TEST_CASE("a restore without the ledger of erasures says who may be back and what to do",
          "[file]") {
  const ErasedSince since;
  Elsewhere elsewhere(since.practice);
  StringsIo io;
  REQUIRE(elsewhere.restore(since.copy, "", io).empty());
  const auto& said = io.out["out"];
  CHECK(said.find("no ledger of erasures") != std::string::npos);
  CHECK(said.find(elsewhere.folder.file("holdfast.db.erasures.jsonl")) != std::string::npos);
  CHECK(said.find("--ledger") != std::string::npos);
}

TEST_CASE("a restore that is given the ledger erases again in a new folder", "[file]") {
  const ErasedSince since;
  Elsewhere elsewhere(since.practice);
  StringsIo wrong;
  wrong.in["in"] = since.copy;
  wrong.in["ledger"] = "a shopping list\n";
  constexpr std::string_view with_ledger = R"({"channels":["in","ledger","out"]})";
  const auto problems = run(*elsewhere.house, "restore", with_ledger, wrong);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].field == "ledger");
  CHECK(files_like(elsewhere.folder, "holdfast.db") == 0);
  for (int i = 0; i < 2; ++i) {  // again: its lines are there once
    StringsIo io;
    io.in["in"] = since.copy;
    io.in["ledger"] = since.ledger;
    REQUIRE(run(*elsewhere.house, "restore", with_ledger, io).empty());
    CHECK(io.out["out"].find("1 clients who had been erased") != std::string::npos);
    CHECK(io.out["out"].find("no ledger") == std::string::npos);
    CHECK(read_ledger(*elsewhere.house).size() == 1);
  }
  const auto house = elsewhere.open();
  house->store().read([&](store::Reader& reader) { CHECK_FALSE(reader.people.find_key(client)); });
}

TEST_CASE("the certificate of a restored store names the copy that it came out of", "[file]") {
  Config config;
  config.retention_years = 0;
  PracticeOfOne practice(config, 10);
  practice.rate(1, 70);
  practice.host.clock += std::chrono::hours{24 * 80};
  const auto copy = copy_of(*practice.house);
  Elsewhere elsewhere(practice);
  StringsIo io;
  io.in["in"] = copy;
  REQUIRE(run(*elsewhere.house, "restore",
              R"({"channels":["in","out"],"place":"/srv/backups/today.age"})", io)
              .empty());
  config.open = Open::store;
  const auto house = House::open(config, elsewhere.host);
  const auto erased = erase_client(*house, {client, "the time is over", PersonId{"person-9"}, {}});
  REQUIRE(erased);
  CHECK(erased->certificate.find("/srv/backups/today.age") != std::string::npos);
  CHECK(erased->certificate.find(store::sha256_hex(copy)) != std::string::npos);
  house->store().read([](store::Reader& reader) {
    const auto known = known_backups(reader);
    REQUIRE(known.size() == 1);
    CHECK(known[0].was_restored);  // no backup that anybody made lately
  });
}

TEST_CASE("a store that was put back by another tool is found by its anchors, and gives nothing",
          "[file]") {
  Config config;
  config.write_back = {"client_total"};
  PracticeOfOne practice(config, 10);
  config = practice.house->config();
  const auto reopen = [&] {
    practice.house.reset();
    practice.house = House::open(config, practice.host);
  };
  const auto is_paused = [&] {
    return practice.read(
        [&](store::Reader& reader) { return is_delivery_paused(reader, *practice.house); });
  };
  const auto ticked = [&] { tick(*practice.house, std::chrono::seconds{5}); };
  practice.rate(1, 70);
  ticked();
  practice.house->store().before_backup();
  const auto store = practice.house->store().path();
  practice.house.reset();
  std::filesystem::copy_file(store, store + ".copied");
  reopen();
  practice.rate(2, 70);
  anchor_audit_now(*practice.house);
  CHECK_FALSE(is_paused());
  practice.house.reset();
  std::filesystem::rename(store + ".copied", store);
  for (const char* suffix : {"-wal", "-shm"}) std::filesystem::remove(store + suffix);
  reopen();
  practice.rate(3, 70);
  const auto given = practice.host.given.size();
  ticked();
  CHECK(is_paused());
  CHECK(practice.host.given.size() == given);
  CHECK(std::any_of(practice.host.logged.begin(), practice.host.logged.end(), [](const auto& line) {
    return line.find("put back by another tool") != std::string::npos;
  }));
  practice.house->store().commit(
      [&](store::Unit& unit) { confirm_place(unit, *practice.house, PersonId{"person-9"}); });
  reopen();
  ticked();  // told once: the administrator has said that it is the real one
  CHECK_FALSE(is_paused());
  CHECK(practice.host.given.size() > given);
}
