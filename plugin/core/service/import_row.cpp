// SPDX-License-Identifier: MIT
#include "service/import_row.hpp"

#include <algorithm>

#include "service/stored_form.hpp"

namespace holdfast::service {
namespace {

std::string hashed(const std::string& text) {
  return "import:" + store::sha256_hex(text).substr(0, 40);
}

// As 0.1 named them: what was stored then and taken out since is known by it.
std::string earlier_key_of(const ImportRow& row) {
  return hashed(place_of(row) + "\n" + row.language + "\n" + std::string(to_word(row.mode)));
}

bool is_in_place(const store::StoredRating& rating, const ImportRow& row) {
  if (rating.series.instrument != row.definition->id ||
      rating.series.rater != row.definition->rater || !rating.series.rater_id.empty())
    return false;
  if (!row.session) return rating.day == row.day;
  if (rating.session == row.session->session.id) return true;
  // Stored before the practice system told of the appointment.
  return !row.names_session && rating.session.empty() && rating.day == row.day;
}

bool is_same(store::Reader& reader, const store::StoredRating& rating, const ImportRow& row) {
  if (rating.series.version != row.definition->version || rating.series.language != row.language ||
      rating.series.mode != row.mode || rating.declined != row.declined ||
      rating.raw != row.scored.total)
    return false;
  const auto stored = reader.ratings.answers(rating.id), read = answers_of(row);
  return std::equal(stored.begin(), stored.end(), read.begin(), read.end(),
                    [](const auto& one, const auto& other) {
                      return one.item == other.item && one.value == other.value;
                    });
}

}  // namespace

std::string place_of(const ImportRow& row) {
  return row.course->id.value + "\n" +
         (row.session ? row.session->session.id.value : to_text(row.day)) + "\n" +
         row.definition->id;
}

std::string key_of(const ImportRow& row) {
  auto text = place_of(row) + "\n" + row.language + "\n" + std::string(to_word(row.mode)) + "\n" +
              row.definition->version + "\n" + (row.declined ? "declined" : "") + "\n" +
              row.scored.total.value_or("");
  for (const auto& answer : answers_of(row))
    text += "\n" + answer.item + "=" + answer.value.value_or("");
  return hashed(text);
}

std::vector<store::StoredAnswer> answers_of(const ImportRow& row) {
  std::vector<store::StoredAnswer> answers;
  for (const auto& [item, answer] : row.answers) {
    const auto* known = row.definition->find(item);
    const bool is_text = known && known->kind == instrument::ItemKind::text;
    if (is_text && std::holds_alternative<std::string>(answer)) continue;
    answers.push_back(stored_answer(item, answer));
  }
  return answers;
}

store::StoredRating rating_of(store::Unit& unit, const ImportRow& row,
                              const store::ClientKey& subject, Instant now) {
  store::StoredRating rating;
  rating.id = RatingId{unit.ids.uuid()};
  rating.series = {row.course->id,
                   row.definition->id,
                   row.definition->version,
                   row.language,
                   row.definition->rater,
                   row.definition->relation,
                   "",
                   row.mode,
                   row.session ? row.session->session.clinician : row.course->clinicians.front(),
                   row.definition->setting};
  rating.measures = row.definition->measures;
  rating.subject = subject;
  rating.day = row.day;
  if (row.session) {
    rating.session = row.session->session.id;
    rating.session_start = row.session->session.start;
    rating.session_number = row.session->number;
    rating.place = row.session->session.place;
  }
  rating.entered_at = now;
  rating.submitted_by = "import";
  rating.source = store::RatingSource::import;
  rating.declined = row.declined;
  rating.idempotency_key = row.key;
  carry(row.scored, rating);
  return rating;
}

HeldOfCourse held_of(store::Reader& reader, const practice::Course& course) {
  return {reader.people.find_key(course.client), reader.ratings.of_course(course.id),
          reader.ratings.idempotency_keys_of_course(course.id)};
}

There what_is_there(store::Reader& reader, const HeldOfCourse& held, const ImportRow& row) {
  if (held.keys.empty() && held.standing.empty()) return There::nothing;
  if (held.keys.contains(row.key)) return There::same;
  for (const auto& rating : held.standing)
    if (rating.subject == held.subject && is_in_place(rating, row))
      return is_same(reader, rating, row) ? There::same : There::other;
  if (const auto earlier = earlier_key_of(row); held.keys.contains(earlier))
    if (const auto ended = reader.ratings.by_idempotency_key(earlier);
        ended && is_same(reader, *ended, row))
      return There::same;
  return There::nothing;
}

}  // namespace holdfast::service
