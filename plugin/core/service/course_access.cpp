// SPDX-License-Identifier: MIT
#include "service/course_access.hpp"

#include <algorithm>

#include "service/repair_today.hpp"
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

// Asks the host for what the mirror does not hold. False when the host did not answer.
bool ask_host(House& house, CourseAtDoor& known) {
  bool answered = true;
  if (!known.course) {
    auto answer = house.host().course(practice::system_actor, known.id);
    answered = answer.outcome != practice::Outcome::unavailable;
    if (answer) known.course = std::move(answer.value);
  }
  if (known.course && !known.client) {
    auto answer = house.host().client(practice::system_actor, known.course->client);
    answered = answered && answer.outcome != practice::Outcome::unavailable;
    if (answer) known.client = std::move(answer.value);
  }
  return answered;
}

}  // namespace

CourseAtDoor at_door(store::Reader& reader, const CourseId& id, const LookedAt& look) {
  CourseAtDoor known{.id = id, .course = reader.mirror.course(id)};
  if (!known.course) return known;
  known.client = reader.mirror.client(known.course->client);
  known.flagged = is_flagged(reader, id, look);
  known.no_supervision = refuses_supervision(reader, known.course->client);
  return known;
}

bool is_flagged(store::Reader& reader, const Raised& raised, const LookedAt& look) {
  for (const auto& alert : raised.alerts)
    if (alert.alert.kind == store::AlertKind::check_in && store::is_open(alert) &&
        !is_sealed(reader, alert.alert, look.now) &&
        !refuses_supervision(reader, alert.alert.subject))
      return true;
  for (auto repair : raised.repairs) {
    judge_on(look.today, repair);
    if (is_under_way(repair) && !is_sealed(reader, repair.opened_by, look.now) &&
        !refuses_supervision(reader, repair.subject))
      return true;
  }
  return false;
}

bool refuses_supervision(store::Reader& reader, const store::ClientKey& client) {
  return reader.consents.is_refused(client, store::Purpose::supervision);
}

bool refuses_supervision(store::Reader& reader, const ClientId& client) {
  const auto key = reader.people.find_key(client);
  return key && refuses_supervision(reader, *key);
}

bool is_flagged(store::Reader& reader, const CourseId& course, const LookedAt& look) {
  return is_flagged(reader, {reader.alerts.of_course(course), reader.repairs.of_course(course)},
                    look);
}

Reply<CourseAccess> open_course(House& house, const Asking& asking, const CourseId& id) {
  const auto now = house.now();
  return open_course(house, asking, house.store().read([&](store::Reader& reader) {
    return at_door(reader, id, {now, house.day_of(now)});
  }));
}

Reply<CourseAccess> open_course(House& house, const Asking& asking, CourseAtDoor known) {
  const bool answered = ask_host(house, known);
  if (!known.course || !known.client) {
    if (!answered)
      return Refusal{
          Refusal::Kind::unavailable,
          "host-unavailable",
          "This course is not here yet and the practice system does not answer; try again "
          "soon.",
          {}};
    return Refusal{Refusal::Kind::not_found, "unknown-course", "There is no such course.", {}};
  }
  access::Subject subject{
      known.course->id,     known.course->client, known.course->clinicians, known.flagged, false,
      known.no_supervision, known.carers_may_look};
  const auto today = house.day_of(house.now());
  auto decision = access::decide(asking.principal, asking.action, subject, today);
  if (!decision.allowed) {
    subject.is_emergency = house.store().read([&](store::Reader& reader) {
      const auto key = reader.people.find_key(known.course->client);
      return key && reader.emergencies.in_force(asking.principal.person.id, *key, house.now());
    });
    decision = access::decide(asking.principal, asking.action, subject, today);
  }
  std::set<store::ClientKey> left_out;
  if (decision.why == "supervision" || decision.why == "external supervision")
    left_out = std::move(known.not_for_supervision);
  house.store().commit([&](store::Unit& unit) {
    auto line = line_for(asking, decision.allowed ? "done" : "denied", decision.why);
    line.client = unit.people.key_of(known.course->client);
    if (asking.principal.kind == access::Principal::Kind::client) line.actor = line.client.value;
    if (asking.principal.kind == access::Principal::Kind::carer)
      line.actor = unit.people.key_of_rater(asking.principal.person.id).value;
    unit.audit.append(line, house.now());
    if (!decision.allowed) return;
    known.others.erase(line.client);
    for (const auto& other : known.others) {
      if (left_out.contains(other)) continue;
      line.client = other;
      unit.audit.append(line, house.now());
    }
  });
  if (!decision.allowed)
    return Refusal{
        Refusal::Kind::denied,
        "denied",
        "You have no access to this. If that is wrong, ask the practice's administrator.",
        {}};
  return CourseAccess{std::move(*known.course), std::move(*known.client), decision.initials_only,
                      decision.why == "break-glass", std::move(left_out)};
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

void note_shown(House& house, const Asking& asking, const Shown& shown) {
  house.store().commit([&](store::Unit& unit) {
    const auto now = house.now();
    auto line = line_for(asking, "done", "role");
    unit.audit.append(line, now);
    auto subjects = shown.subjects;
    for (const auto& client : std::set(shown.clients.begin(), shown.clients.end()))
      subjects.insert(unit.people.key_of(client));
    for (const auto& subject : subjects) {
      line.client = subject;
      unit.audit.append(line, now);
    }
  });
}

void note_change(store::Unit& unit, const Asking& asking, Changed what, Instant now) {
  auto line = line_for(asking, "done", "administration");
  line.object = std::move(what.object);
  line.payload = std::move(what.payload);
  unit.audit.append(line, now);
}

}  // namespace holdfast::service
