// SPDX-License-Identifier: MIT
#include "store/people.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

TEST_CASE("a client has one random key, which leads back to the client") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto key = unit.people.key_of(ClientId{"c-1"});
    CHECK(key == unit.people.key_of(ClientId{"c-1"}));
    CHECK(key != unit.people.key_of(ClientId{"c-2"}));
    CHECK(key.value.find("c-1") == std::string::npos);
    CHECK(unit.people.client_of(key) == ClientId{"c-1"});
    const auto carer = unit.people.key_of_rater(PersonId{"c-1"});
    CHECK(carer != key);
    CHECK_FALSE(unit.people.client_of(carer));
    CHECK(unit.people.find_key(ClientId{"c-1"}) == key);
    CHECK_FALSE(unit.people.find_key(ClientId{"c-9"}));
  });
}

TEST_CASE("a person is remembered as the host described them last") {
  Folder folder;
  const auto store = open_store(folder);
  practice::Person person;
  person.id.value = "p-1";
  person.name = "Dr. A";
  person.roles = {Role::therapist, Role::admin};
  person.clinician.value = "clinician-1";
  person.cares_for = {ClientId{"c-1"}};
  person.supervises = {ClinicianId{"clinician-2"}};
  person.supervises_until = day_of(40);
  person.covers = {{ClinicianId{"clinician-3"}, day_of(9)}};
  store->commit([&](Unit& unit) {
    unit.people.put(person, instant_of(1));
    unit.people.put(person, instant_of(2));
  });
  const auto seen =
      store->read([](Reader& reader) { return reader.people.person(PersonId{"p-1"}); });
  REQUIRE(seen);
  CHECK(seen->at == instant_of(2));
  CHECK(seen->person.roles == person.roles);
  CHECK(seen->person.cares_for == person.cares_for);
  CHECK(seen->person.supervises == person.supervises);
  CHECK(seen->person.supervises_until == person.supervises_until);
  REQUIRE(seen->person.covers.size() == 1);
  CHECK(seen->person.covers[0].until == day_of(9));
}

TEST_CASE("since you were last here is the visit before this one") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const PersonId who{"p-1"};
    const auto minutes = [](int n) { return instant_of(1) + std::chrono::minutes{n}; };
    CHECK_FALSE(unit.people.visit(who, minutes(0)));
    CHECK_FALSE(unit.people.visit(who, minutes(20)));
    CHECK(unit.people.visit(who, minutes(60)) == minutes(20));
    CHECK(unit.people.visit(who, minutes(80)) == minutes(20));
    CHECK(unit.people.visit(who, minutes(300)) == minutes(80));
    CHECK(unit.people.last_visit(who) == minutes(300));
  });
}

TEST_CASE("a care link holds until its day or its end") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    CareLink link;
    link.id = unit.ids.uuid();
    link.kind = "cover";
    link.person.value = "p-1";
    link.clinician.value = "clinician-2";
    link.until = day_of(10);
    link.made_by = "p-2";
    link.made_at = instant_of(1);
    unit.people.insert(link);
    CHECK(unit.people.links_of_person(PersonId{"p-1"}, day_of(10)).size() == 1);
    CHECK(unit.people.links_of_person(PersonId{"p-1"}, day_of(11)).empty());
    CHECK(unit.people.links_of_clinician(ClinicianId{"clinician-2"}, day_of(2)).size() == 1);
    unit.people.end_link(link.id, instant_of(2));
    CHECK(unit.people.links_of_person(PersonId{"p-1"}, day_of(3)).empty());
  });
}
