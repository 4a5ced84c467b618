// SPDX-License-Identifier: MIT
#include "store/people.hpp"

#include "store/columns.hpp"
#include "store/words.hpp"

namespace holdfast::store {
namespace {

constexpr Sql select_key(
    "SELECT client_key FROM client_key WHERE practice_id = $1 AND kind = $2 AND host_id = $3");
constexpr Sql insert_key(
    "INSERT INTO client_key (practice_id, client_key, kind, host_id) VALUES ($1, $2, $3, $4)");
constexpr Sql select_client(
    "SELECT host_id FROM client_key"
    " WHERE practice_id = $1 AND client_key = $2 AND kind = 'client'");

constexpr Sql put_person(
    "INSERT INTO person (practice_id, person_id, name, kind, clinician_id, client_id, language,"
    " supervises_until, described_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    " ON CONFLICT (practice_id, person_id) DO UPDATE SET name = excluded.name,"
    " kind = excluded.kind, clinician_id = excluded.clinician_id, client_id = excluded.client_id,"
    " language = excluded.language, supervises_until = excluded.supervises_until,"
    " described_at = excluded.described_at");
constexpr Sql delete_links("DELETE FROM person_link WHERE practice_id = $1 AND person_id = $2");
constexpr Sql insert_person_link(
    "INSERT INTO person_link (practice_id, person_id, kind, place, target, until)"
    " VALUES ($1, $2, $3, $4, $5, $6)");
constexpr Sql select_person(
    "SELECT name, kind, clinician_id, client_id, language, supervises_until, described_at"
    " FROM person WHERE practice_id = $1 AND person_id = $2");
constexpr Sql select_person_links(
    "SELECT kind, target, until FROM person_link WHERE practice_id = $1 AND person_id = $2"
    " ORDER BY kind, place");

constexpr Sql select_with_role(
    "SELECT person_id FROM person_link WHERE practice_id = $1 AND kind = 'role' AND target = $2"
    " ORDER BY person_id");
constexpr Sql select_name("SELECT name FROM person WHERE practice_id = $1 AND person_id = $2");

constexpr Sql select_staff(
    "SELECT person_id FROM person WHERE practice_id = $1 AND kind = 'staff'"
    " ORDER BY name, person_id");
constexpr Sql select_visit(
    "SELECT previous_at, latest_at FROM visit WHERE practice_id = $1 AND person_id = $2");
constexpr Sql put_visit(
    "INSERT INTO visit (practice_id, person_id, previous_at, latest_at) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (practice_id, person_id) DO UPDATE SET previous_at = excluded.previous_at,"
    " latest_at = excluded.latest_at");

constexpr Sql insert_care_link(
    "INSERT INTO care_link (practice_id, id, kind, person_id, clinician_id, until, made_by, "
    "made_at,"
    " ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
constexpr Sql end_care_link(
    "UPDATE care_link SET ended_at = $3"
    " WHERE practice_id = $1 AND id = $2 AND ended_at IS NULL");
constexpr Sql select_links_of_person(
    "SELECT id, kind, person_id, clinician_id, until, made_by, made_at FROM care_link"
    " WHERE practice_id = $1 AND person_id = $2 AND ended_at IS NULL"
    " AND (until IS NULL OR until >= $3) ORDER BY id");
constexpr Sql select_links_of_clinician(
    "SELECT id, kind, person_id, clinician_id, until, made_by, made_at FROM care_link"
    " WHERE practice_id = $1 AND clinician_id = $2 AND ended_at IS NULL"
    " AND (until IS NULL OR until >= $3) ORDER BY id");

constexpr Sql select_links(
    "SELECT id, kind, person_id, clinician_id, until, made_by, made_at FROM care_link"
    " WHERE practice_id = $1 AND ended_at IS NULL AND (until IS NULL OR until >= $2)"
    " ORDER BY id");

constexpr std::chrono::minutes visit_gap{30};
constexpr std::chrono::minutes visit_grain{1};  // looks within it are not written

std::optional<ClientKey> key_of_host_id(Connection& connection, std::string_view kind,
                                        std::string_view host_id) {
  std::optional<ClientKey> key;
  connection.select(select_key, {kind, host_id},
                    [&](const Row& row) { key = ClientKey{row.text(0)}; });
  return key;
}

ClientKey make_key(Connection& connection, Identifiers& ids, std::string_view kind,
                   std::string_view host_id) {
  if (auto key = key_of_host_id(connection, kind, host_id)) return std::move(*key);
  ClientKey key{ids.key()};
  connection.run(insert_key, {in(key), kind, host_id});
  return key;
}

struct Visit {
  std::optional<Instant> previous;
  Instant latest;
};

std::optional<Visit> visit_of(Connection& connection, const PersonId& person) {
  std::optional<Visit> visit;
  connection.select(select_visit, {in(person)}, [&](const Row& row) {
    visit = Visit{optional_instant_of(row, 0), instant_of(row, 1)};
  });
  return visit;
}

std::vector<CareLink> links_of(Connection& connection, Sql sql,
                               std::initializer_list<Value> values) {
  std::vector<CareLink> links;
  connection.select(sql, values, [&](const Row& row) {
    links.push_back({row.text(0), row.text(1), PersonId{row.text(2)}, ClinicianId{row.text(3)},
                     optional_day_of(row, 4), row.text(5), instant_of(row, 6), std::nullopt});
  });
  return links;
}

}  // namespace

ClientKey People::key_of(const ClientId& client) {
  return make_key(connection_, ids_, "client", client.value);
}

ClientKey People::key_of_rater(const PersonId& person) {
  return make_key(connection_, ids_, "person", person.value);
}

std::optional<ClientKey> People::find_key(const ClientId& client) const {
  return key_of_host_id(connection_, "client", client.value);
}

std::optional<ClientId> People::client_of(const ClientKey& key) const {
  std::optional<ClientId> client;
  connection_.select(select_client, {in(key)},
                     [&](const Row& row) { client = ClientId{row.text(0)}; });
  return client;
}

void People::put(const practice::Person& person, Instant at) {
  const std::string until = optional_day_text(person.supervises_until);
  connection_.run(put_person, {in(person.id), std::string_view{person.name}, to_word(person.kind),
                               in(person.clinician), in(person.client),
                               optional_text(person.language), optional_text(until), in(at)});
  connection_.run(delete_links, {in(person.id)});
  int place = 0;
  const auto link = [&](std::string_view kind, std::string_view target, std::string_view last) {
    connection_.run(insert_person_link,
                    {in(person.id), kind, in(place++), target, optional_text(last)});
  };
  for (const auto role : person.roles) link("role", to_word(role), {});
  for (const auto& client : person.cares_for) link("cares_for", client.value, {});
  for (const auto& clinician : person.supervises) link("supervises", clinician.value, {});
  for (const auto& cover : person.covers)
    link("covers", cover.clinician.value, to_text(cover.until));
}

std::optional<People::Seen> People::person(const PersonId& id) const {
  std::optional<Seen> seen;
  connection_.select(select_person, {in(id)}, [&](const Row& row) {
    seen.emplace();
    seen->person.id = id;
    seen->person.name = row.text(0);
    seen->person.kind = word_of<practice::Kind>(row, 1);
    seen->person.clinician.value = row.text(2);
    seen->person.client.value = row.text(3);
    seen->person.language = row.text(4);
    seen->person.supervises_until = optional_day_of(row, 5);
    seen->at = instant_of(row, 6);
  });
  if (!seen) return seen;
  connection_.select(select_person_links, {in(id)}, [&](const Row& row) {
    practice::Person& person = seen->person;
    const std::string kind = row.text(0);
    if (kind == "role")
      person.roles.push_back(word_of<Role>(row, 1));
    else if (kind == "cares_for")
      person.cares_for.emplace_back(row.text(1));
    else if (kind == "supervises")
      person.supervises.emplace_back(row.text(1));
    else
      person.covers.push_back({ClinicianId{row.text(1)}, day_of(row, 2)});
  });
  return seen;
}

std::vector<PersonId> People::with_role(Role role) const {
  std::vector<PersonId> all;
  connection_.select(select_with_role, {to_word(role)},
                     [&](const Row& row) { all.emplace_back(row.text(0)); });
  return all;
}

std::string People::name_of(const PersonId& id) const {
  std::string name;
  connection_.select(select_name, {in(id)}, [&](const Row& row) { name = row.text(0); });
  return name;
}

std::vector<People::Seen> People::staff() const {
  std::vector<PersonId> ids;
  connection_.select(select_staff, {}, [&](const Row& row) { ids.emplace_back(row.text(0)); });
  std::vector<Seen> all;
  for (const auto& id : ids)
    if (auto seen = person(id)) all.push_back(std::move(*seen));
  return all;
}

std::optional<Instant> People::visit(const PersonId& person, Instant now) {
  const auto visit = visit_of(connection_, person);
  if (visit && now - visit->latest < visit_grain) return visit->previous;
  const auto previous = !visit                            ? std::nullopt
                        : now - visit->latest > visit_gap ? std::optional{visit->latest}
                                                          : visit->previous;
  connection_.run(put_visit, {in(person), in(previous), in(now)});
  return previous;
}

std::optional<Instant> People::last_visit(const PersonId& person) const {
  const auto visit = visit_of(connection_, person);
  return visit ? std::optional{visit->latest} : std::nullopt;
}

std::optional<Instant> People::visit_before(const PersonId& person) const {
  const auto visit = visit_of(connection_, person);
  return visit ? visit->previous : std::nullopt;
}

void People::insert(const CareLink& link) {
  const std::string until = optional_day_text(link.until);
  connection_.run(
      insert_care_link,
      {std::string_view{link.id}, std::string_view{link.kind}, in(link.person), in(link.clinician),
       optional_text(until), std::string_view{link.made_by}, in(link.made_at), in(link.ended_at)});
}

void People::end_link(const std::string& id, Instant at) {
  connection_.run(end_care_link, {std::string_view{id}, in(at)});
}

std::vector<CareLink> People::links_of_person(const PersonId& person, Day today) const {
  return links_of(connection_, select_links_of_person,
                  {in(person), std::string_view{to_text(today)}});
}

std::vector<CareLink> People::links_of_clinician(const ClinicianId& clinician, Day today) const {
  return links_of(connection_, select_links_of_clinician,
                  {in(clinician), std::string_view{to_text(today)}});
}

std::vector<CareLink> People::links(Day today) const {
  return links_of(connection_, select_links, {std::string_view{to_text(today)}});
}

}  // namespace holdfast::store
