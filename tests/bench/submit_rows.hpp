// SPDX-License-Identifier: MIT
// The rows of one submit, made anew for each so that no side is spared the work.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "store/rating_content.hpp"
#include "store/store.hpp"

namespace holdfast::bench {

using namespace store;

inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

struct Submit {
  StoredRating rating;
  std::vector<StoredAnswer> answers;
  CourseState course;
  std::optional<StoredAlert> alert;
  Delivery delivery;
  AuditEntry audit;
};

inline constexpr Instant entered{std::chrono::milliseconds{1'790'000'000'000}};

inline Submit make_submit(Identifiers& ids, int client, int number) {
  Submit submit;
  StoredRating& rating = submit.rating;
  rating.id.value = ids.uuid();
  rating.series.course.value = "course-" + std::to_string(client);
  rating.series.instrument = "holdfast-session";
  rating.series.version = "1";
  rating.series.language = "en";
  rating.series.clinician.value = "clinician-1";
  rating.subject.value = "client-key-of-22-ch-" + std::to_string(client);
  rating.session.value = "session-" + std::to_string(client) + "-" + std::to_string(number);
  rating.day = Day{std::chrono::days{20000 + number}};
  rating.session_start = entered;
  rating.session_number = number;
  rating.entered_at = entered;
  rating.submitted_by = "client";
  rating.raw = "301";
  rating.score = Pomp{75.25};
  rating.tension = 1;
  rating.duration_ms = 41000;
  rating.idempotency_key = ids.uuid();  // as a form's page gives it
  rating.request_digest = std::string(64, 'd');
  rating.salt = ids.key();
  submit.answers = {{"goals", "71", true},   {"tasks", "64", true},  {"bond", "80", true},
                    {"overall", "86", true}, {"tension", "1", true}, {"sorted", "2", true}};
  submit.course = {std::string(420, static_cast<char>('a' + number % 26))};
  if (number % 25 == 0) {
    StoredAlert alert;
    alert.id.value = ids.uuid();
    alert.rule = "A";
    alert.cause = "dip";
    alert.rating = rating.id;
    alert.session = rating.session;
    alert.course = rating.series.course;
    alert.subject = rating.subject;
    alert.clinician = rating.series.clinician;
    alert.instrument = rating.series.instrument;
    alert.version = rating.series.version;
    alert.day = rating.day;
    alert.found_at = rating.entered_at;
    alert.raw = *rating.raw;
    alert.score = 50;
    alert.expected = 75;
    submit.alert = std::move(alert);
  }
  Delivery& delivery = submit.delivery;
  delivery.id = ids.uuid();
  delivery.kind = "put";
  delivery.about = "client_total";
  delivery.key = rating.id.value + ":client_total";
  delivery.client = rating.subject;
  delivery.body = std::string(420, 'j');
  delivery.due = delivery.made_at = entered;
  submit.audit = {.actor_kind = "client",
                  .actor = rating.subject.value,
                  .action = "rating.submit",
                  .outcome = "done",
                  .why = "care",
                  .from = "/f/{token}",
                  .client = rating.subject,
                  .object = "rating:" + rating.id.value,
                  .content = content_of(rating, submit.answers, {})};
  return submit;
}

inline void write(Unit& unit, const Submit& submit) {
  static_cast<void>(unit.states.course(submit.rating.series.course, submit.rating.subject));
  unit.ratings.insert(submit.rating, submit.answers, {});
  unit.states.put_course(submit.rating.series.course, submit.rating.subject, submit.course);
  if (submit.alert) unit.alerts.insert(*submit.alert);
  unit.outbox.insert(submit.delivery);
  unit.audit.append(submit.audit, entered);
}

}  // namespace holdfast::bench
