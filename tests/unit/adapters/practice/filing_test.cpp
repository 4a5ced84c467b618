// SPDX-License-Identifier: MIT
#include <Poco/Data/Extraction.h>
#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/Session.h>
#include <Poco/Data/Statement.h>

#include "open_practice.hpp"

using namespace practice_test;

namespace {

constexpr const char* system_actor = HOLDFAST_ACTOR_SYSTEM;

Json record() {
  return {{"schema", "holdfast.record/1"},
          {"kind", "client_total"},
          {"client", "c-1"},
          {"course", "co-1"},
          {"at", "2026-11-23T09:00:00+01:00"}};
}

Json notice() {
  return {{"schema", "holdfast.notice/1"},
          {"to", "u-therapist-1"},
          {"category", "check_in"},
          {"link", "/check-ins/1"}};
}

Answer put(const OpenPractice& practice, const std::string& key, const std::string& json,
           const char* actor = system_actor) {
  return ask(practice.records()->put, practice.host, holdfast::str(actor), holdfast::str(key),
             holdfast::str(json));
}
Answer retract(const OpenPractice& practice, const std::string& key, const std::string& reason) {
  return ask(practice.records()->retract, practice.host, holdfast::str(system_actor),
             holdfast::str(key), holdfast::str(reason));
}
Answer post(const OpenPractice& practice, const std::string& key, const std::string& json) {
  return ask(practice.notify()->post, practice.host, holdfast::str(system_actor),
             holdfast::str(key), holdfast::str(json));
}
Answer withdraw(const OpenPractice& practice, const std::string& key) {
  return ask(practice.notify()->withdraw, practice.host, holdfast::str(system_actor),
             holdfast::str(key));
}

// What someone who opens the practice file with any SQLite tool finds.
std::string value_in_file(const OpenPractice& practice, const std::string& sql) {
  Poco::Data::Session file{
      Poco::Data::SQLite::Connector().createSession((practice.folder() / "practice.db").string())};
  std::string value;
  file << sql, Poco::Data::Keywords::into(value), Poco::Data::Keywords::now;
  return value;
}

}  // namespace

TEST_CASE("the same key files a record once and answers the first receipt") {
  OpenPractice practice;
  const auto first = put(practice, "key-1", record().dump());
  REQUIRE(first.status == HOLDFAST_OK);
  CHECK(first.json()["schema"] == "holdfast.receipt/1");
  CHECK(put(practice, "key-1", record().dump()).text == first.text);
  auto other = record();
  other["kind"] = "alert";
  CHECK(put(practice, "key-1", other.dump()).text == first.text);
  CHECK(put(practice, "key-2", record().dump()).text != first.text);
  CHECK(value_in_file(practice, "SELECT count(*) FROM record") == "2");
  CHECK(value_in_file(practice, "SELECT kind FROM record WHERE key = 'key-1'") == "client_total");
  practice.open("{}");
  CHECK(put(practice, "key-1", record().dump()).text == first.text);
}

TEST_CASE("a retracted record stays in the file, marked, with the first reason") {
  OpenPractice practice;
  put(practice, "key-1", record().dump());
  CHECK(retract(practice, "key-1", "wrong person").status == HOLDFAST_OK);
  CHECK(retract(practice, "key-1", "again").status == HOLDFAST_OK);
  CHECK(value_in_file(practice, "SELECT retract_reason FROM record") == "wrong person");
  CHECK(retract(practice, "never put", "nothing").status == HOLDFAST_OK);
  CHECK(retract(practice, "key-1", std::string(2000, 'x')).status == HOLDFAST_E_INVALID);
}

TEST_CASE("a record that names what the practice does not have is refused for good") {
  OpenPractice practice;
  for (const auto* field : {"client", "course", "session"}) {
    auto wrong = record();
    wrong[field] = "none";
    INFO(field);
    CHECK(put(practice, "key", wrong.dump()).status == HOLDFAST_E_INVALID);
  }
  CHECK(value_in_file(practice, "SELECT count(*) FROM record") == "0");
}

