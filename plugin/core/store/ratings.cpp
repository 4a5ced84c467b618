// SPDX-License-Identifier: MIT
#include "store/ratings.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include "store/columns.hpp"
#include "store/form_lines.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

constexpr Sql insert_rating(
    "INSERT INTO rating (practice_id, id, course_id, subject_key, rater, relation, rater_key,"
    " instrument, version, language, mode, setting, clinician_id, session_id, day, session_start,"
    " session_number, entered_at, submitted_by, submitted_as, place, assistance, source, declined,"
    " scored, raw, pomp, tension, told, duration_ms, answered, straight_line, sealed_until,"
    " idempotency_key, request_digest, takes_place_of, measures, answers, subscales, salt) "
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,"
    " $37, $38, $39, $40)");
constexpr std::size_t rating_columns = 39;
constexpr Sql insert_comment(
    "INSERT INTO rating_comment (practice_id, rating_id, addressed_to, item, text)"
    " VALUES ($1, $2, $3, $4, $5)");
constexpr Sql insert_end(
    "INSERT INTO rating_end (practice_id, rating_id, how, reason, ended_by, successor_id, ended_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)");
constexpr Sql insert_seal_end(
    "INSERT INTO seal_end (practice_id, rating_id, why, ended_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (practice_id, rating_id) DO NOTHING");

#define HOLDFAST_RATING                                                                      \
  "SELECT r.id, r.course_id, r.subject_key, r.rater, r.relation, r.rater_key, r.instrument," \
  " r.version, r.language, r.mode, r.setting, r.clinician_id, r.session_id, r.day, "         \
  "r.session_start,"                                                                         \
  " r.session_number, r.entered_at, r.submitted_by, r.submitted_as, r.place, r.assistance,"  \
  " r.source, r.declined, r.raw, r.pomp, r.tension, r.told, r.duration_ms, r.answered,"      \
  " r.straight_line, r.sealed_until, r.idempotency_key, r.request_digest, r.takes_place_of," \
  " r.measures, s.ended_at, r.subscales, r.salt FROM rating r"                               \
  " LEFT JOIN seal_end s ON s.practice_id = r.practice_id AND s.rating_id = r.id"
#define HOLDFAST_STANDS                                                             \
  " AND NOT EXISTS (SELECT 1 FROM rating_end e WHERE e.practice_id = r.practice_id" \
  " AND e.rating_id = r.id)"
#define HOLDFAST_IN_ORDER " ORDER BY r.day, r.session_start, r.session_number, r.id"

// Put in order here: a database would sort whole rows.
constexpr Sql select_of_course(HOLDFAST_RATING
                               " WHERE r.practice_id = $1 AND r.course_id = $2" HOLDFAST_STANDS);
constexpr Sql select_of_series(
    HOLDFAST_RATING
    " WHERE r.practice_id = $1 AND r.course_id = $2 AND r.rater = $3 AND r.scored = 1"
    " AND r.subject_key = $4 AND r.instrument = $5 AND r.version = $6 AND r.language = $7"
    " AND r.relation = $8 AND r.rater_key = $9 AND r.mode = $10 AND r.clinician_id = $11"
    " AND r.setting = $12" HOLDFAST_STANDS HOLDFAST_IN_ORDER);
constexpr Sql select_last_of_series(
    HOLDFAST_RATING
    " WHERE r.practice_id = $1 AND r.course_id = $2 AND r.rater = $3 AND r.scored = 1"
    " AND r.subject_key = $4 AND r.instrument = $5 AND r.version = $6 AND r.language = $7"
    " AND r.relation = $8 AND r.rater_key = $9 AND r.mode = $10 AND r.clinician_id = $11"
    " AND r.setting = $12" HOLDFAST_STANDS
    " ORDER BY r.day DESC, r.session_start DESC, r.session_number DESC, r.id DESC LIMIT 1");
constexpr Sql select_of_session(
    HOLDFAST_RATING
    " WHERE r.practice_id = $1 AND r.session_id = $2" HOLDFAST_STANDS HOLDFAST_IN_ORDER);
