// SPDX-License-Identifier: MIT
#include <signal.h>

#include "open_gnumed.hpp"

using namespace gnumed_test;

TEST_CASE("whoever is logged in is described; nobody else acts on that connection") {
  const OpenGnumed gnumed{tessa};
  const auto person = gnumed.describe(tessa).json();
  CHECK(person["id"] == tessa);
  CHECK(person["name"] == "Dr. Tessa Invented");
  CHECK(person["clinician"] == one("SELECT pk FROM dem.staff WHERE db_user = 'hf-tessa'"));
  CHECK(person["roles"] == Json{"therapist", "records_officer", "admin"});
  for (const auto* other :
       {ben, frieda, "any-doc", "postgres", "gm-dbo", "", "HF-TESSA", "hf-tessa "})
    CHECK(gnumed.describe(other).status == HOLDFAST_E_DENIED);
  CHECK(gnumed.describe(std::string("hf-tessa\0", 9)).status == HOLDFAST_E_DENIED);
}

TEST_CASE("a clinician sees the clients of their own sessions and no others") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample"), bea = client("Specimen");
  CHECK(gnumed.client(tessa, ada).json()["name"] == "Ada Sample");
  CHECK(gnumed.client(tessa, bea).status == HOLDFAST_E_DENIED);
  CHECK(gnumed.client(tessa, bea).why.find("Bea") == std::string::npos);
  CHECK(gnumed.may(tessa, "write", "client:" + ada).status == HOLDFAST_OK);
  CHECK(gnumed.may(tessa, "read", "client:" + bea).status == HOLDFAST_E_DENIED);
  const auto course = gnumed.session(tessa, session_of(ada, 1)).json()["course"].get<std::string>();
  CHECK(gnumed.course(tessa, course).json()["client"] == ada);
  CHECK(gnumed.may(tessa, "read", "course:" + course).status == HOLDFAST_OK);
  CHECK(OpenGnumed{ben}.course(ben, course).status == HOLDFAST_E_DENIED);
}

TEST_CASE("a colleague without full clinical access is known, and is shown no client") {
  const OpenGnumed gnumed{frieda};
  const auto person = gnumed.describe(frieda).json();
  CHECK(person["roles"] == Json{"front_desk"});
  CHECK_FALSE(person.contains("clinician"));
  for (const auto* actor : {frieda, plugin_itself}) {
    const auto refused = gnumed.client(actor, client("Sample"));
    CHECK(refused.status == HOLDFAST_E_DENIED);
    CHECK(refused.text.empty());
  }
  CHECK(gnumed.may(frieda, "read", "client:" + client("Sample")).status == HOLDFAST_E_DENIED);
  CHECK(gnumed.may(frieda, "write", "practice").status == HOLDFAST_E_DENIED);
  CHECK(gnumed.changes("").status == HOLDFAST_E_DENIED);
}

TEST_CASE(
    "a wrong password, an expired account and an unknown one are told apart from a server away") {
  const OpenGnumed wrong{tessa, {{"password", "not-it"}}};
  CHECK(wrong.host == nullptr);
  CHECK(wrong.code == HOLDFAST_E_DENIED);
  CHECK(wrong.why.find("not-it") == std::string::npos);
  const OpenGnumed left{"hf-left"};
  CHECK(left.code == HOLDFAST_E_DENIED);
  CHECK(left.why.find("expired") != std::string::npos);
  const OpenGnumed nobody{"hf-nobody"};
  CHECK(nobody.code == HOLDFAST_E_DENIED);
  const OpenGnumed other{tessa, {{"database", "postgres"}}};
  CHECK(other.host == nullptr);
  CHECK(other.code == HOLDFAST_E_INVALID);
  const OpenGnumed away{tessa, {{"port", "1"}}};
  CHECK(away.code == HOLDFAST_E_UNAVAILABLE);
}

TEST_CASE("a password may hold whatever GNUmed's account took: spaces, quotes, a backslash") {
  const std::string odd = R"(it's two \ words = "more")";
  const auto give = [](const std::string& password) {
    sql("ALTER ROLE \"hf-ben\" PASSWORD $holdfast$" + password + "$holdfast$");
  };
  give(odd);
  const OpenGnumed gnumed{ben, {{"password", odd}}};
  give(ben);
  CHECK(gnumed.why.empty());
  CHECK(gnumed.code == HOLDFAST_OK);
}

TEST_CASE("staff who are switched off while logged in may do nothing more") {
  const OpenGnumed gnumed{ben};
  const auto bea = client("Specimen");
  REQUIRE(gnumed.client(ben, bea).status == HOLDFAST_OK);
  sql("UPDATE dem.staff SET is_active = false WHERE db_user = 'hf-ben'");
  CHECK(gnumed.client(ben, bea).status == HOLDFAST_E_DENIED);
  CHECK(gnumed.describe(ben).status == HOLDFAST_E_DENIED);
  CHECK(gnumed.put("switched-off", total_of(bea, session_of(bea, 1), "5")).status ==
        HOLDFAST_E_DENIED);
  sql("UPDATE dem.staff SET is_active = true WHERE db_user = 'hf-ben'");
  CHECK(gnumed.client(ben, bea).status == HOLDFAST_OK);
}

// A process that stands still keeps its socket open: nothing but the adapter's own deadline
// notices.
TEST_CASE(
    "a server process that is stopped is given up with a reason, and the next call has another") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample");
  REQUIRE(gnumed.client(tessa, ada).status == HOLDFAST_OK);
  const auto processes =
      sql("SELECT pid FROM pg_stat_activity WHERE usename = 'hf-tessa' AND application_name = "
          "'holdfast'");
  REQUIRE_FALSE(processes.empty());
  const auto signal_all = [&](int signal) {
    for (const auto& process : processes)
      CHECK(::kill(static_cast<pid_t>(std::stol(process)), signal) == 0);
  };
  signal_all(SIGSTOP);
  const auto silent = gnumed.client(tessa, ada);
  const auto next = gnumed.client(tessa, ada);
  signal_all(SIGCONT);
  CHECK(silent.status == HOLDFAST_E_UNAVAILABLE);
  CHECK(silent.why.find("check that the server is not stopped") != std::string::npos);
  CHECK(next.status == HOLDFAST_OK);
}

TEST_CASE("ids with quotes, newlines and SQL in them name nobody, and change nothing") {
  const OpenGnumed gnumed{tessa};
  const auto before = one("SELECT count(*) FROM dem.identity");
  for (const std::string id :
       {"'", "1'; DELETE FROM dem.names; --", "1\n2", "\"1\"", "1\\", "{1,2}", "$1", " 1", "1 ",
        "+1", "01", "-1", "99999999999999999999"}) {
    INFO(id);
    CHECK(gnumed.client(tessa, id).status == HOLDFAST_E_NOT_FOUND);
    CHECK(gnumed.session(tessa, id).status == HOLDFAST_E_NOT_FOUND);
    CHECK(gnumed.may(tessa, "read", "client:" + id).status == HOLDFAST_E_DENIED);
    CHECK(gnumed.client(id, client("Sample")).status == HOLDFAST_E_DENIED);
  }
  CHECK(one("SELECT count(*) FROM dem.identity") == before);
}
