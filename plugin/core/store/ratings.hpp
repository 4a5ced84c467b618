// SPDX-License-Identifier: MIT
// Ratings: completed forms, as facts. Nobody edits one; it ends by being voided, moved, matched or
// corrected, and what takes its place is a new rating beside it.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "alliance/score.hpp"
#include "alliance/series.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

enum class RatingSource { form, paper, import };
enum class Addressee { therapist, second_contact };
enum class EndOfRating { voided, moved, matched, corrected };

struct StoredAnswer {
  std::string item;
  std::optional<std::string> value;  // decimal text, or a choice's word; none: declined
  bool touched = true;               // the rater moved it, rather than leaving a preset
};

struct StoredSubscale {
  std::string name;
  std::string raw;  // decimal text
  Pomp score;
};

// What belongs to one person's eyes; kept apart from the rating, so that a second contact's text
// never joins a page, an export or a delivery by accident.
struct StoredComment {
  Addressee addressed_to = Addressee::therapist;
  std::string item;
  std::string text;
};

struct CommentOfRating {
  RatingId rating;
  StoredComment comment;
};

struct StoredRating {
  RatingId id;
  SeriesKey series;   // rater_id is a ClientKey's text, not a host id
  ClientKey subject;  // whose treatment it is about: in couples and groups the participant
  SessionId session;  // empty: given without an appointment, matched later
  Day day;  // the session's, in the practice's zone; of a form without one, the day it was given
  std::optional<Instant> session_start;  // with session_number the order within a day
  int session_number = 0;  // as known when stored; of an import, as its file says; 0: none
  Measures measures = Measures::alliance;  // of the instrument, as it said when this was stored
  Instant entered_at;
  std::string submitted_by;  // principal kind: client, carer, staff, kiosk, import
  std::string submitted_as;  // person id of staff, else empty
  Place place = Place::room;
  Assistance assistance = Assistance::none;
  RatingSource source = RatingSource::form;
  bool declined = false;           // the form was offered and left: no total, no answers
  std::optional<std::string> raw;  // total as decimal text
  std::optional<Pomp> score;
  std::optional<int> tension;  // 0–4
  std::optional<bool> told;    // a direct "yes" item
  int duration_ms = 0;         // from first sight to sending; 0: unknown
  int answered = 0;            // items that count and were answered; 0: unknown, a total only
  bool straight_line = false;  // four or more of them, all in one place
  // Stored: when the seal ends at the latest. Read back: when it ends or ended, the earlier of that
  // and of end_seal(). None: never sealed.
  std::optional<Instant> sealed_until;
  std::string idempotency_key;  // empty: none
  std::string request_digest;   // of the body that came with the key
  RatingId takes_place_of;      // empty, or the rating that ended for this one
  std::vector<StoredSubscale> subscales;
  // Drawn at random, so that the digest which the audit log keeps of this cannot be tried out once
  // the rating is erased. Empty: no line keeps one.
  std::string salt;
};

// The order within a course, and of a series in it: day, session start, session number, id.
bool comes_before(const StoredRating& one, const StoredRating& other);

class Ratings {
 public:
  explicit Ratings(Connection& connection) : connection_(connection) {}

  void insert(const StoredRating& rating, const std::vector<StoredAnswer>& answers,
              const std::vector<StoredComment>& comments);
  // Many at once, for imports: `answers[i]` belongs to `ratings[i]`; may be empty (totals only).
  void insert_many(const std::vector<StoredRating>& ratings,
                   const std::vector<std::vector<StoredAnswer>>& answers);

  struct End {
    RatingId rating;
    EndOfRating how = EndOfRating::voided;
    std::string reason;
    std::string by;      // person id
    RatingId successor;  // empty when voided
    Instant at;
  };
  void end(const End& end);

  enum class SealEnd { therapist_rated, therapist_declined, released };
  void end_seal(const RatingId& rating, SealEnd why, Instant at);

  // Standing ratings only, unless said otherwise, in the order of comes_before; a rating's entry
  // time plays no part.
  std::vector<StoredRating> of_course(const CourseId& course) const;
  std::vector<StoredRating> of_series(const SeriesKey& key, const ClientKey& subject) const;
  std::vector<StoredRating> of_session(const SessionId& session) const;
  std::optional<StoredRating> last_of_series(const SeriesKey& key, const ClientKey& subject) const;
  std::optional<StoredRating> find(const RatingId& id) const;                  // ended ones too
  std::optional<StoredRating> by_idempotency_key(std::string_view key) const;  // ended ones too
  std::vector<StoredRating> without_session(const CourseId& course) const;
  std::vector<End> ends_of_client(const ClientKey& client) const;  // for the records officer
  bool stands(const RatingId& id) const;
  // When the seal ends or ended: the first of sealed_until and what ended it early. None: never
  // sealed.
  std::optional<Instant> seal_ends(const RatingId& id) const;
  std::vector<RatingId> sealed_of_session(const SessionId& session, Instant now) const;

  std::vector<StoredAnswer> answers(const RatingId& id) const;
  std::vector<StoredComment> comments(const RatingId& id, Addressee reader) const;
  // Of standing ratings, by rating.
  std::vector<CommentOfRating> comments_of_course(const CourseId& course, Addressee reader) const;
  std::set<std::string> idempotency_keys_of_course(const CourseId& course) const;  // ended ones too

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
