// SPDX-License-Identifier: MIT
// One form of a kind a session, client and rater: a second one would count twice (detection.md: the
// same client and session twice is an error).
#pragma once
#include <optional>
#include <string>

#include "instrument/definition.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/store.hpp"

namespace holdfast::service {

struct FormOfSession {
  const instrument::Definition& form;
  SessionId session;  // empty: without an appointment, where nothing tells two of them apart
  store::ClientKey subject;
  Relation relation = Relation::self;
  std::string rater_id;  // a carer's or partner's key
};

// One that was left blank is none: it may be filled after all.
bool is_filled(store::Reader& reader, const FormOfSession& asked);
// Whether what this rating is of is there for that session: it cannot be placed there too.
bool is_filled(store::Reader& reader, const House& house, const store::StoredRating& rating,
               const SessionId& session);
Refusal filled_already();

// A quarter of an hour before it begins, an alliance form can be about a session; a form about how
// things are, given before a session, a day before.
std::optional<Refusal> why_too_early(const instrument::Definition& form, Instant session_start,
                                     Instant now);

}  // namespace holdfast::service
