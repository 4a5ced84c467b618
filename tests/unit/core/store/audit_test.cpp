// SPDX-License-Identifier: MIT
#include "store/audit.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

// Ten lines and one with a payload, then somebody with the database in hand. The triggers stop
// honest mistakes, not such a person.
std::optional<AuditFinding> finding_after(const char* tampering) {
  Folder folder;
  const auto store = open_store(folder);
  for (int number = 1; number <= 10; ++number)
    store->commit([&](Unit& unit) { submit(unit, {.number = number}); });
  store->commit([](Unit& unit) { note_reason(unit, "key-1"); });
  folder.tamper(tampering);
  return store->read([](Reader& reader) { return reader.audit.verify(); }).finding;
}

}  // namespace

TEST_CASE("an untouched audit log verifies, line by line") {
  Folder folder;
  const auto store = open_store(folder);
  for (int number = 1; number <= 5; ++number)
    store->commit([&](Unit& unit) { submit(unit, {.number = number}); });
  store->read([](Reader& reader) {
    const auto verified = reader.audit.verify();
    CHECK_FALSE(verified.finding);
    CHECK(verified.lines == 5);
    const auto lines = reader.audit.lines(4, 10);
    REQUIRE(lines.size() == 2);
    CHECK(lines[1].hash == verified.head);
    CHECK(lines[1].previous == lines[0].hash);
    CHECK(lines[1].entry.action == "rating.submit");
    CHECK(lines[1].entry.payload.empty());
    CHECK(lines[1].payload_digest.size() == 64);
    CHECK(reader.audit.of_client(ClientKey{"key-1"}).size() == 5);
    CHECK(reader.audit.of_client(ClientKey{}).empty());
  });
}

TEST_CASE("a changed audit line is found and named") {
  const auto finding =
      finding_after("UPDATE audit_line SET actor = 'somebody else' WHERE number = 4");
  REQUIRE(finding);
  CHECK(finding->number == 4);
  CHECK(finding->what == "changed");
}

TEST_CASE("a removed audit line is found and named") {
  const auto finding = finding_after("DELETE FROM audit_line WHERE number = 6");
  REQUIRE(finding);
  CHECK(finding->number == 6);
  CHECK(finding->what == "removed");
}

TEST_CASE("a removed audit line is found also when the numbers close the gap") {
  const auto finding = finding_after(
      "DELETE FROM audit_line WHERE number = 6;"
      "UPDATE audit_line SET number = number - 1 WHERE number > 6;"
      "UPDATE audit_payload SET number = number - 1 WHERE number > 6");
  REQUIRE(finding);
  CHECK(finding->number == 6);
  CHECK(finding->what == "removed");
}

TEST_CASE("reordered audit lines are found and named") {
  const auto finding = finding_after(
      "UPDATE audit_line SET number = -1 WHERE number = 5;"
      "UPDATE audit_line SET number = 5 WHERE number = 6;"
      "UPDATE audit_line SET number = 6 WHERE number = -1");
  REQUIRE(finding);
  CHECK(finding->number == 5);
  CHECK(finding->what == "reordered");
}

TEST_CASE("a changed payload is found, a missing one too unless its client was erased") {
  const auto changed = finding_after("UPDATE audit_payload SET body = '{}' WHERE number = 11");
  REQUIRE(changed);
  CHECK(changed->number == 11);
  CHECK(changed->what == "payload changed");
  const auto missing = finding_after("DELETE FROM audit_payload WHERE number = 11");
  REQUIRE(missing);
  CHECK(missing->what == "payload removed");
  CHECK_FALSE(
      finding_after("DELETE FROM audit_payload WHERE number = 11;"
                    "INSERT INTO erasure VALUES ('default','e','key-1','d','s','r','a','b',0)"));
}

TEST_CASE(
    "a rating that was changed or taken out is found by its line, until its client is erased") {
  for (const char* tampering :
       {"UPDATE rating SET raw = '1' WHERE session_number = 3",
        "UPDATE rating SET answers = '' WHERE session_number = 3",
        "UPDATE rating SET salt = '' WHERE session_number = 3",
        "INSERT INTO rating_comment SELECT practice_id, id, 'therapist', 'word', 'typed in'"
        " FROM rating WHERE session_number = 3"}) {
    INFO(tampering);
    const auto changed = finding_after(tampering);
    REQUIRE(changed);
    CHECK(changed->number == 3);
    CHECK(changed->what == "rating changed");
  }
  const auto removed = finding_after("DELETE FROM rating WHERE session_number = 3");
  REQUIRE(removed);
  CHECK(removed->number == 3);
  CHECK(removed->what == "rating removed");
  CHECK_FALSE(
      finding_after("DELETE FROM rating WHERE session_number = 3;"
                    "INSERT INTO erasure VALUES ('default','e','key-1','d','s','r','a','b',0)"));
}

TEST_CASE("a changed first line is found") {
  const auto finding = finding_after("UPDATE audit_line SET at = at + 1 WHERE number = 1");
  REQUIRE(finding);
  CHECK(finding->number == 1);
}

TEST_CASE("a long chain is read to its end") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    for (int line = 0; line < 5003; ++line)
      unit.audit.append({.actor_kind = "tool", .action = "test", .outcome = "done"}, instant_of(1));
  });
  const auto verify = [&] { return store->read([](Reader& r) { return r.audit.verify(); }); };
  CHECK(verify().lines == 5003);
  CHECK_FALSE(verify().finding);
  folder.tamper("UPDATE audit_line SET why = 'other' WHERE number = 5002");
  REQUIRE(verify().finding);
  CHECK(verify().finding->number == 5002);
}