constexpr Sql select_without_session(
    HOLDFAST_RATING
    " WHERE r.practice_id = $1 AND r.course_id = $2 AND r.session_id IS NULL"
    " AND r.source <> 'import'" HOLDFAST_STANDS HOLDFAST_IN_ORDER);
constexpr Sql select_one(HOLDFAST_RATING " WHERE r.practice_id = $1 AND r.id = $2");
constexpr Sql select_by_key(HOLDFAST_RATING " WHERE r.practice_id = $1 AND r.idempotency_key = $2");
constexpr Sql select_ends(
    "SELECT e.rating_id, e.how, e.reason, e.ended_by, e.successor_id, e.ended_at FROM rating_end e"
    " JOIN rating r ON r.practice_id = e.practice_id AND r.id = e.rating_id"
    " WHERE e.practice_id = $1 AND r.subject_key = $2 ORDER BY e.ended_at, e.rating_id");
constexpr Sql select_ended("SELECT 1 FROM rating_end WHERE practice_id = $1 AND rating_id = $2");
constexpr Sql select_answers("SELECT answers FROM rating WHERE practice_id = $1 AND id = $2");
constexpr Sql select_comments(
    "SELECT item, text FROM rating_comment WHERE practice_id = $1 AND rating_id = $2"
    " AND addressed_to = $3 ORDER BY item");
constexpr Sql select_comments_of_course(
    "SELECT c.rating_id, c.item, c.text FROM rating r JOIN rating_comment c"
    " ON c.practice_id = r.practice_id AND c.rating_id = r.id"
    " WHERE r.practice_id = $1 AND r.course_id = $2 AND c.addressed_to = $3" HOLDFAST_STANDS);
constexpr Sql select_keys_of_course(
    "SELECT idempotency_key FROM rating WHERE practice_id = $1 AND course_id = $2"
    " AND idempotency_key IS NOT NULL");

StoredRating rating_of(const Row& row) {
  StoredRating rating;
  rating.id.value = row.text(0);
  rating.series.course.value = row.text(1);
  rating.subject.value = row.text(2);
  rating.series.rater = word_of<Rater>(row, 3);
  rating.series.relation = word_of<Relation>(row, 4);
  rating.series.rater_id = row.text(5);
  rating.series.instrument = row.text(6);
  rating.series.version = row.text(7);
  rating.series.language = row.text(8);
  rating.series.mode = word_of<Mode>(row, 9);
  rating.series.setting = word_of<Setting>(row, 10);
  rating.series.clinician.value = row.text(11);
  rating.session.value = row.text(12);
  rating.day = day_of(row, 13);
  if (row.integer(14) != 0) rating.session_start = instant_of(row, 14);
  rating.session_number = integer_of(row, 15);
  rating.entered_at = instant_of(row, 16);
  rating.submitted_by = row.text(17);
  rating.submitted_as = row.text(18);
  rating.place = word_of<Place>(row, 19);
  rating.assistance = word_of<Assistance>(row, 20);
  rating.source = word_of<RatingSource>(row, 21);
  rating.declined = truth_of(row, 22);
  if (!row.is_null(23)) rating.raw = row.text(23);
  if (!row.is_null(24)) rating.score = Pomp{row.real(24)};
  rating.tension = optional_integer_of(row, 25);
  if (!row.is_null(26)) rating.told = truth_of(row, 26);
  rating.duration_ms = integer_of(row, 27);
  rating.answered = integer_of(row, 28);
  rating.straight_line = truth_of(row, 29);
  rating.sealed_until = optional_instant_of(row, 30);
  rating.idempotency_key = row.text(31);
  rating.request_digest = row.text(32);
  rating.takes_place_of.value = row.text(33);
  rating.measures = word_of<Measures>(row, 34);
  if (rating.sealed_until && !row.is_null(35))
    rating.sealed_until = std::min(*rating.sealed_until, instant_of(row, 35));
  rating.subscales = subscales_in(row.view(36));
  rating.salt = row.text(37);
  return rating;
}

// What a row borrows; outlives the values made of it.
struct Texts {
  std::string day, answers, subscales;

  Texts(const StoredRating& rating, const std::vector<StoredAnswer>& given)
      : day(to_text(rating.day)), answers(lines_of(given)), subscales(lines_of(rating.subscales)) {}
};

