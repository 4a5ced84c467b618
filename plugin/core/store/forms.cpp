// SPDX-License-Identifier: MIT
#include "store/forms.hpp"

#include "store/columns.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_form(
    "INSERT INTO form_given (practice_id, id, course_id, session_id, subject_key, rater, relation,"
    " rater_key, instrument, version, language, clinician_id, way, status, rating_id, given_by,"
    " given_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
    "$15,"
    " $16, $17, $18)");
constexpr Sql change_form(
    "UPDATE form_given SET status = $3, rating_id = $4, changed_at = $5"
    " WHERE practice_id = $1 AND id = $2");

#define HOLDFAST_FORM                                                                        \
  "SELECT id, course_id, session_id, subject_key, rater, relation, rater_key, instrument,"   \
  " version, language, clinician_id, way, status, rating_id, given_by, given_at, changed_at" \
  " FROM form_given"

constexpr Sql select_one(HOLDFAST_FORM " WHERE practice_id = $1 AND id = $2");
constexpr Sql select_of_session(HOLDFAST_FORM
                                " WHERE practice_id = $1 AND session_id = $2 ORDER BY id");
constexpr Sql select_of_course(HOLDFAST_FORM
                               " WHERE practice_id = $1 AND course_id = $2 ORDER BY id");
constexpr Sql select_waiting(
    HOLDFAST_FORM
    " WHERE practice_id = $1 AND clinician_id = $2 AND status IN ('given', 'opened')"
    " ORDER BY given_at, id");
constexpr Sql select_waiting_of_client(
    HOLDFAST_FORM
    " WHERE practice_id = $1 AND subject_key = $2 AND status IN ('given', 'opened')"
    " ORDER BY given_at, id");

// The waiting forms are few: what is answered, declined or expired leaves the partial index.
constexpr Sql select_ended(
    "SELECT f.id FROM form_given f WHERE f.practice_id = $1 AND f.status IN ('given', 'opened')"
    " AND EXISTS (SELECT 1 FROM invitation i WHERE i.practice_id = f.practice_id"
    " AND i.form_id = f.id)"
    " AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.practice_id = f.practice_id"
    " AND i.form_id = f.id AND i.revoked_at IS NULL AND (i.expires_at > $2"
    " OR (i.opened_at < i.expires_at AND i.expires_at > $3)))"
    " ORDER BY f.id LIMIT 200");
constexpr Sql select_unanswered(
    "SELECT f.id, i.id, i.expires_at FROM form_given f JOIN invitation i"
    " ON i.practice_id = f.practice_id AND i.form_id = f.id WHERE f.practice_id = $1"
    " AND f.status IN ('given', 'opened') AND f.given_at <= $2 AND i.expires_at > $3"
    " AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.kiosk = 0 ORDER BY f.id, i.id");

FormGiven form_of(const Row& row) {
  FormGiven form;
  form.id = row.text(0);
  form.course.value = row.text(1);
  form.session.value = row.text(2);
  form.subject.value = row.text(3);
  form.rater = word_of<Rater>(row, 4);
  form.relation = word_of<Relation>(row, 5);
  form.rater_id = row.text(6);
  form.instrument = row.text(7);
  form.version = row.text(8);
  form.language = row.text(9);
  form.clinician.value = row.text(10);
  form.way = row.text(11);
  form.status = word_of<FormStatus>(row, 12);
  form.rating.value = row.text(13);
  form.given_by = row.text(14);
  form.given_at = instant_of(row, 15);
  form.changed_at = instant_of(row, 16);
  return form;
}

std::vector<FormGiven> all_of(Connection& connection, Sql sql,
                              std::initializer_list<Value> values) {
  std::vector<FormGiven> forms;
  connection.select(sql, values, [&](const Row& row) { forms.push_back(form_of(row)); });
  return forms;
}

}  // namespace

void Forms::insert(const FormGiven& form) {
  connection_.run(insert_form,
                  {std::string_view{form.id}, in(form.course), in(form.session), in(form.subject),
                   to_word(form.rater), to_word(form.relation), std::string_view{form.rater_id},
                   std::string_view{form.instrument}, std::string_view{form.version},
                   std::string_view{form.language}, std::string_view{form.clinician.value},
                   std::string_view{form.way}, to_word(form.status), in(form.rating),
                   std::string_view{form.given_by}, in(form.given_at), in(form.changed_at)});
}

void Forms::change(const std::string& id, FormStatus status, const RatingId& rating, Instant at) {
  connection_.run(change_form, {std::string_view{id}, to_word(status), in(rating), in(at)});
}

std::optional<FormGiven> Forms::find(const std::string& id) const {
  auto forms = all_of(connection_, select_one, {std::string_view{id}});
  if (forms.empty()) return std::nullopt;
  return std::move(forms.front());
}

std::vector<FormGiven> Forms::of_session(const SessionId& session) const {
  return all_of(connection_, select_of_session, {in(session)});
}

std::vector<FormGiven> Forms::of_course(const CourseId& course) const {
  return all_of(connection_, select_of_course, {in(course)});
}

std::vector<std::string> Forms::ended(Instant now, std::chrono::milliseconds grace) const {
  std::vector<std::string> ids;
  connection_.select(select_ended, {in(now), in(now - grace)},
                     [&](const Row& row) { ids.push_back(row.text(0)); });
  return ids;
}

std::vector<Forms::Unanswered> Forms::unanswered(Instant before, Instant now) const {
  std::vector<Unanswered> all;
  connection_.select(select_unanswered, {in(before), in(now)}, [&](const Row& row) {
    Unanswered one;
    one.form.id = row.text(0);
    one.invitation.value = row.text(1);
    one.expires = instant_of(row, 2);
    all.push_back(std::move(one));
  });
  for (auto& one : all)
    if (auto form = find(one.form.id)) one.form = std::move(*form);
  return all;
}

std::vector<FormGiven> Forms::waiting_of_clinician(const ClinicianId& clinician) const {
  return all_of(connection_, select_waiting, {in(clinician)});
}

std::vector<FormGiven> Forms::waiting_of_client(const ClientKey& subject) const {
  return all_of(connection_, select_waiting_of_client, {in(subject)});
}

}  // namespace holdfast::store
