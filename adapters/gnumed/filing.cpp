// SPDX-License-Identifier: MIT
#include "filing.hpp"

#include "scores.hpp"
#include "text.hpp"

namespace holdfast::adapters::gnumed {
namespace {

using payload::Json;

// A second process with the same key waits here until the first has ended.
constexpr const char* open_delivery =
    "INSERT INTO holdfast_gnumed.delivery (kind, key, client) VALUES ($1, $2, nullif($3::int, 0))"
    " ON CONFLICT (db_user, kind, key) DO NOTHING RETURNING number";
constexpr const char* number_of_delivery =
    "SELECT number FROM holdfast_gnumed.delivery"
    " WHERE db_user = session_user AND kind = $1 AND key = $2";
constexpr const char* client_of_delivery =
    "SELECT coalesce(client, 0) FROM holdfast_gnumed.delivery"
    " WHERE db_user = session_user AND kind = 'record' AND key = $1";
constexpr const char* take_back_delivery =
    "UPDATE holdfast_gnumed.delivery SET taken_back_at = now(), reason = $3"
    " WHERE db_user = session_user AND kind = $1 AND key = $2 AND taken_back_at IS NULL"
    " RETURNING number";

constexpr const char* is_client = "SELECT (count(*) > 0)::int FROM dem.identity WHERE pk = $1::int";
constexpr const char* is_course =
    "SELECT (count(*) > 0)::int FROM holdfast_gnumed.course WHERE pk = $1::int AND client = "
    "$2::int";
constexpr const char* is_session =
    "SELECT (count(*) > 0)::int FROM holdfast_gnumed.session WHERE pk = $1::int AND client = "
    "$2::int";
// The session that was rated; else the client's last one before that moment; else any.
constexpr const char* place_of_record =
    "SELECT s.pk, coalesce(nullif($3::int, 0), s.course) FROM holdfast_gnumed.session s"
    " WHERE s.client = $1::int AND ($2::int = 0 OR s.pk = $2::int)"
    " ORDER BY ($3::int <> 0 AND s.course = $3::int) DESC,"
    " (s.started <= $4::timestamptz) DESC, abs(extract(epoch FROM s.started - $4::timestamptz)), "
    "s.pk"
    " LIMIT 1";

constexpr const char* insert_note =
    "INSERT INTO clin.clin_narrative (clin_when, fk_encounter, fk_episode, soap_cat, narrative)"
    " VALUES ($1::timestamptz, $2::int, $3::int, 's', $4) ON CONFLICT DO NOTHING RETURNING pk";
constexpr const char* insert_row =
    "INSERT INTO holdfast_gnumed.delivered_row (number, place, pk) VALUES ($1, $2, $3::int)";
constexpr const char* retract_notes =
    "DELETE FROM clin.clin_narrative WHERE pk IN (SELECT r.pk FROM holdfast_gnumed.delivered_row r"
    " WHERE r.number = $1 AND r.place = 'clin.clin_narrative')";
constexpr const char* remove_messages =
    "DELETE FROM dem.message_inbox WHERE pk IN (SELECT r.pk FROM holdfast_gnumed.delivered_row r"
    " WHERE r.number = $1 AND r.place = 'dem.message_inbox')";

// No due date: GNUmed shows what is overdue to every provider, and hides what is due later. The
// text is the same for everybody and holds nothing about the client.
constexpr const char* insert_message =
    "INSERT INTO dem.message_inbox (fk_staff, fk_patient, fk_inbox_item_type, comment, importance,"
    " due_date) SELECT $1::int, nullif($2::int, 0), t.pk, $3, $4::int, NULL"
    " FROM dem.inbox_item_type t WHERE t.description = 'Holdfast' RETURNING pk";
// The store stands in the same database; where it does not, the message is about nobody.
constexpr const char* client_of_alert =
    "SELECT coalesce((SELECT pk_patient FROM holdfast_gnumed.check_in_suggested"
    " WHERE alert = $1 LIMIT 1), 0)";

std::int64_t known_number(Connection& connection, std::string kind, std::string key) {
  std::int64_t number = 0;
  ask(connection, number_of_delivery, given(kind, key), number);
  return number;
}

// 0: that key is known.
std::int64_t opened(Connection& connection, std::string kind, std::string key, int client) {
  std::int64_t number = 0;
  ask(connection, open_delivery, given(kind, key, client), number);
  return number;
}

void note_row(Connection& connection, std::int64_t number, std::string place, int pk) {
  ask(connection, insert_row, given(number, place, pk));
}

int required(Connection& connection, const char* question, const std::string& id, int client,
             const char* refusal) {
  if (id.empty()) return 0;
  auto key = key_of(id).value_or(0);
  int exists = 0;
  if (key > 0) {
    if (client == 0)
      ask(connection, question, given(key), exists);
    else
      ask(connection, question, given(key, client), exists);
  }
  if (exists == 0) throw Failure(HOLDFAST_E_INVALID, refusal);
  return key;
}

void file_comment(Connection& connection, const Filed& filed, const Json& record) {
  const payload::Fields fields{record, "record"};
  auto text = fields.text("text", 65536);
  if (text.find('\0') != std::string::npos) fields.refuse("text", "holds a NUL");
  auto place = filed;
  int pk = 0;
  ask(connection, insert_note, given(place.at, place.encounter, place.episode, text), pk);
  // The same words stand there already: they belong to the earlier record.
  if (pk != 0) note_row(connection, filed.number, "clin.clin_narrative", pk);
}

std::string receipt(std::int64_t number) { return "holdfast-" + std::to_string(number); }

const char* words_for(const std::string& category) {
  if (category == "check_in") return "Check-in suggested";
  if (category == "read_today") return "Please read today";
  if (category == "form_due") return "A form is due";
  if (category == "handover") return "Handed over to you";
  return "Holdfast needs attention";
}

}  // namespace

std::string file_record(Connection& connection, const Parcel& parcel, const Json& record) {
  const auto heading = record.get<payload::RecordHeading>();
  const bool is_score = heading.kind == "client_total" || heading.kind == "subscales" ||
                        heading.kind == "therapist_rating";
  const bool is_comment = heading.kind == "comment" && parcel.takes_comments;
  if (!is_score && !is_comment)
    throw Failure(HOLDFAST_E_UNSUPPORTED, "record: this kind has no place in GNUmed");
  if (const auto known = known_number(connection, "record", parcel.key)) return receipt(known);
  const auto client =
      required(connection, is_client, heading.client, 0, "record: GNUmed has no such client");
  const auto course =
      required(connection, is_course, heading.course, client, "record: GNUmed has no such course");
  auto session = required(connection, is_session, heading.session, client,
                          "record: GNUmed has no such session");
  Filed filed;
  filed.number = opened(connection, "record", parcel.key, client);
  if (filed.number == 0) return receipt(known_number(connection, "record", parcel.key));
  filed.at = payload::to_text(heading.at);
  filed.staff = parcel.from.pk;
  auto patient = client, episode = course;
  ask(connection, place_of_record, given(patient, session, episode, filed.at), filed.encounter,
      filed.episode);
  if (filed.encounter == 0)
    throw Failure(HOLDFAST_E_INVALID,
                  "record: GNUmed files entries in an encounter, and this client has no session");
  if (is_comment)
    file_comment(connection, filed, record);
  else
    for (const int pk : file_scores(connection, filed, record))
      note_row(connection, filed.number, "clin.test_result", pk);
  return receipt(filed.number);
}

int client_of_record(Connection& connection, const std::string& key) {
  auto wanted = key;
  int client = 0;
  ask(connection, client_of_delivery, given(wanted), client);
  return client;
}

void retract_record(Connection& connection, const std::string& key, const std::string& reason) {
  std::string kind = "record", wanted = key, why = reason;
  std::int64_t number = 0;
  ask(connection, take_back_delivery, given(kind, wanted, why), number);
  if (number == 0) return;
  retract_scores(connection, number);
  ask(connection, retract_notes, given(number));
}

void post_notice(Connection& connection, const Parcel& parcel, const payload::Notice& notice) {
  const auto to = find_staff(connection, notice.to);
  if (!to) throw Failure(HOLDFAST_E_NOT_FOUND, "notice: GNUmed has no such person on its staff");
  auto key = parcel.key;
  int client = 0;
  if (notice.category == "check_in") ask(connection, client_of_alert, given(key), client);
  const auto number = opened(connection, "notice", parcel.key, client);
  if (number == 0) return;
  int staff = to->pk, importance = notice.category == "read_today" ? 1 : 0, pk = 0;
  std::string words = words_for(notice.category);
  ask(connection, insert_message, given(staff, client, words, importance), pk);
  if (pk == 0)
    throw Failure(HOLDFAST_E_UNAVAILABLE,
                  "GNUmed has no inbox item type \"Holdfast\"; its administrator runs install.sh");
  note_row(connection, number, "dem.message_inbox", pk);
}

void withdraw_notice(Connection& connection, const std::string& key) {
  std::string kind = "notice", wanted = key, why;
  std::int64_t number = 0;
  ask(connection, take_back_delivery, given(kind, wanted, why), number);
  if (number != 0) ask(connection, remove_messages, given(number));
}

}  // namespace holdfast::adapters::gnumed
