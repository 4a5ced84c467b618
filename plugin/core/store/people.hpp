// SPDX-License-Identifier: MIT
// Who is who: random keys of clients, people as the host last described them, care links of our
// own, and when somebody was last here.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "practice/host.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

// A link that the host does not keep: somebody supervises or covers a clinician until a day.
struct CareLink {
  std::string id;
  std::string kind;       // supervision, external_supervision, cover, team
  PersonId person;        // who may look
  ClinicianId clinician;  // whose courses
  std::optional<Day> until;
  std::string made_by;
  Instant made_at;
  std::optional<Instant> ended_at;
};

class People {
 public:
  People(Connection& connection, Identifiers& ids) : connection_(connection), ids_(ids) {}

  // The client's random key; made on the first call.
  ClientKey key_of(const ClientId& client);
  ClientKey key_of_rater(const PersonId& person);  // a carer or partner who is no client here
  std::optional<ClientKey> find_key(const ClientId& client) const;
  std::optional<ClientId> client_of(const ClientKey& key) const;  // none: erased, or no client

  // As describe() answered at `at`; a caller trusts it for at most five minutes.
  struct Seen {
    practice::Person person;
    Instant at;
  };
  void put(const practice::Person& person, Instant at);
  std::optional<Seen> person(const PersonId& id) const;

  std::vector<PersonId> with_role(Role role) const;  // of those who were described so far
  std::string name_of(const PersonId& id) const;     // empty: not known
  std::vector<Seen> staff() const;                   // everybody described so far, by name

  // Answers when `person` was here before this visit; a visit ends with 30 minutes of silence.
  std::optional<Instant> visit(const PersonId& person, Instant now);
  std::optional<Instant> last_visit(const PersonId& person) const;
  std::optional<Instant> visit_before(const PersonId& person) const;  // the one before the last

  void insert(const CareLink& link);
  void end_link(const std::string& id, Instant at);
  std::vector<CareLink> links_of_person(const PersonId& person, Day today) const;  // in force
  std::vector<CareLink> links_of_clinician(const ClinicianId& clinician, Day today) const;
  std::vector<CareLink> links(Day today) const;  // of everybody, in force

 private:
  Connection& connection_;
  Identifiers& ids_;
};

}  // namespace holdfast::store
