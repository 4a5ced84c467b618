// SPDX-License-Identifier: MIT
#include "store/forms.hpp"

#include <catch2/catch.hpp>

#include "builders.hpp"

using namespace holdfast;
using namespace holdfast::store;
using namespace holdfast::store::testing;

namespace {

FormGiven form(Unit& unit) {
  FormGiven given;
  given.id = unit.ids.uuid();
  given.course.value = "course-1";
  given.session.value = "session-1";
  given.subject.value = "key-1";
  given.instrument = "holdfast-session";
  given.version = "1";
  given.language = "en";
  given.clinician.value = "clinician-1";
  given.way = "link";
  given.given_by = "person-1";
  given.given_at = given.changed_at = instant_of(1);
  return given;
}

Invitation invitation(Unit& unit, const std::string& form) {
  Invitation one;
  one.id.value = unit.ids.uuid();
  one.form = form;
  one.token_hash = sha256_hex("token");
  one.code_hash = sha256_hex("4711");
  one.channel = "none";
  one.made_at = instant_of(1);
  one.expires_at = instant_of(8);
  return one;
}

}  // namespace

TEST_CASE("a form goes from given to done") {
  Folder folder;
  const auto store = open_store(folder);
  const auto id = store->commit([](Unit& unit) {
    const auto given = form(unit);
    unit.forms.insert(given);
    return given.id;
  });
  const auto waiting = [&] {
    return store
        ->read([](Reader& reader) {
          return reader.forms.waiting_of_clinician(ClinicianId{"clinician-1"});
        })
        .size();
  };
  CHECK(waiting() == 1);
  store->commit([&](Unit& unit) {
    unit.forms.change(id, FormStatus::done, submit(unit, {}), instant_of(2));
  });
  CHECK(waiting() == 0);
  const auto found =
      store->read([](Reader& reader) { return reader.forms.of_session(SessionId{"session-1"}); });
  REQUIRE(found.size() == 1);
  CHECK(found[0].status == FormStatus::done);
  CHECK_FALSE(found[0].rating.empty());
  CHECK(found[0].changed_at == instant_of(2));
}

TEST_CASE("an invitation is used once, by a submit and not by a look") {
  Folder folder;
  const auto store = open_store(folder);
  const auto id = store->commit([](Unit& unit) {
    const auto given = form(unit);
    unit.forms.insert(given);
    const auto one = invitation(unit, given.id);
    unit.invitations.insert(one);
    return one.id;
  });
  store->commit([&](Unit& unit) {
    unit.invitations.opened(id, instant_of(2));
    unit.invitations.opened(id, instant_of(3));
    CHECK(unit.invitations.find(id)->opened_at == instant_of(2));
    CHECK_FALSE(unit.invitations.find(id)->used_at);
    CHECK(unit.invitations.use(id, instant_of(4)));
    CHECK_FALSE(unit.invitations.use(id, instant_of(5)));
    CHECK(unit.invitations.count_try(id) == 1);
    CHECK(unit.invitations.count_try(id) == 2);
  });
  store->read([&](Reader& reader) {
    CHECK(reader.invitations.by_token_hash(sha256_hex("token"))->used_at == instant_of(4));
    CHECK(reader.invitations.by_code_hash(sha256_hex("4711"))->id == id);
    CHECK_FALSE(reader.invitations.by_token_hash("token"));
  });
}

TEST_CASE("a revoked invitation cannot be used") {
  Folder folder;
  const auto store = open_store(folder);
  store->commit([](Unit& unit) {
    const auto given = form(unit);
    unit.forms.insert(given);
    const auto one = invitation(unit, given.id);
    unit.invitations.insert(one);
    unit.invitations.revoke_of_form(given.id, instant_of(2));
    CHECK_FALSE(unit.invitations.use(one.id, instant_of(3)));
    unit.invitations.forget_expired(instant_of(9));
    CHECK_FALSE(unit.invitations.find(one.id));
  });
}
