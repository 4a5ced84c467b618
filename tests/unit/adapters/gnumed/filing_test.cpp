// SPDX-License-Identifier: MIT
#include <thread>

#include "open_gnumed.hpp"

using namespace gnumed_test;

namespace {

std::string result_of(const std::string& column, const std::string& receipt) {
  return one("SELECT coalesce(t." + column +
             "::text, '') FROM clin.test_result t WHERE source_data = '" + receipt + "'");
}

std::string fresh_key(const char* what) {
  static int number = 0;
  return std::string(what) + "-" + one("SELECT pg_current_xact_id()::text") + "-" +
         std::to_string(++number);
}

Json check_in_for(const std::string& to) {
  return {{"schema", "holdfast.notice/1"}, {"to", to}, {"category", "check_in"}, {"link", "/x"}};
}

}  // namespace

TEST_CASE("a score becomes a measurement in the session's encounter and the course's episode") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample"), session = session_of(ada, 3);
  const auto put = gnumed.put(fresh_key("score"), total_of(ada, session, "334.5"));
  INFO(put.why);
  REQUIRE(put.status == HOLDFAST_OK);
  const auto receipt = put.json()["id"].get<std::string>();
  CHECK(result_of("val_num", receipt) == "334.5");
  CHECK(result_of("val_unit", receipt) == "/400");
  CHECK(result_of("fk_encounter", receipt) == session);
  CHECK(result_of("abnormality_indicator", receipt).empty());
  CHECK(result_of("modified_by", receipt) == tessa);
  CHECK(one("SELECT fk_intended_reviewer FROM clin.test_result WHERE source_data = '" + receipt +
            "'") == one("SELECT pk FROM dem.staff WHERE db_user = 'hf-tessa'"));
  CHECK(one("SELECT unified_name FROM clin.v_test_results WHERE source_data = '" + receipt + "'")
            .find("Test form") == 0);
}

TEST_CASE("the same key files once, from two people's processes at once too") {
  const OpenGnumed one_process{tessa}, other_process{tessa};
  const auto ada = client("Sample"), session = session_of(ada, 4), key = fresh_key("race");
  std::vector<std::string> receipts(8);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < receipts.size(); ++i)
    threads.emplace_back([&, i] {
      const auto& gnumed = i % 2 == 0 ? one_process : other_process;
      const auto put = gnumed.put(key, total_of(ada, session, "200"));
      receipts[i] = put.status == HOLDFAST_OK ? put.json()["id"].get<std::string>() : put.why;
    });
  for (auto& thread : threads) thread.join();
  for (const auto& receipt : receipts) CHECK(receipt == receipts.front());
  CHECK(one("SELECT count(*) FROM clin.test_result WHERE source_data = '" + receipts.front() +
            "'") == "1");
}

TEST_CASE("the same key in another clinician's hands is another delivery") {
  const OpenGnumed first{tessa}, second{ben};
  const auto key = fresh_key("own");
  const auto ada = client("Sample"), bea = client("Specimen");
  const auto put = first.put(key, total_of(ada, session_of(ada, 1), "100"));
  const auto other = second.put(key, total_of(bea, session_of(bea, 1), "100"));
  REQUIRE(put.status == HOLDFAST_OK);
  REQUIRE(other.status == HOLDFAST_OK);
  CHECK(put.json()["id"] != other.json()["id"]);
}

TEST_CASE("what is retracted shows no number any more, and GNUmed's audit trail keeps it") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample"), key = fresh_key("wrong");
  const auto put = gnumed.put(key, total_of(ada, session_of(ada, 2), "77"));
  REQUIRE(put.status == HOLDFAST_OK);
  const auto receipt = put.json()["id"].get<std::string>();
  for (int turn = 0; turn < 2; ++turn) CHECK(gnumed.retract(key).status == HOLDFAST_OK);
  CHECK(result_of("val_num", receipt).empty());
  CHECK(result_of("val_alpha", receipt) == "entered in error");
  CHECK(one("SELECT count(*) FROM audit.log_test_result WHERE val_num = 77 AND source_data = '" +
            receipt + "'") != "0");
  CHECK(gnumed.put(key, total_of(ada, session_of(ada, 2), "77")).json()["id"] == receipt);
  CHECK(result_of("val_num", receipt).empty());
}

