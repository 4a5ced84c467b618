// SPDX-License-Identifier: MIT
// A form's link as a message: the practice system is told that a form waits for a client, and
// passes the link on by the channel that the client prefers. Neutral, and never twice: each message
// is one item of the outbox under a key that its form and number make.
#pragma once
#include <optional>
#include <string>

#include "service/house.hpp"
#include "service/reply.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

inline constexpr std::string_view message_kind = "reminder";  // the switch of write_back

// Why no message may go: the kind is off, the client did not agree, is discharged or dead, the
// session was cancelled, or the form does not wait any more.
std::optional<Refusal> why_no_message(store::Reader& reader, const House& house,
                                      const store::FormGiven& form);

// The first message of a form, written with it.
void put_message(store::Unit& unit, const store::FormGiven& form,
                 const store::Invitation& invitation, Instant now);

// Reminders that are due now; called in tick(). Answers how many were written.
int remind(House& house);

// The form does not wait any more: answered, taken back or expired. What was told of it is taken
// back, and what has not left does not leave.
void take_back_messages(store::Unit& unit, const std::string& form, const store::ClientKey& client,
                        Instant now);

// What the host is handed: the link itself stands in no table, it is made when the message leaves.
// Empty: the link is not open any more.
std::string message_body(store::Reader& reader, const House& house, const store::Delivery& item);
// Asked again just before it leaves; empty: it may.
std::string objection_to_message(store::Reader& reader, const House& house,
                                 const store::Delivery& item);

}  // namespace holdfast::service
