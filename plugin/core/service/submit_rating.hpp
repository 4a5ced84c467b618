// SPDX-License-Identifier: MIT
// The way of a rating, from answers to the disk: validate and score, notice, follow the repair, and
// commit all of it in one transaction (architecture: "The way of a rating").
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "instrument/score.hpp"
#include "service/course_engine.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

struct Submission {
  const instrument::Definition* definition = nullptr;
  CourseId course;
  ClientId client;        // whose treatment it is about
  ClinicianId clinician;  // of the session, else who leads the course
  SessionId session;      // empty: given without an appointment
  Relation relation = Relation::self;
  std::string rater_id;         // a carer's or partner's key; empty for client and therapist
  std::string language = "en";  // the form was read in
  Mode mode = Mode::screen;
  Place place = Place::room;
  Assistance assistance = Assistance::none;
  Setting setting = Setting::individual;
  instrument::Answers answers;
  std::string total;      // from paper, instead of answers: decimal text; empty: from answers
  bool declined = false;  // "I'd rather not today": kept, and never looks like "fine"
  int duration_ms = 0;    // from first sight to sending; 0: unknown
  std::optional<Instant> filled_at;  // of a form that reaches us later; none: now
  bool is_from_host = false;         // filled in the host's own form runtime, which keeps it
  std::string key;                   // idempotency key, 8 to 128 bytes
  std::string digest;                // of the request's body
  std::string submitted_by;          // client, carer, staff, kiosk
  std::string submitted_as;          // person id of staff
  std::string from;                  // route template, for the audit line
  std::string form;                  // id of the form given, to be marked done; empty: none
  InvitationId invitation;           // to be used up; empty: none
  PersonId second_contact;           // who may be written to with this form; empty: nobody
  std::string to_second_contact;     // for that person's eyes alone; empty: nothing
};

struct Submitted {
  RatingId rating;
  bool repeated = false;  // the same request was stored before; nothing was stored now
  instrument::Scored scored;
  std::vector<store::StoredAlert> raised;
};

// Refused: invalid (one problem an item), conflict (the key came with another body; the form was
// already answered), gone (the link was used). Nothing is stored then.
Reply<Submitted> submit_rating(House& house, const Submission& submission);

}  // namespace holdfast::service
