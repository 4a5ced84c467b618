// SPDX-License-Identifier: MIT
#include "access/decision.hpp"

namespace holdfast::access {
namespace {

constexpr Decision no{false, false, "not permitted"};

bool contains(const std::vector<ClinicianId>& ids, const ClinicianId& id) {
  return !id.empty() && std::find(ids.begin(), ids.end(), id) != ids.end();
}

bool is_own(const Principal& principal, const Subject& subject) {
  return principal.has(Role::therapist) && contains(subject.clinicians, principal.person.clinician);
}

bool is_covered(const Principal& principal, const Subject& subject, Day today) {
  if (!principal.has(Role::therapist)) return false;
  return std::any_of(principal.person.covers.begin(), principal.person.covers.end(),
                     [&](const practice::Cover& cover) {
                       return today <= cover.until && contains(subject.clinicians, cover.clinician);
                     });
}

bool is_supervised(const Principal& principal, const Subject& subject) {
  return std::any_of(
      principal.person.supervises.begin(), principal.person.supervises.end(),
      [&](const ClinicianId& supervisee) { return contains(subject.clinicians, supervisee); });
}

// A therapist's own course, or one covered for a colleague until the cover ends.
Decision as_therapist(const Principal& principal, const Subject& subject, Day today) {
  if (is_own(principal, subject)) return {true, false, "own course"};
  if (is_covered(principal, subject, today)) return {true, false, "cover"};
  return no;
}

// Flagged courses of one's supervisees; from outside the practice with initials, until a date.
Decision as_supervisor(const Principal& principal, const Subject& subject, Day today) {
  if (!subject.flagged || subject.no_supervision || !is_supervised(principal, subject)) return no;
  if (principal.has(Role::supervisor)) return {true, false, "supervision"};
  const auto& until = principal.person.supervises_until;
  if (principal.has(Role::external_supervisor) && until && today <= *until)
    return {true, true, "external supervision"};
  return no;
}

Decision by_role(const Principal& principal, Role role) {
  return principal.has(role) ? Decision{true, false, "role"} : no;
}

// Read only, and only for clinicians: a reason was given, and others are told.
Decision in_emergency(const Principal& principal, const Subject& subject) {
  const bool is_clinician = principal.has(Role::therapist) || principal.has(Role::supervisor);
  return subject.is_emergency && is_clinician ? Decision{true, false, "break-glass"} : no;
}

bool cares_for(const Principal& principal, const Subject& subject) {
  const auto& wards = principal.person.cares_for;
  return principal.kind == Principal::Kind::carer && !subject.client.empty() &&
         std::find(wards.begin(), wards.end(), subject.client) != wards.end();
}

// A signed-in client or carer reaches the forms of the client they are or care for.
Decision as_rater(const Principal& principal, const Subject& subject) {
  if (principal.kind == Principal::Kind::invitation) return {true, false, "invitation"};
  if (principal.kind == Principal::Kind::client && !subject.client.empty() &&
      principal.person.client == subject.client)
    return {true, false, "own form"};
  if (cares_for(principal, subject)) return {true, false, "carer's form"};
  return no;
}

Decision first_of(Decision one, Decision other) { return one.allowed ? one : other; }

}  // namespace

Decision decide(const Principal& principal, Action action, const Subject& subject, Day today) {
  switch (action) {
    case Action::see_schedule:
      if (subject.course.empty())
        return first_of(by_role(principal, Role::front_desk), by_role(principal, Role::therapist));
      [[fallthrough]];
    case Action::hand_over:
      return first_of(by_role(principal, Role::front_desk),
                      as_therapist(principal, subject, today));
    case Action::rate_as_client:
      return as_rater(principal, subject);
    case Action::rate_as_therapist:
    case Action::end_rating:
    case Action::act_on_check_in:
      return as_therapist(principal, subject, today);
    case Action::see_picture:
    case Action::see_check_in:
      return first_of(first_of(as_therapist(principal, subject, today),
                               as_supervisor(principal, subject, today)),
                      in_emergency(principal, subject));
    case Action::break_glass:
      return first_of(by_role(principal, Role::therapist), by_role(principal, Role::supervisor));
    case Action::see_caseload: {
      const auto until = principal.person.supervises_until;
      if (principal.has(Role::external_supervisor) && until && today <= *until)
        return {true, true, "external supervision"};
      return first_of(by_role(principal, Role::therapist), by_role(principal, Role::supervisor));
    }
    case Action::see_own_report:
      return by_role(principal, Role::therapist);
    case Action::see_team_report: {
      const auto& until = principal.person.supervises_until;
      if (principal.has(Role::external_supervisor) && until && today <= *until)
        return {true, true, "external supervision"};
      return by_role(principal, Role::supervisor);
    }
    case Action::see_practice_report:
    case Action::see_settings:
    case Action::change_settings:
    case Action::see_delivery_queue:
      return by_role(principal, Role::admin);
    case Action::see_audit:
    case Action::keep_records:
      return by_role(principal, Role::records_officer);
    case Action::see_as_carer:
      return subject.carers_may_look && cares_for(principal, subject)
                 ? Decision{true, false, "carer"}
                 : no;
  }
  return no;
}

}  // namespace holdfast::access
