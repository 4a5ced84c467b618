// SPDX-License-Identifier: MIT
#include "service/people_links.hpp"

#include <algorithm>
#include <array>

#include "service/course_access.hpp"

namespace holdfast::service {
namespace {

constexpr std::array<std::string_view, 3> kinds{"supervision", "external_supervision", "cover"};

Refusal no_such(std::string rule, std::string sentence) {
  return {Refusal::Kind::not_found, std::move(rule), std::move(sentence), {}};
}

Problems check(const AddLink& link, Day today) {
  if (std::find(kinds.begin(), kinds.end(), link.kind) == kinds.end())
    return {{"kind", "unknown", "Choose supervision, supervision from outside, or cover."}};
  const auto until = parse_day(link.until);
  if (!link.until.empty() && !until)
    return {{"until", "day", "The day is written as YYYY-MM-DD, for example 2026-11-23."}};
  if (link.kind != "supervision" && !until)
    return {{"until", "required", "Cover and supervision from outside need a last day."}};
  if (until && *until < today)
    return {{"until", "past", "The last day is over already; choose a later one."}};
  return {};
}

// A link gives nothing that the person's roles do not allow: it would only look as if it did.
Problems check_person(const AddLink& link, const practice::Person& person) {
  const auto has = [&](Role role) {
    return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
  };
  if (person.clinician == ClinicianId{link.clinician})
    return {{"person", "self", "Nobody supervises or stands in for themselves."}};
  if (link.kind == "supervision" && !has(Role::supervisor))
    return {{"person", "role", "Only a supervisor can be chosen for supervision."}};
  if (link.kind == "cover" && !has(Role::therapist))
    return {{"person", "role", "Only a therapist can stand in for a therapist."}};
  return {};
}

Asking asking_of(const RulesDoor& door) {
  return {door.principal, access::Action::change_settings, "people.change", door.from};
}

struct Changing {
  House& house;
  const RulesDoor& door;

  Reply<bool> operator()(const AddLink& add) const {
    const auto now = house.now();
    if (auto problems = check(add, house.day_of(now)); !problems.empty()) return invalid(problems);
    return house.store().commit([&](store::Unit& unit) -> Reply<bool> {
      const auto person = unit.people.person(PersonId{add.person});
      if (!person)
        return invalid({{"person", "unknown", "Choose one of the people listed on the page."}});
      if (auto problems = check_person(add, person->person); !problems.empty())
        return invalid(problems);
      if (!unit.mirror.clinician(ClinicianId{add.clinician}))
        return invalid({{"clinician", "unknown", "Choose one of the therapists of the practice."}});
      store::CareLink link;
      link.id = unit.ids.uuid();
      link.kind = add.kind;
      link.person = PersonId{add.person};
      link.clinician = ClinicianId{add.clinician};
      link.until = parse_day(add.until);
      link.made_by = door.principal.person.id.value;
      link.made_at = now;
      unit.people.insert(link);
      note_change(unit, asking_of(door), {"care_link:" + link.id, {}}, now);
      return true;
    });
  }
  Reply<bool> operator()(const EndLink& end) const {
    const auto now = house.now();
    return house.store().commit([&](store::Unit& unit) -> Reply<bool> {
      const auto links = unit.people.links(house.day_of(now));
      const bool stands = std::any_of(links.begin(), links.end(),
                                      [&](const auto& link) { return link.id == end.id; });
      if (!stands) return no_such("unknown-link", "This link has ended already.");
      unit.people.end_link(end.id, now);
      note_change(unit, asking_of(door), {"care_link:" + end.id, {}}, now);
      return true;
    });
  }
};

}  // namespace

Reply<PeopleOfPractice> read_people(House& house, const RulesDoor& door) {
  if (!may_see_settings(house, door, "people.read")) return no_administrator();
  const auto today = house.day_of(house.now());
  return house.store().read([&](store::Reader& reader) {
    PeopleOfPractice people;
    for (auto& seen : reader.people.staff())
      people.staff.push_back({std::move(seen.person), seen.at});
    people.clinicians = reader.mirror.clinicians();
    for (auto& link : reader.people.links(today)) {
      LinkLine line;
      line.person = reader.people.name_of(link.person);
      line.made_by = reader.people.name_of(PersonId{link.made_by});
      const auto clinician = reader.mirror.clinician(link.clinician);
      line.clinician = clinician ? clinician->name : link.clinician.value;
      line.link = std::move(link);
      people.links.push_back(std::move(line));
    }
    return people;
  });
}

Reply<bool> change_links(House& house, const RulesDoor& door, const LinkChange& change) {
  const auto today = house.day_of(house.now());
  if (!access::decide(door.principal, access::Action::change_settings, {}, today).allowed) {
    note_in_audit(house, asking_of(door), "denied");
    return no_administrator();
  }
  return std::visit(Changing{house, door}, change);
}

void add_own_links(House& house, access::Principal& principal) {
  if (principal.kind != access::Principal::Kind::staff) return;
  auto& person = principal.person;
  const auto links = house.store().read([&](store::Reader& reader) {
    return reader.people.links_of_person(person.id, house.day_of(house.now()));
  });
  for (const auto& link : links) {
    if (link.kind == "cover" && link.until) {
      person.covers.push_back({link.clinician, *link.until});
      continue;
    }
    person.supervises.push_back(link.clinician);
    if (link.kind == "external_supervision" && link.until)
      person.supervises_until =
          std::max(person.supervises_until.value_or(*link.until), *link.until);
  }
}

}  // namespace holdfast::service
