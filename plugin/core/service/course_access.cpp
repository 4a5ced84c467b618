// SPDX-License-Identifier: MIT
#include "service/course_access.hpp"

#include "service/seal.hpp"

namespace holdfast::service {
namespace {

std::string_view kind_word(access::Principal::Kind kind) {
  using Kind = access::Principal::Kind;
  switch (kind) {
    case Kind::staff:
      return "staff";
    case Kind::client:
      return "client";
    case Kind::carer:
      return "carer";
    case Kind::invitation:
      return "kiosk";
    case Kind::plugin:
      return "holdfast";
    case Kind::nobody:
      return "nobody";
  }
  return "nobody";
}

store::AuditEntry line_for(const Asking& asking, std::string_view outcome, std::string_view why) {
  store::AuditEntry entry;
  entry.actor_kind = kind_word(asking.principal.kind);
  if (asking.principal.kind == access::Principal::Kind::staff)
    entry.actor = asking.principal.person.id.value;
  entry.action = asking.verb;
  entry.outcome = outcome;
  entry.why = why;
  entry.from = asking.from;
  return entry;
}

// What is known of a course: from the mirror, or on a miss from the host (which may not answer).
struct Known {
  std::optional<practice::Course> course;
  std::optional<practice::Client> client;
  bool flagged = false;
  bool host_is_down = false;
};

Known known_of(House& house, const CourseId& id) {
  auto known = house.store().read([&](store::Reader& reader) {
    Known found;
    found.course = reader.mirror.course(id);
    if (!found.course) return found;
    found.client = reader.mirror.client(found.course->client);
    found.flagged = is_flagged(reader, id, house.now());
    return found;
  });
  if (!known.course) {
    auto answer = house.host().course(practice::system_actor, id);
    known.host_is_down = answer.outcome == practice::Outcome::unavailable;
    if (answer) known.course = std::move(answer.value);
  }
  if (known.course && !known.client) {
    auto answer = house.host().client(practice::system_actor, known.course->client);
    known.host_is_down = known.host_is_down || answer.outcome == practice::Outcome::unavailable;
    if (answer) known.client = std::move(answer.value);
  }
  return known;
}

}  // namespace

bool is_flagged(store::Reader& reader, const CourseId& course, Instant now) {
  for (const auto& alert : reader.alerts.of_course(course))
    if (alert.alert.kind == store::AlertKind::check_in &&
        alert.status != store::AlertStatus::closed &&
        alert.status != store::AlertStatus::withdrawn &&
        (alert.alert.rule == "T" || !is_sealed(reader, alert.alert.rating, now)))
      return true;
  for (const auto& repair : reader.repairs.of_course(course))
    if ((repair.state == "open" || repair.state == "improving") &&
        !is_sealed(reader, repair.opened_by, now))
      return true;
  return false;
}

Reply<CourseAccess> open_course(House& house, const Asking& asking, const CourseId& id) {
  auto known = known_of(house, id);
  if (!known.course || !known.client) {
    if (known.host_is_down)
      return Refusal{
          Refusal::Kind::unavailable,
          "host-unavailable",
          "This course is not here yet and the practice system does not answer; try again "
          "soon.",
          {}};
    return Refusal{Refusal::Kind::not_found, "unknown-course", "There is no such course.", {}};
  }
  const access::Subject subject{known.course->id, known.course->client, known.course->clinicians,
                                known.flagged};
  const auto decision =
      access::decide(asking.principal, asking.action, subject, house.day_of(house.now()));
  house.store().commit([&](store::Unit& unit) {
    auto line = line_for(asking, decision.allowed ? "done" : "denied", decision.why);
    line.client = unit.people.key_of(known.course->client);
    if (asking.principal.kind == access::Principal::Kind::client) line.actor = line.client.value;
    unit.audit.append(line, house.now());
  });
  if (!decision.allowed)
    return Refusal{
        Refusal::Kind::denied,
        "denied",
        "You have no access to this. If that is wrong, ask the practice's administrator.",
        {}};
  return CourseAccess{std::move(*known.course), std::move(*known.client), decision.initials_only};
}

Reply<SessionAccess> open_session(House& house, const Asking& asking, const SessionId& id) {
  auto found = house.store().read([&](store::Reader& reader) { return reader.mirror.session(id); });
  if (!found) {
    auto answer = house.host().session(practice::system_actor, id);
    if (!answer)
      return answer.outcome == practice::Outcome::unavailable
                 ? Refusal{Refusal::Kind::unavailable,
                           "host-unavailable",
                           "This session is not here yet and the practice system does not answer; "
                           "try again soon.",
                           {}}
                 : Refusal{Refusal::Kind::not_found,
                           "unknown-session",
                           "There is no such session.",
                           {}};
    found = store::NumberedSession{std::move(*answer.value), 0};
  }
  auto course = open_course(house, asking, found->session.course);
  if (!course) return course.refusal();
  return SessionAccess{std::move(found->session), found->number, std::move(*course)};
}

void note_in_audit(House& house, const Asking& asking, std::string_view outcome) {
  house.store().commit([&](store::Unit& unit) {
    unit.audit.append(line_for(asking, outcome, "role"), house.now());
  });
}

}  // namespace holdfast::service
