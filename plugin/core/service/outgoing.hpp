// SPDX-License-Identifier: MIT
// What the practice system is given of a rating: only the kinds that were switched on, only for
// clients who did not refuse it, and nothing that is still sealed.
#pragma once
#include <array>
#include <set>
#include <string>
#include <string_view>

#include "service/submit_rating.hpp"

namespace holdfast::service {

struct Outgoing {
  const Submission& submission;
  const store::StoredRating& rating;
  const instrument::Scored& scored;
  const Followed& followed;
  // Of these kinds alone, where a rating took another's place; none: of every kind that is on.
  const std::set<std::string>* only = nullptr;
};

// The kinds a practice may switch on, each by itself.
inline constexpr std::array<std::string_view, 11> write_back_kinds{
    "client_total", "subscales", "client_form",  "therapist_rating", "therapist_form", "comment",
    "alert",        "repair",    "alert_record", "notice",           "reminder"};

// Writes outbox rows, and "read today" items for risk answers, into the rating's own transaction.
void put_outgoing(store::Unit& unit, const House& house, const Outgoing& outgoing);

// Why a delivery may not leave any more: its kind was switched off, or the client said no
// meanwhile. Empty: it may. What takes something back may always leave.
std::string objection_to(store::Reader& reader, const House& house, const store::Delivery& item);

// Takes back what stands in the host of a rating that is about to end, and what waits to be given
// of it. Before the course is re-run: then its alerts and repairs are still known. Answers the
// kinds that the host had, or was to be given: what may be given again of the rating in its place.
struct Ending {
  const store::StoredRating& rating;
  std::string_view reason;  // for the host, without client data
  Instant now;
};
std::set<std::string> take_back(store::Unit& unit, const Ending& ending);

}  // namespace holdfast::service