// A rating's columns after practice_id.
void append_columns(std::vector<Value>& values, const StoredRating& rating, const Texts& texts) {
  const SeriesKey& series = rating.series;
  values.insert(values.end(), {in(rating.id),
                               in(series.course),
                               in(rating.subject),
                               to_word(series.rater),
                               to_word(series.relation),
                               std::string_view{series.rater_id},
                               std::string_view{series.instrument},
                               std::string_view{series.version},
                               std::string_view{series.language},
                               to_word(series.mode),
                               to_word(series.setting),
                               std::string_view{series.clinician.value},
                               in(rating.session),
                               std::string_view{texts.day},
                               in(rating.session_start.value_or(Instant{})),
                               in(rating.session_number),
                               in(rating.entered_at),
                               std::string_view{rating.submitted_by},
                               optional_text(rating.submitted_as),
                               to_word(rating.place),
                               to_word(rating.assistance),
                               to_word(rating.source),
                               in(rating.declined),
                               in(rating.score && rating.measures == Measures::alliance),
                               rating.raw ? Value{std::string_view{*rating.raw}} : Value{},
                               rating.score ? Value{rating.score->value} : Value{},
                               in(rating.tension),
                               in(rating.told),
                               in(rating.duration_ms),
                               in(rating.answered),
                               in(rating.straight_line),
                               in(rating.sealed_until),
                               optional_text(rating.idempotency_key),
                               optional_text(rating.request_digest),
                               in(rating.takes_place_of),
                               to_word(rating.measures),
                               std::string_view{texts.answers},
                               std::string_view{texts.subscales},
                               std::string_view{rating.salt}});
}

std::vector<StoredRating> all_of(Connection& connection, Sql sql,
                                 std::initializer_list<Value> values) {
  std::vector<StoredRating> ratings;
  connection.select(sql, values, [&](const Row& row) { ratings.push_back(rating_of(row)); });
  return ratings;
}

std::optional<StoredRating> one_of(Connection& connection, Sql sql,
                                   std::initializer_list<Value> values) {
  auto ratings = all_of(connection, sql, values);
  if (ratings.empty()) return std::nullopt;
  return std::move(ratings.front());
}

std::vector<StoredRating> of_key(Connection& connection, Sql sql, const SeriesKey& key,
                                 const ClientKey& subject) {
  return all_of(connection, sql,
                {in(key.course), to_word(key.rater), in(subject), std::string_view{key.instrument},
                 std::string_view{key.version}, std::string_view{key.language},
                 to_word(key.relation), std::string_view{key.rater_id}, to_word(key.mode),
                 std::string_view{key.clinician.value}, to_word(key.setting)});
}

}  // namespace

bool comes_before(const StoredRating& one, const StoredRating& other) {
  const auto place = [](const StoredRating& rating) {
    return std::tuple(rating.day, rating.session_start.value_or(Instant{}), rating.session_number,
                      std::string_view{rating.id.value});
  };
  return place(one) < place(other);
}

void Ratings::insert(const StoredRating& rating, const std::vector<StoredAnswer>& answers,
                     const std::vector<StoredComment>& comments) {
  const Texts texts(rating, answers);
  std::vector<Value> values;
  values.reserve(rating_columns);
  append_columns(values, rating, texts);
  connection_.run_rows(insert_rating, values, rating_columns);
  for (const auto& comment : comments)
    connection_.run(insert_comment,
                    {in(rating.id), to_word(comment.addressed_to), std::string_view{comment.item},
                     std::string_view{comment.text}});
}

void Ratings::insert_many(const std::vector<StoredRating>& ratings,
                          const std::vector<std::vector<StoredAnswer>>& answers) {
  if (ratings.empty()) return;
  std::vector<Texts> texts;
  texts.reserve(ratings.size());
  std::vector<Value> rows;
  rows.reserve(ratings.size() * rating_columns);
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    texts.emplace_back(ratings[i], i < answers.size() ? answers[i] : std::vector<StoredAnswer>{});
    append_columns(rows, ratings[i], texts.back());
  }
  connection_.run_rows(insert_rating, rows, rating_columns);
}

