// SPDX-License-Identifier: MIT
#include "service/break_glass.hpp"

#include "service/course_access.hpp"

namespace holdfast::service {
namespace {

constexpr std::size_t longest_reason = 500;

Refusal denied() {
  return {Refusal::Kind::denied,
          "denied",
          "Emergency access is for the practice's therapists and supervisors.",
          {}};
}

bool may(House& house, const Asking& asking) {
  const auto decision =
      access::decide(asking.principal, asking.action, {}, house.day_of(house.now()));
  if (!decision.allowed) note_in_audit(house, asking, "denied");
  return decision.allowed;
}

}  // namespace

Reply<std::vector<FoundClient>> find_for_emergency(House& house, const access::Principal& principal,
                                                   const std::string& text, std::string_view from) {
  constexpr std::size_t fewest_letters = 3;
  constexpr int most_found = 20;
  const Asking asking{principal, access::Action::break_glass, "break_glass.search", from};
  if (!may(house, asking)) return denied();
  note_in_audit(house, asking, "done");
  if (text.empty()) return std::vector<FoundClient>{};
  if (text.size() < fewest_letters)
    return invalid({{"q", "too-short", "Give at least three letters of the name."}});
  return house.store().read([&](store::Reader& reader) {
    std::vector<FoundClient> found;
    for (const auto& client : reader.mirror.search(text, most_found))
      found.push_back({client.name, reader.mirror.courses_of_client(client.id)});
    return found;
  });
}

Reply<Instant> break_glass(House& house, const access::Principal& principal,
                           const Emergency& emergency) {
  if (!may(house, {principal, access::Action::break_glass, "break_glass.use", emergency.from}))
    return denied();
  if (emergency.reason.empty() || emergency.reason.size() > longest_reason)
    return invalid({{"reason", "required",
                     "Say in up to 500 characters why; the client's therapist reads it."}});
  const auto course = house.store().read(
      [&](store::Reader& reader) { return reader.mirror.course(emergency.course); });
  if (!course)
    return Refusal{Refusal::Kind::not_found, "unknown-course", "There is no such course.", {}};
  const auto now = house.now();
  return house.store().commit([&](store::Unit& unit) {
    store::BreakGlass use;
    use.id = unit.ids.uuid();
    use.person = principal.person.id;
    use.client = unit.people.key_of(course->client);
    use.reason = emergency.reason;
    use.begins = now;
    use.ends = now + break_glass_lasts;
    unit.emergencies.insert(use);
    store::AuditEntry entry;
    entry.actor_kind = "staff";
    entry.actor = principal.person.id.value;
    entry.action = "break_glass.use";
    entry.outcome = "done";
    entry.why = "break-glass";
    entry.from = emergency.from;
    entry.client = use.client;
    entry.object = "break_glass:" + use.id;
    entry.payload = emergency.reason;
    unit.audit.append(entry, now);
    return use.ends;
  });
}

std::vector<EmergencyLook> emergency_looks(House& house, const access::Principal& principal) {
  constexpr std::chrono::days told_for{7};  // and who was away longer is told on coming back
  const bool is_officer = principal.has(Role::records_officer);
  const bool is_therapist = principal.has(Role::therapist);
  if (!is_officer && !is_therapist) return {};
  return house.store().read([&](store::Reader& reader) {
    std::vector<EmergencyLook> looks;
    auto from = house.now() - told_for;
    if (const auto before = reader.people.visit_before(principal.person.id))
      from = std::min(from, *before);
    for (const auto& use : reader.emergencies.since(from)) {
      const auto client = reader.people.client_of(use.client);
      if (!client) continue;
      bool is_told = is_officer;
      for (const auto& course : reader.mirror.courses_of_client(*client))
        for (const auto& clinician : course.clinicians)
          is_told = is_told || (is_therapist && clinician == principal.person.clinician);
      if (!is_told || use.person == principal.person.id) continue;
      const auto known = reader.mirror.client(*client);
      const auto name = reader.people.name_of(use.person);
      looks.push_back({name.empty() ? use.person.value : name, known ? known->name : "", use.reason,
                       use.begins});
    }
    return looks;
  });
}

}  // namespace holdfast::service
