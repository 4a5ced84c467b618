// SPDX-License-Identifier: MIT
#include "service/consent_desk.hpp"

#include <algorithm>

#include "service/take_back_forms.hpp"
#include "service/taking_part.hpp"
#include "store/words.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view route = "/courses/{course}/consent";

struct Door {
  const access::Principal& principal;
  const CourseId& course;
  std::string_view verb;
};
Reply<CourseAccess> open(House& house, const Door& door, const std::vector<ClientId>& about) {
  auto known = house.store().read([&](store::Reader& reader) {
    auto at = at_door(reader, door.course, {house.now(), house.day_of(house.now())});
    for (const auto& client : about)
      if (auto key = reader.people.find_key(client)) at.others.insert(std::move(*key));
    return at;
  });
  return open_course(house, {door.principal, access::Action::end_rating, door.verb, route},
                     std::move(known));
}

}  // namespace

Reply<ConsentPage> read_consents(House& house, const access::Principal& principal,
                                 const CourseId& course) {
  const auto all =
      house.store().read([&](store::Reader& reader) { return participants_of(reader, course); });
  auto access = open(house, {principal, course, "consent.read"}, all);
  if (!access) return access.refusal();
  ConsentPage page;
  page.course = std::move(*access);
  house.store().read([&](store::Reader& reader) {
    for (const auto& id : all) {
      ConsentPage::Participant one{id, {}, {}, {}};
      if (auto client = reader.mirror.client(id)) one.name = std::move(client->name);
      if (const auto key = reader.people.find_key(id)) {
        one.standing = reader.consents.standing(*key);
        one.history = reader.consents.history(*key);
      }
      page.participants.push_back(std::move(one));
    }
  });
  return page;
}

bool may_open_consents(const House& house, const access::Principal& principal,
                       const CourseAccess& course) {
  const access::Subject subject{course.course.id, course.client.id, course.course.clinicians};
  return access::decide(principal, access::Action::end_rating, subject, house.day_of(house.now()))
      .allowed;
}

Reply<bool> note_consent(House& house, const access::Principal& principal, const CourseId& course,
                         const NoteConsent& noted) {
  const auto purpose = from_word<store::Purpose>(noted.purpose);
  const auto answer = from_word<store::ConsentAnswer>(noted.answer);
  if (!purpose) return invalid({{"purpose", "unknown", "Choose one of the purposes on the page."}});
  if (!answer) return invalid({{"answer", "unknown", "Choose one of the answers on the page."}});
  if (noted.given_by != "client" && noted.given_by != "carer")
    return invalid({{"given_by", "unknown", "Say whether the client or a carer answered."}});
  const auto all =
      house.store().read([&](store::Reader& reader) { return participants_of(reader, course); });
  const bool is_named = !noted.client.empty();
  const bool takes_part = std::find(all.begin(), all.end(), noted.client) != all.end();
  auto access = open(house, {principal, course, "consent.note"},
                     takes_part ? std::vector{noted.client} : std::vector<ClientId>{});
  if (!access) return access.refusal();
  if (is_named && !takes_part)
    return invalid({{"client", "unknown", "Choose somebody who takes part in this course."}});
  const auto& client = is_named ? noted.client : access->client.id;
  const auto now = house.now();
  house.store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(client);
    consent.purpose = *purpose;
    consent.answer = *answer;
    consent.given_by = noted.given_by;
    consent.recorded_by = principal.person.id.value;
    consent.text_version = std::string(consent_text_version);
    consent.day = house.day_of(now);
    consent.at = now;
    unit.consents.insert(consent);
    take_back_refused(unit, consent.client, now);
    return true;
  });
  return true;
}

}  // namespace holdfast::service
