// SPDX-License-Identifier: MIT
// One form of a kind a session, client and rater: a second one would count twice (detection.md: the
// same client and session twice is an error).
#pragma once
#include <string>

#include "instrument/definition.hpp"
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
Refusal filled_already();

}  // namespace holdfast::service
