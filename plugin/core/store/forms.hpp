// SPDX-License-Identifier: MIT
// Forms given, and the invitations that reach them: from "hand it over" to done, declined or
// expired.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "alliance/words.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

enum class FormStatus { given, opened, done, declined, expired, taken_back };

struct FormGiven {
  std::string id;
  CourseId course;
  SessionId session;  // empty: without an appointment
  ClientKey subject;
  Rater rater = Rater::client;
  Relation relation = Relation::self;
  std::string rater_id;  // as in SeriesKey
  std::string instrument, version, language;
  ClinicianId clinician;
  std::string way;  // kiosk, link, code, paper, staff, therapist
  FormStatus status = FormStatus::given;
  RatingId rating;  // done or declined: the fact that came of it
  std::string given_by;
  Instant given_at;
  Instant changed_at;
};

inline bool is_waiting(const FormGiven& form) {
  return form.status == FormStatus::given || form.status == FormStatus::opened;
}

// A one-time way to one form. The token and the typed code are stored as hashes only.
struct Invitation {
  InvitationId id;
  std::string form;        // FormGiven::id
  std::string token_hash;  // SHA-256, hexadecimal
  std::string code_hash;   // empty: no typed code
  std::string pin_hash;    // kiosk: leaves the form; else empty
  bool kiosk = false;
  std::string channel;  // how it was sent: none, sms, email, host
  Instant made_at;
  Instant expires_at;
  std::optional<Instant>
      opened_at;  // the first look; an answer begun before expiry is taken for 72 hours
  std::optional<Instant> used_at;  // by the accepted submit, never by a look
  std::optional<Instant> revoked_at;
  int tries = 0;  // wrong codes or PINs
};

class Forms {
 public:
  explicit Forms(Connection& connection) : connection_(connection) {}

  void insert(const FormGiven& form);
  void change(const std::string& id, FormStatus status, const RatingId& rating, Instant at);
  std::optional<FormGiven> find(const std::string& id) const;
  std::vector<FormGiven> of_session(const SessionId& session) const;
  std::vector<FormGiven> of_course(const CourseId& course) const;
  std::vector<FormGiven> waiting_of_clinician(const ClinicianId& clinician) const;
  std::vector<FormGiven> waiting_of_client(const ClientKey& subject) const;  // in any course
  // Waiting forms, at most 200, of which no link can be answered any more: neither one that is
  // still open nor one that was begun in time and is within `grace`.
  std::vector<std::string> ended(Instant now, std::chrono::milliseconds grace) const;
  // Waiting forms that were given before `before` and whose link is still open at `now`.
  struct Unanswered {
    FormGiven form;
    InvitationId invitation;
    Instant expires;
  };
  std::vector<Unanswered> unanswered(Instant before, Instant now) const;

 private:
  Connection& connection_;
};

class Invitations {
 public:
  explicit Invitations(Connection& connection) : connection_(connection) {}

  void insert(const Invitation& invitation);
  std::optional<Invitation> by_token_hash(std::string_view hash) const;
  std::optional<Invitation> by_code_hash(std::string_view hash) const;
  std::optional<Invitation> find(const InvitationId& id) const;
  void opened(const InvitationId& id, Instant at);  // the first call counts
  bool use(const InvitationId& id, Instant at);     // false: used or revoked before
  void revoke_of_form(const std::string& form, Instant at);
  int count_try(const InvitationId& id);  // answers how many so far
  void forget_expired(Instant before);

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