TEST_CASE("what the file itself refuses is refused for good, and its words stay inside") {
  OpenPractice practice;
  {
    Poco::Data::Session file{Poco::Data::SQLite::Connector().createSession(
        (practice.folder() / "practice.db").string())};
    file << "CREATE TRIGGER record_of_wilma BEFORE INSERT ON record BEGIN"
            " SELECT RAISE(ABORT, 'Wilma Zabel shall have no record'); END",
        Poco::Data::Keywords::now;
  }
  const auto refused = put(practice, "key-1", record().dump());
  CHECK(refused.status == HOLDFAST_E_INVALID);
  CHECK(refused.why.find("refuses this entry") != std::string::npos);
  for (const char* inside : {"Wilma", "RAISE", "constraint", "SQL"})
    CHECK(refused.why.find(inside) == std::string::npos);
  {
    Poco::Data::Session file{Poco::Data::SQLite::Connector().createSession(
        (practice.folder() / "practice.db").string())};
    file << "ALTER TABLE record RENAME TO record_wilma", Poco::Data::Keywords::now;
  }
  const auto broken = put(practice, "key-2", record().dump());
  CHECK(broken.status == HOLDFAST_E_UNAVAILABLE);
  CHECK(broken.why.find("record") == std::string::npos);
}

TEST_CASE("only who may write into a client's file does") {
  OpenPractice practice;
  CHECK(put(practice, "k1", record().dump(), "u-therapist-1").status == HOLDFAST_OK);
  for (const auto* actor : {"", "u-nobody", "u-therapist-3", "u-frontdesk", "u-client-1"}) {
    INFO(actor);
    CHECK(put(practice, "k2", record().dump(), actor).status == HOLDFAST_E_DENIED);
  }
}

TEST_CASE("a notice shows once, also after it was taken back") {
  OpenPractice practice;
  CHECK(post(practice, "n-1", notice().dump()).status == HOLDFAST_OK);
  CHECK(post(practice, "n-1", notice().dump()).status == HOLDFAST_OK);
  CHECK(value_in_file(practice, "SELECT count(*) FROM inbox") == "1");
  CHECK(withdraw(practice, "n-1").status == HOLDFAST_OK);
  CHECK(withdraw(practice, "n-1").status == HOLDFAST_OK);
  CHECK(post(practice, "n-1", notice().dump()).status == HOLDFAST_OK);
  CHECK(value_in_file(practice, "SELECT count(*) FROM inbox WHERE withdrawn_ms IS NULL") == "0");
  CHECK(withdraw(practice, "never posted").status == HOLDFAST_OK);
}

TEST_CASE("a notice to nobody is not found") {
  OpenPractice practice;
  auto wrong = notice();
  wrong["to"] = "u-nobody";
  CHECK(post(practice, "n-1", wrong.dump()).status == HOLDFAST_E_NOT_FOUND);
}

TEST_CASE("records and notices that break their schema say which field") {
  OpenPractice practice;
  const auto without = [](Json json, const char* field) {
    json.erase(field);
    return json.dump();
  };
  for (const auto* field : {"schema", "kind", "client", "at"}) {
    const auto answer = put(practice, "k", without(record(), field));
    CHECK(answer.status == HOLDFAST_E_INVALID);
    CHECK(answer.why.find(field) != std::string::npos);
  }
  for (const auto* field : {"schema", "to", "category"}) {
    const auto answer = post(practice, "k", without(notice(), field));
    CHECK(answer.status == HOLDFAST_E_INVALID);
    CHECK(answer.why.find(field) != std::string::npos);
  }
  auto wrong = record();
  wrong["at"] = "yesterday";
  CHECK(put(practice, "k", wrong.dump()).why.find("at") != std::string::npos);
  CHECK(put(practice, "", record().dump()).status == HOLDFAST_E_INVALID);
  CHECK(put(practice, std::string(300, 'k'), record().dump()).status == HOLDFAST_E_INVALID);
}

TEST_CASE("when the sink stops, the record is kept and a repeat gives its receipt") {
  OpenPractice practice;
  const holdfast_sink full{
      nullptr, [](void*, const void*, size_t) -> holdfast_status { return HOLDFAST_E_LIMIT; }};
  const auto json = record().dump();
  CHECK(practice.records()->put(practice.host, holdfast::str(system_actor), holdfast::str("k"),
                                holdfast::str(json), &full, nullptr) == HOLDFAST_E_LIMIT);
  CHECK(put(practice, "k", json).status == HOLDFAST_OK);
  CHECK(value_in_file(practice, "SELECT count(*) FROM record") == "1");
}