TEST_CASE("a record that GNUmed cannot place is refused with the reason, and nothing stays of it") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample"), bea = client("Specimen"), cora = client("Newcomer");
  const auto before = one("SELECT count(*) FROM holdfast_gnumed.delivery");
  const auto refused = [&](const Json& record, const char* word) {
    const auto put = gnumed.put(fresh_key("refused"), record);
    INFO(put.why);
    CHECK(put.status == HOLDFAST_E_INVALID);
    CHECK(put.why.find(word) != std::string::npos);
  };
  auto of_nobody = total_of("999999", "1", "1");
  of_nobody.erase("session");
  refused(of_nobody, "client");
  refused(total_of(ada, session_of(bea, 1), "1"), "session");
  refused(total_of(ada, "0; DROP TABLE clin.encounter", "1"), "session");
  auto without_session = total_of(cora, "1", "1");
  without_session.erase("session");
  refused(without_session, "encounter");
  refused(total_of(ada, session_of(ada, 1), "1e9"), "value");
  refused(total_of(ada, session_of(ada, 1), ""), "value");
  auto empty = total_of(ada, session_of(ada, 1), "1");
  empty["values"] = Json::array();
  refused(empty, "values");
  CHECK(one("SELECT count(*) FROM holdfast_gnumed.delivery") == before);
}

TEST_CASE("a comment goes into the progress notes only where that was switched on") {
  const auto ada = client("Sample");
  const Json comment{{"schema", "holdfast.record/1"},
                     {"kind", "comment"},
                     {"client", ada},
                     {"session", session_of(ada, 5)},
                     {"at", "2026-11-23T10:00:00Z"},
                     {"text", "it's \"good\"\n; -- ' $1"}};
  const OpenGnumed asks{tessa}, unasked{tessa, {{"comments", true}}};
  CHECK(asks.put(fresh_key("note"), comment).status == HOLDFAST_E_UNSUPPORTED);
  const auto key = fresh_key("note");
  REQUIRE(unasked.put(key, comment).status == HOLDFAST_OK);
  const std::string stands =
      "SELECT count(*) FROM clin.clin_narrative WHERE soap_cat = 's' AND narrative = "
      "E'it''s \"good\"\\n; -- '' $1'";
  CHECK(one(stands) == "1");
  CHECK(unasked.retract(key).status == HOLDFAST_OK);
  CHECK(one(stands) == "0");
}

TEST_CASE("a notice is one inbox message that says nothing about the client and is never due") {
  const OpenGnumed gnumed{tessa};
  const auto key = fresh_key("notice");
  for (int turn = 0; turn < 2; ++turn) {
    const auto posted = gnumed.post(key, check_in_for(tessa));
    INFO(posted.why);
    REQUIRE(posted.status == HOLDFAST_OK);
  }
  const std::string message =
      " FROM dem.message_inbox m JOIN holdfast_gnumed.delivered_row r ON r.pk = m.pk "
      "JOIN holdfast_gnumed.delivery d ON d.number = r.number WHERE d.key = '" +
      key + "'";
  CHECK(one("SELECT m.comment" + message) == "Check-in suggested");
  CHECK(one("SELECT (m.due_date IS NULL AND m.expiry_date IS NULL AND m.data IS NULL)::text" +
            message) == "true");
  CHECK(one("SELECT count(*)" + message) == "1");
  for (int turn = 0; turn < 2; ++turn) CHECK(gnumed.withdraw(key).status == HOLDFAST_OK);
  CHECK(one("SELECT count(*)" + message) == "0");
  CHECK(gnumed.post(key, check_in_for(tessa)).status == HOLDFAST_OK);
  CHECK(one("SELECT count(*)" + message) == "0");
  CHECK(gnumed.post(fresh_key("notice"), check_in_for("nobody")).status == HOLDFAST_E_NOT_FOUND);
}