void Ratings::end(const End& end) {
  connection_.run(insert_end, {in(end.rating), to_word(end.how), std::string_view{end.reason},
                               std::string_view{end.by}, in(end.successor), in(end.at)});
}

void Ratings::end_seal(const RatingId& rating, SealEnd why, Instant at) {
  connection_.run(insert_seal_end, {in(rating), to_word(why), in(at)});
}

std::vector<StoredRating> Ratings::of_course(const CourseId& course) const {
  auto ratings = all_of(connection_, select_of_course, {in(course)});
  std::sort(ratings.begin(), ratings.end(), comes_before);
  return ratings;
}

std::vector<StoredRating> Ratings::of_series(const SeriesKey& key, const ClientKey& subject) const {
  return of_key(connection_, select_of_series, key, subject);
}

std::optional<StoredRating> Ratings::last_of_series(const SeriesKey& key,
                                                    const ClientKey& subject) const {
  auto ratings = of_key(connection_, select_last_of_series, key, subject);
  if (ratings.empty()) return std::nullopt;
  return std::move(ratings.front());
}

std::vector<StoredRating> Ratings::of_session(const SessionId& session) const {
  return all_of(connection_, select_of_session, {in(session)});
}

std::vector<StoredRating> Ratings::without_session(const CourseId& course) const {
  return all_of(connection_, select_without_session, {in(course)});
}

std::optional<StoredRating> Ratings::find(const RatingId& id) const {
  return one_of(connection_, select_one, {in(id)});
}

std::optional<StoredRating> Ratings::by_idempotency_key(std::string_view key) const {
  return one_of(connection_, select_by_key, {key});
}

std::vector<Ratings::End> Ratings::ends_of_client(const ClientKey& client) const {
  std::vector<End> ends;
  connection_.select(select_ends, {in(client)}, [&](const Row& row) {
    ends.push_back({RatingId{row.text(0)}, word_of<EndOfRating>(row, 1), row.text(2), row.text(3),
                    RatingId{row.text(4)}, instant_of(row, 5)});
  });
  return ends;
}

bool Ratings::stands(const RatingId& id) const {
  bool ended = false;
  connection_.select(select_ended, {in(id)}, [&](const Row&) { ended = true; });
  return !ended && find(id).has_value();
}

std::vector<StoredAnswer> Ratings::answers(const RatingId& id) const {
  std::vector<StoredAnswer> answers;
  connection_.select(select_answers, {in(id)},
                     [&](const Row& row) { answers = answers_in(row.view(0)); });
  return answers;
}

std::vector<StoredComment> Ratings::comments(const RatingId& id, Addressee reader) const {
  std::vector<StoredComment> comments;
  connection_.select(select_comments, {in(id), to_word(reader)}, [&](const Row& row) {
    comments.push_back({reader, row.text(0), row.text(1)});
  });
  return comments;
}

std::vector<CommentOfRating> Ratings::comments_of_course(const CourseId& course,
                                                         Addressee reader) const {
  std::vector<CommentOfRating> comments;
  connection_.select(select_comments_of_course, {in(course), to_word(reader)}, [&](const Row& row) {
    comments.push_back({RatingId{row.text(0)}, {reader, row.text(1), row.text(2)}});
  });
  std::sort(comments.begin(), comments.end(), [](const auto& one, const auto& other) {
    return std::tie(one.rating, one.comment.item) < std::tie(other.rating, other.comment.item);
  });
  return comments;
}

std::set<std::string> Ratings::idempotency_keys_of_course(const CourseId& course) const {
  std::set<std::string> keys;
  connection_.select(select_keys_of_course, {in(course)},
                     [&](const Row& row) { keys.insert(row.text(0)); });
  return keys;
}

std::optional<Instant> Ratings::seal_ends(const RatingId& id) const {
  const auto rating = find(id);
  return rating ? rating->sealed_until : std::nullopt;
}

std::vector<RatingId> Ratings::sealed_of_session(const SessionId& session, Instant now) const {
  std::vector<RatingId> sealed;
  for (const auto& rating : of_session(session))
    if (rating.sealed_until && now < *rating.sealed_until) sealed.push_back(rating.id);
  return sealed;
}

}  // namespace holdfast::store
