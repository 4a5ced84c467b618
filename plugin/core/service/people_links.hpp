// SPDX-License-Identifier: MIT
// Who may look at whose courses where the practice system does not say: supervision and cover that
// an administrator notes here, each with an end where it has one. Roles come from the host alone.
#pragma once
#include <string>
#include <vector>

#include "service/practice_rules.hpp"
#include "store/people.hpp"

namespace holdfast::service {

struct StaffLine {
  practice::Person person;
  Instant described;  // when the host last said so
};

struct LinkLine {
  store::CareLink link;
  std::string person, clinician, made_by;  // names
};

struct PeopleOfPractice {
  std::vector<StaffLine> staff;
  std::vector<practice::Clinician> clinicians;
  std::vector<LinkLine> links;  // in force
};

Reply<PeopleOfPractice> read_people(House& house, const RulesDoor& door);

struct AddLink {
  std::string kind;  // supervision, external_supervision, cover
  std::string person, clinician;
  std::string until;  // YYYY-MM-DD; needed for cover and for somebody from outside
};
struct EndLink {
  std::string id;
};
using LinkChange = std::variant<AddLink, EndLink>;

// Refused: denied; invalid (fields "kind", "person", "clinician", "until"); not_found.
Reply<bool> change_links(House& house, const RulesDoor& door, const LinkChange& change);

// What the links of our own add to what the host says of a person.
void add_own_links(House& house, access::Principal& principal);

}  // namespace holdfast::service
