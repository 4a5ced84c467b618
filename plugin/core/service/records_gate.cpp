// SPDX-License-Identifier: MIT
#include "service/records_gate.hpp"

#include "access/decision.hpp"

namespace holdfast::service {

std::optional<Refusal> closed(House& house, const AtRecords& at) {
  const auto& principal = at.principal;
  const auto decision =
      access::decide(principal, access::Action::keep_records, {}, house.day_of(house.now()));
  house.store().commit([&](store::Unit& unit) {
    store::AuditEntry entry;
    entry.actor_kind = principal.kind == access::Principal::Kind::staff    ? "staff"
                       : principal.kind == access::Principal::Kind::client ? "client"
                                                                           : "carer";
    if (principal.kind == access::Principal::Kind::staff) entry.actor = principal.person.id.value;
    entry.action = at.verb;
    entry.outcome = decision.allowed ? "done" : "denied";
    entry.why = decision.allowed ? "records" : decision.why;
    entry.from = at.from;
    entry.client = at.client;
    unit.audit.append(entry, house.now());
  });
  if (decision.allowed) return std::nullopt;
  return Refusal{
      Refusal::Kind::denied, "denied", "Only the practice's records officer sees this.", {}};
}

}  // namespace holdfast::service
