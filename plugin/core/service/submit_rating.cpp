// SPDX-License-Identifier: MIT
#include "service/submit_rating.hpp"

#include <algorithm>

#include "service/client_courses.hpp"
#include "service/form_of_session.hpp"
#include "service/free_text.hpp"
#include "service/messages.hpp"
#include "service/outgoing.hpp"
#include "service/practice_rules.hpp"
#include "service/seal.hpp"
#include "service/second_contact.hpp"
#include "service/sent_once.hpp"
#include "service/stored_form.hpp"
#include "store/rating_content.hpp"

namespace holdfast::service {
namespace {

using instrument::Scored;

Problems check_key(const std::string& key) {
  if (key.size() >= 8 && key.size() <= 128) return {};
  return {{"/idempotency_key", "required",
           "Send an idempotency key of 8 to 128 characters, new for each form."}};
}

Result<Scored> scored_of(const Submission& submission) {
  if (submission.declined) return Scored{};
  if (!submission.total.empty())
    return instrument::score_total(*submission.definition, submission.total);
  return instrument::score(*submission.definition, submission.answers);
}

SeriesKey series_of(const Submission& submission) {
  return {submission.course,
          submission.definition->id,
          submission.definition->version,
          submission.language,
          submission.definition->rater,
          submission.relation,
          submission.rater_id,
          submission.mode,
          submission.clinician,
          submission.setting};
}

store::StoredRating rating_of(store::Unit& unit, const House& house, const Submission& submission,
                              const Scored& scored) {
  store::StoredRating rating;
  const auto now = house.now();
  rating.id = RatingId{unit.ids.uuid()};
  rating.series = series_of(submission);
  rating.measures = submission.definition->measures;
  rating.subject = unit.people.key_of(submission.client);
  rating.session = submission.session;
  rating.day = house.day_of(submission.filled_at.value_or(now));
  if (!submission.session.empty())
    if (const auto session = unit.mirror.session(submission.session)) {
      rating.day = session->session.day;
      rating.session_start = session->session.start;
      rating.session_number = session->number;
    }
  rating.entered_at = now;
  rating.submitted_by = submission.submitted_by;
  rating.submitted_as = submission.submitted_as;
  rating.place = submission.place;
  rating.assistance = submission.assistance;
  rating.source =
      submission.mode == Mode::paper ? store::RatingSource::paper : store::RatingSource::form;
  rating.declined = submission.declined;
  rating.duration_ms = submission.duration_ms;
  rating.idempotency_key = submission.key;
  rating.request_digest = submission.digest;
  rating.salt = unit.ids.key();
  carry(scored, rating);
  const bool is_sealable =
      submission.definition->rater == Rater::client && seals_ratings(unit, house.config());
  if (is_sealable) rating.sealed_until = seal_end(unit, rating);
  return rating;
}

struct Kept {
  std::vector<store::StoredAnswer> answers;
  std::vector<store::StoredComment> comments;
};

Kept kept_of(const Submission& submission) {
  Kept kept;
  for (const auto& [id, answer] : submission.answers) {
    const auto* item = submission.definition->find(id);
    if (item && item->kind == instrument::ItemKind::text) {
      if (const auto* text = std::get_if<std::string>(&answer))
        kept.comments.push_back({store::Addressee::therapist, id, *text});
      continue;
    }
    kept.answers.push_back(stored_answer(id, answer));
  }
  if (!submission.to_second_contact.empty())
    kept.comments.push_back({store::Addressee::second_contact, std::string(second_contact_item),
                             submission.to_second_contact});
  return kept;
}

// A therapist's own rating ends the seal on the client's rating of that session.
void end_seals(store::Unit& unit, const Submission& submission, Instant now) {
  if (submission.definition->rater != Rater::therapist || submission.session.empty()) return;
  const auto why = submission.declined ? store::Ratings::SealEnd::therapist_declined
                                       : store::Ratings::SealEnd::therapist_rated;
  for (const auto& rating : unit.ratings.sealed_of_session(submission.session, now))
    unit.ratings.end_seal(rating, why, now);
}

// What was given of this form and waits is not needed any more.
void take_back_waiting(store::Unit& unit, const store::StoredRating& rating) {
  if (rating.session.empty()) return;
  for (const auto& form : unit.forms.of_session(rating.session)) {
    if (!store::is_waiting(form) || form.subject != rating.subject ||
        form.instrument != rating.series.instrument)
      continue;
    unit.invitations.revoke_of_form(form.id, rating.entered_at);
    unit.forms.change(form.id, store::FormStatus::taken_back, {}, rating.entered_at);
    take_back_messages(unit, form.id, form.subject, rating.entered_at);
  }
}

void mark_form(store::Unit& unit, const Submission& submission, const store::StoredRating& rating) {
  if (!submission.form.empty()) {
    unit.forms.change(submission.form,
                      submission.declined ? store::FormStatus::declined : store::FormStatus::done,
                      rating.id, rating.entered_at);
    return take_back_messages(unit, submission.form, rating.subject, rating.entered_at);
  }
  if (submission.mode == Mode::paper) take_back_waiting(unit, rating);
  store::FormGiven form;  // filled without having been given, as therapists do
  form.id = unit.ids.uuid();
  form.course = submission.course;
  form.session = submission.session;
  form.subject = rating.subject;
  form.rater = rating.series.rater;
  form.relation = rating.series.relation;
  form.instrument = rating.series.instrument;
  form.version = rating.series.version;
  form.language = rating.series.language;
  form.clinician = rating.series.clinician;
  form.way = rating.series.rater == Rater::therapist ? "therapist"
             : submission.mode == Mode::paper        ? "paper"
                                                     : "staff";
  form.status = submission.declined ? store::FormStatus::declined : store::FormStatus::done;
  form.rating = rating.id;
  form.given_by = submission.submitted_as;
  form.given_at = form.changed_at = rating.entered_at;
  unit.forms.insert(form);
}

void write_audit(store::Unit& unit, const Submission& submission, const store::StoredRating& rating,
                 const Kept& kept) {
  store::AuditEntry entry;
  entry.actor_kind = submission.submitted_by;
  entry.actor = submission.submitted_by == "staff" ? submission.submitted_as : rating.subject.value;
  entry.action = submission.declined ? "rating.decline" : "rating.submit";
  entry.outcome = "done";
  entry.why = "care";
  entry.from = submission.from;
  entry.client = rating.subject;
  entry.object = "rating:" + rating.id.value;
  entry.content = store::content_of(rating, kept.answers, kept.comments);
  unit.audit.append(entry, rating.entered_at);
}

struct Stored {
  Submitted submitted;
  std::optional<Refusal> refusal;
};

// What was stored under this key before: the same request again, or another one under a used key.
std::optional<Stored> stored_before(store::Unit& unit, const Submission& submission,
                                    const Scored& scored) {
  const auto earlier = unit.ratings.by_idempotency_key(submission.key);
  if (!earlier) return std::nullopt;
  if (earlier->request_digest != submission.digest) return Stored{{}, used_for_another()};
  return Stored{{earlier->id, true, scored, {}}, std::nullopt};
}

bool is_open(store::Unit& unit, const InvitationId& link) {
  const auto invitation = unit.invitations.find(link);
  return invitation && !invitation->used_at && !invitation->revoked_at;
}

// A link that is answered before its session. A clock that was set back since the link was made
// says nothing about the session, and turns no answer away.
std::optional<Refusal> comes_too_early(store::Unit& unit, const Submission& submission,
                                       Instant session_start, Instant now) {
  auto refusal = why_too_early(*submission.definition, session_start, now);
  if (!refusal || submission.invitation.empty()) return std::nullopt;
  const auto invitation = unit.invitations.find(submission.invitation);
  if (!invitation || now < invitation->made_at) return std::nullopt;
  return refusal;
}

Stored store_rating(store::Unit& unit, House& house, const Submission& submission,
                    const Scored& scored) {
  if (auto before = stored_before(unit, submission, scored)) return std::move(*before);
  const auto now = house.now();
  const auto subject = unit.people.key_of(submission.client);
  const bool filled = is_filled(unit, {*submission.definition, submission.session, subject,
                                       submission.relation, submission.rater_id});
  const auto rating = rating_of(unit, house, submission, scored);
  auto refusal = filled
                     ? std::optional{filled_already()}
                     : comes_too_early(unit, submission, rating.session_start.value_or(now), now);
  const auto& link = submission.invitation;
  // A link that was used says so, whatever else holds; and only what is stored uses one up.
  if (!link.empty() && !(refusal ? is_open(unit, link) : unit.invitations.use(link, now)))
    return {{}, Refusal{Refusal::Kind::gone, "used", "This form was already sent. Thank you.", {}}};
  if (refusal) return {{}, std::move(refusal)};
  const auto kept = kept_of(submission);
  unit.ratings.insert(rating, kept.answers, kept.comments);
  end_seals(unit, submission, now);
  const auto settings = house.detection_settings(unit);
  const CourseFile file{{submission.course, rating.subject, house},
                        lead_of(unit, submission.course, submission.clinician),
                        now,
                        house.day_of(now),
                        &settings};
  auto followed = follow_rating(unit, file, rating);
  mark_form(unit, submission, rating);
  put_outgoing(unit, house, {submission, rating, scored, followed});
  write_audit(unit, submission, rating, kept);
  return {{rating.id, false, scored, std::move(followed.raised)}, std::nullopt};
}

}  // namespace

Reply<Submitted> submit_rating(House& house, const Submission& submission) {
  if (auto problems = check_key(submission.key); !problems.empty()) return invalid(problems);
  // What was filled in the host's own form runtime is read there already.
  if (!submission.is_from_host)
    if (auto problems = check_text(house, *submission.definition, submission.answers);
        !problems.empty())
      return invalid(problems);
  if (auto problems = check_second_contact(submission.second_contact, submission.to_second_contact);
      !problems.empty())
    return invalid(problems);
  const auto scored = scored_of(submission);
  if (!scored) return invalid(scored.problems());
  auto stored = house.store().commit(
      [&](store::Unit& unit) { return store_rating(unit, house, submission, *scored); });
  if (stored.refusal) return std::move(*stored.refusal);
  return std::move(stored.submitted);
}

}  // namespace holdfast::service
