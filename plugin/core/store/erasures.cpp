// SPDX-License-Identifier: MIT
#include "store/erasures.hpp"

#include <algorithm>

#include "store/columns.hpp"

namespace holdfast::store {
namespace {

constexpr Sql begin_erasing("INSERT INTO erasing (practice_id, erasure_id) VALUES ($1, $2)");
constexpr Sql end_erasing("DELETE FROM erasing WHERE practice_id = $1 AND erasure_id = $2");
constexpr Sql insert_erasure(
    "INSERT INTO erasure (practice_id, id, client_key, host_id_digest, salt, reason, asked_by,"
    " agreed_by, erased_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
constexpr Sql insert_certificate(
    "INSERT INTO erasure_certificate (practice_id, erasure_id, body, made_at)"
    " VALUES ($1, $2, $3, $4)");
constexpr Sql select_all(
    "SELECT id, client_key, host_id_digest, salt, reason, asked_by, agreed_by, erased_at"
    " FROM erasure WHERE practice_id = $1 ORDER BY erased_at, id");
constexpr Sql select_known("SELECT 1 FROM erasure WHERE practice_id = $1 AND id = $2");
constexpr Sql select_certificate(
    "SELECT body FROM erasure_certificate WHERE practice_id = $1 AND erasure_id = $2");

struct Removal {
  const char* table;
  Sql sql;
};

// What stands now took the place of what was entered first, perhaps under another client. What was
// moved on from here is no longer this client's.
#define HOLDFAST_STANDS                                                             \
  " AND NOT EXISTS (SELECT 1 FROM rating_end x WHERE x.practice_id = r.practice_id" \
  " AND x.rating_id = r.id)"
constexpr Sql select_moved_in(
    "SELECT r.takes_place_of FROM rating r WHERE r.practice_id = $1 AND r.subject_key = $2"
    " AND r.takes_place_of IS NOT NULL AND r.takes_place_of <> ''" HOLDFAST_STANDS);
constexpr Sql select_rating(
    "SELECT course_id, subject_key, takes_place_of FROM rating WHERE practice_id = $1 AND id = $2");
constexpr Sql select_merged_ratings(
    "SELECT DISTINCT p.subject_key FROM rating r"
    " JOIN rating p ON p.practice_id = r.practice_id AND p.id = r.takes_place_of"
    " JOIN rating_end e ON e.practice_id = p.practice_id AND e.rating_id = p.id"
    " WHERE r.practice_id = $1 AND r.subject_key = $2 AND p.subject_key <> $2"
    " AND e.reason = 'merge'" HOLDFAST_STANDS " ORDER BY p.subject_key");
constexpr Sql select_merged_clients(
    "SELECT g.client_key FROM client_key s"
    " JOIN mirror_client m ON m.practice_id = s.practice_id AND m.merged_into = s.host_id"
    " JOIN client_key g ON g.practice_id = m.practice_id AND g.kind = 'client'"
    " AND g.host_id = m.client_id"
    " WHERE s.practice_id = $1 AND s.client_key = $2 AND s.kind = 'client'"
    " AND g.client_key <> s.client_key ORDER BY g.client_key");

// By a rating's id ($2).
constexpr Removal by_rating[] = {
    {"rating_comment", "DELETE FROM rating_comment WHERE practice_id = $1 AND rating_id = $2"},
    {"rating_end", "DELETE FROM rating_end WHERE practice_id = $1 AND rating_id = $2"},
    {"seal_end", "DELETE FROM seal_end WHERE practice_id = $1 AND rating_id = $2"},
    {"read_today_opened",
     "DELETE FROM read_today_opened WHERE practice_id = $1 AND id IN"
     " (SELECT id FROM read_today WHERE practice_id = $1 AND rating_id = $2)"},
    {"read_today", "DELETE FROM read_today WHERE practice_id = $1 AND rating_id = $2"},
    {"alert_event",
     "DELETE FROM alert_event WHERE practice_id = $1 AND alert_id IN"
     " (SELECT id FROM alert WHERE practice_id = $1 AND rating_id = $2)"},
    {"alert_now",
     "DELETE FROM alert_now WHERE practice_id = $1 AND alert_id IN"
     " (SELECT id FROM alert WHERE practice_id = $1 AND rating_id = $2)"},
    {"alert", "DELETE FROM alert WHERE practice_id = $1 AND rating_id = $2"},
    {"repair_event",
     "DELETE FROM repair_event WHERE practice_id = $1 AND repair_id IN (SELECT repair_id"
     " FROM repair_event WHERE practice_id = $1 AND rating_id = $2 AND kind = 'opened')"},
    {"rating", "DELETE FROM rating WHERE practice_id = $1 AND id = $2"},
};

// By the client's key ($2), what refers before what it refers to.
constexpr Removal by_key[] = {
    {"rating_comment",
     "DELETE FROM rating_comment WHERE practice_id = $1 AND rating_id IN"
     " (SELECT id FROM rating WHERE practice_id = $1 AND subject_key = $2)"},
    {"rating_end",
     "DELETE FROM rating_end WHERE practice_id = $1 AND rating_id IN"
     " (SELECT id FROM rating WHERE practice_id = $1 AND subject_key = $2)"},
    {"seal_end",
     "DELETE FROM seal_end WHERE practice_id = $1 AND rating_id IN"
     " (SELECT id FROM rating WHERE practice_id = $1 AND subject_key = $2)"},
    {"read_today_opened",
     "DELETE FROM read_today_opened WHERE practice_id = $1 AND id IN"
     " (SELECT id FROM read_today WHERE practice_id = $1 AND client_key = $2)"},
    {"read_today", "DELETE FROM read_today WHERE practice_id = $1 AND client_key = $2"},
    {"alert_event",
     "DELETE FROM alert_event WHERE practice_id = $1 AND alert_id IN"
     " (SELECT id FROM alert WHERE practice_id = $1 AND subject_key = $2)"},
    {"alert_now", "DELETE FROM alert_now WHERE practice_id = $1 AND subject_key = $2"},
    {"alert", "DELETE FROM alert WHERE practice_id = $1 AND subject_key = $2"},
    {"repair_event", "DELETE FROM repair_event WHERE practice_id = $1 AND subject_key = $2"},
    {"repair_now", "DELETE FROM repair_now WHERE practice_id = $1 AND subject_key = $2"},
    {"course_state", "DELETE FROM course_state WHERE practice_id = $1 AND subject_key = $2"},
    {"invitation",
     "DELETE FROM invitation WHERE practice_id = $1 AND form_id IN"
     " (SELECT id FROM form_given WHERE practice_id = $1 AND subject_key = $2)"},
    {"form_given", "DELETE FROM form_given WHERE practice_id = $1 AND subject_key = $2"},
    {"rating", "DELETE FROM rating WHERE practice_id = $1 AND subject_key = $2"},
    {"consent", "DELETE FROM consent WHERE practice_id = $1 AND client_key = $2"},
    {"outbox", "DELETE FROM outbox WHERE practice_id = $1 AND client_key = $2"},
    {"audit_payload",
     "DELETE FROM audit_payload WHERE practice_id = $1 AND number IN"
     " (SELECT number FROM audit_line WHERE practice_id = $1 AND client_key = $2)"},
    {"break_glass", "DELETE FROM break_glass WHERE practice_id = $1 AND client_key = $2"},
    {"access_request", "DELETE FROM access_request WHERE practice_id = $1 AND client_key = $2"},
    {"transfer", "DELETE FROM transfer WHERE practice_id = $1 AND client_key = $2"},
    {"legal_hold", "DELETE FROM legal_hold WHERE practice_id = $1 AND client_key = $2"},
    {"erasure_request", "DELETE FROM erasure_request WHERE practice_id = $1 AND client_key = $2"},
    {"client_key", "DELETE FROM client_key WHERE practice_id = $1 AND client_key = $2"},
};

// By the host's id ($2). A course in which somebody else's ratings stand is the others' too.
constexpr Removal by_host_id[] = {
    {"mirror_session_participant",
     "DELETE FROM mirror_session_participant WHERE practice_id = $1 AND client_id = $2"},
    {"mirror_session_participant",
     "DELETE FROM mirror_session_participant WHERE practice_id = $1 AND session_id IN"
     " (SELECT s.session_id FROM mirror_session s JOIN mirror_course c"
     " ON c.practice_id = s.practice_id AND c.course_id = s.course_id"
     " WHERE s.practice_id = $1 AND c.client_id = $2 AND NOT EXISTS"
     " (SELECT 1 FROM rating r WHERE r.practice_id = s.practice_id"
     " AND r.course_id = s.course_id))"},
    {"mirror_session",
     "DELETE FROM mirror_session WHERE practice_id = $1 AND course_id IN"
     " (SELECT c.course_id FROM mirror_course c WHERE c.practice_id = $1 AND c.client_id = $2"
     " AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.practice_id = c.practice_id"
     " AND r.course_id = c.course_id))"},
    {"mirror_course_clinician",
     "DELETE FROM mirror_course_clinician WHERE practice_id = $1 AND course_id IN"
     " (SELECT c.course_id FROM mirror_course c WHERE c.practice_id = $1 AND c.client_id = $2"
     " AND NOT EXISTS (SELECT 1 FROM rating r WHERE r.practice_id = c.practice_id"
     " AND r.course_id = c.course_id))"},
    {"mirror_course",
     "DELETE FROM mirror_course WHERE practice_id = $1 AND client_id = $2 AND course_id NOT IN"
     " (SELECT course_id FROM rating WHERE practice_id = $1)"},
    {"mirror_client", "DELETE FROM mirror_client WHERE practice_id = $1 AND client_id = $2"},
    {"visit",
     "DELETE FROM visit WHERE practice_id = $1 AND person_id IN"
     " (SELECT person_id FROM person WHERE practice_id = $1 AND client_id = $2)"},
    {"person_link",
     "DELETE FROM person_link WHERE practice_id = $1 AND person_id IN"
     " (SELECT person_id FROM person WHERE practice_id = $1 AND client_id = $2)"},
    {"person", "DELETE FROM person WHERE practice_id = $1 AND client_id = $2"},
    {"person_link",
     "DELETE FROM person_link WHERE practice_id = $1 AND kind = 'cares_for' AND target = $2"},
};

}  // namespace

Erasures::Removed Erasures::erase(const Erasure& erasure, const ClientId& host_id) {
  Removed removed;
  auto& rows = removed.rows;
  connection_.run(begin_erasing, {std::string_view{erasure.id}});
  std::vector<std::string> earlier;
  connection_.select(select_moved_in, {in(erasure.client)},
                     [&](const Row& row) { earlier.push_back(row.text(0)); });
  while (!earlier.empty()) {
    const auto id = std::move(earlier.back());
    earlier.pop_back();
    connection_.select(select_rating, {std::string_view{id}}, [&](const Row& row) {
      if (row.text(1) != erasure.client.value) {
        removed.touched.emplace(CourseId{row.text(0)}, ClientKey{row.text(1)});
        removed.moved.emplace_back(RatingId{id}, ClientKey{row.text(1)});
      }
      if (!row.text(2).empty()) earlier.push_back(row.text(2));
    });
    for (const auto& removal : by_rating)
      rows[removal.table] += connection_.run(removal.sql, {std::string_view{id}});
  }
  for (const auto& removal : by_key)
    rows[removal.table] += connection_.run(removal.sql, {in(erasure.client)});
  if (!host_id.empty())
    for (const auto& removal : by_host_id)
      rows[removal.table] += connection_.run(removal.sql, {in(host_id)});
  connection_.run(
      insert_erasure,
      {std::string_view{erasure.id}, in(erasure.client), std::string_view{erasure.host_id_digest},
       std::string_view{erasure.salt}, std::string_view{erasure.reason},
       std::string_view{erasure.asked_by}, std::string_view{erasure.agreed_by}, in(erasure.at)});
  connection_.run(end_erasing, {std::string_view{erasure.id}});
  std::erase_if(rows, [](const auto& one) { return one.second == 0; });
  return removed;
}

std::vector<ClientKey> Erasures::merged_into(const ClientKey& client) const {
  std::vector<ClientKey> keys;
  auto add = [&](const Row& row) {
    ClientKey key{row.text(0)};
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  };
  connection_.select(select_merged_ratings, {in(client)}, add);
  connection_.select(select_merged_clients, {in(client)}, add);
  return keys;
}

void Erasures::put_certificate(const std::string& erasure, std::string_view json, Instant at) {
  connection_.run(insert_certificate, {std::string_view{erasure}, json, in(at)});
}

std::vector<Erasure> Erasures::all() const {
  std::vector<Erasure> all;
  connection_.select(select_all, {}, [&](const Row& row) {
    all.push_back({row.text(0), ClientKey{row.text(1)}, row.text(2), row.text(3), row.text(4),
                   row.text(5), row.text(6), instant_of(row, 7)});
  });
  return all;
}

bool Erasures::is_known(const std::string& id) const {
  bool known = false;
  connection_.select(select_known, {std::string_view{id}}, [&](const Row&) { known = true; });
  return known;
}

std::optional<std::string> Erasures::certificate(const std::string& erasure) const {
  std::optional<std::string> body;
  connection_.select(select_certificate, {std::string_view{erasure}},
                     [&](const Row& row) { body = row.text(0); });
  return body;
}

}  // namespace holdfast::store
