// SPDX-License-Identifier: MIT
#include <set>

#include "open_gnumed.hpp"

using namespace gnumed_test;

namespace {

const std::string session_type =
    "(SELECT pk FROM clin.encounter_type WHERE description = 'psychotherapy session')";

std::string new_encounter(const std::string& client, const std::string& type, const char* by) {
  return one(
      "INSERT INTO clin.encounter (fk_patient, fk_type, fk_location, started, last_affirmed) "
      "SELECT " +
          client + ", " + type +
          ", (SELECT pk_org_unit FROM dem.v_praxis_branches ORDER BY 1 LIMIT 1), "
          "now() - interval '40 min', now() RETURNING pk",
      by);
}

std::set<std::string> told(const std::vector<Json>& changes, const char* kind) {
  std::set<std::string> ids;
  for (const auto& change : changes)
    if (change["kind"] == kind)
      ids.insert(change["id"].get<std::string>() +
                 (change.value("removed", false) ? " removed" : ""));
  return ids;
}

}  // namespace

TEST_CASE("a clinician is told of their own clients, courses and sessions, and of all colleagues") {
  const OpenGnumed gnumed{tessa};
  std::string cursor;
  const auto all = gnumed.follow(cursor);
  const auto ada = client("Sample");
  CHECK(told(all, "client") == std::set<std::string>{ada});
  CHECK(told(all, "course").size() == 1);
  CHECK(told(all, "session").count(session_of(ada, 1)) == 1);
  CHECK(told(all, "clinician").size() >= 3);
  CHECK(gnumed.follow(cursor).empty());
}

TEST_CASE("a new session is told at the next call, another's is not, and each change moves on") {
  const OpenGnumed gnumed{tessa};
  std::string cursor;
  gnumed.follow(cursor);
  const auto ada = client("Sample"), bea = client("Specimen");
  const auto hers = new_encounter(ada, session_type, tessa);
  const auto his = new_encounter(bea, session_type, ben);
  const auto news = gnumed.follow(cursor);
  CHECK(told(news, "session").count(hers) == 1);
  CHECK(told(news, "session").count(his) == 0);
  CHECK(told(news, "client") == std::set<std::string>{ada});
  CHECK(gnumed.follow(cursor).empty());

  sql("DELETE FROM clin.encounter WHERE pk = " + hers, tessa);
  CHECK(told(gnumed.follow(cursor), "session").count(hers + " removed") == 1);
  sql("DELETE FROM clin.encounter WHERE pk = " + his, ben);
}

TEST_CASE("what changed while nobody listened is told after a restart") {
  const auto ada = client("Sample");
  std::string cursor;
  { OpenGnumed{tessa}.follow(cursor); }
  const auto added = new_encounter(ada, session_type, tessa);
  const auto gone = new_encounter(ada, session_type, tessa);
  std::string later = cursor;
  { CHECK(told(OpenGnumed{tessa}.follow(later), "session").count(gone) == 1); }
  sql("DELETE FROM clin.encounter WHERE pk = " + gone, tessa);
  const auto news = OpenGnumed{tessa}.follow(cursor);
  CHECK(told(news, "session").count(added) == 1);
  CHECK(told(news, "session").count(gone + " removed") == 1);
  CHECK(told(OpenGnumed{tessa}.follow(later), "session").count(gone + " removed") == 1);
  sql("DELETE FROM clin.encounter WHERE pk = " + added, tessa);
}

TEST_CASE("an encounter that is no session any more is told as removed") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample");
  std::string cursor;
  gnumed.follow(cursor);
  const auto session = new_encounter(ada, session_type, tessa);
  CHECK(told(gnumed.follow(cursor), "session").count(session) == 1);
  sql("UPDATE clin.encounter SET fk_type = (SELECT pk FROM clin.encounter_type WHERE description = "
      "'in surgery') WHERE pk = " +
          session,
      tessa);
  CHECK(told(gnumed.follow(cursor), "session").count(session + " removed") == 1);
  sql("DELETE FROM clin.encounter WHERE pk = " + session, tessa);
}

TEST_CASE("a name that was corrected, and a colleague who came, are told") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample");
  std::string cursor;
  gnumed.follow(cursor);
  sql("UPDATE dem.names SET firstnames = 'Adaline' WHERE id_identity = " + ada, tessa);
  const auto news = gnumed.follow(cursor);
  CHECK(told(news, "client") == std::set<std::string>{ada});
  CHECK(gnumed.client(tessa, ada).json()["name"] == "Adaline Sample");
  sql("UPDATE dem.names SET firstnames = 'Ada' WHERE id_identity = " + ada, tessa);
  gnumed.follow(cursor);
  sql("UPDATE dem.staff SET comment = 'back' WHERE db_user = 'hf-ben'");
  CHECK(told(gnumed.follow(cursor), "clinician").size() == 1);
}

TEST_CASE("a lost announcement connection is made anew, and nothing is missed") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample");
  std::string cursor;
  gnumed.follow(cursor);
  sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'hf-tessa'");
  const auto session = new_encounter(ada, session_type, tessa);
  CHECK(told(gnumed.follow(cursor), "session").count(session) == 1);
  CHECK(gnumed.client(tessa, ada).status == HOLDFAST_OK);
  sql("DELETE FROM clin.encounter WHERE pk = " + session, tessa);
}

TEST_CASE("a session belongs to the course of what was first written in it") {
  const OpenGnumed gnumed{tessa};
  const auto ada = client("Sample");
  const auto course = gnumed.session(tessa, session_of(ada, 1)).json()["course"].get<std::string>();
  const auto fresh = new_encounter(ada, session_type, tessa);
  CHECK(gnumed.session(tessa, fresh).json()["course"] == course);
  const auto other =
      one("INSERT INTO clin.episode (description, is_open, fk_encounter) VALUES "
          "('supervised walks', true, " +
              fresh + ") RETURNING pk",
          tessa);
  CHECK(gnumed.session(tessa, fresh).json()["course"] == other);
  sql("DELETE FROM clin.episode WHERE pk = " + other, tessa);
  CHECK(gnumed.session(tessa, fresh).json()["course"] == course);
  sql("DELETE FROM clin.encounter WHERE pk = " + fresh, tessa);
}
