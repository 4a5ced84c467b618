// SPDX-License-Identifier: MIT
#include "service/consent_desk.hpp"

#include "service/take_back_forms.hpp"
#include "store/words.hpp"

namespace holdfast::service {
namespace {

constexpr std::string_view route = "/courses/{course}/consent";

Reply<CourseAccess> door(House& house, const access::Principal& principal, const CourseId& course,
                         std::string_view verb) {
  return open_course(house, {principal, access::Action::end_rating, verb, route}, course);
}

}  // namespace

Reply<ConsentPage> read_consents(House& house, const access::Principal& principal,
                                 const CourseId& course) {
  auto access = door(house, principal, course, "consent.read");
  if (!access) return access.refusal();
  ConsentPage page;
  page.course = std::move(*access);
  house.store().read([&](store::Reader& reader) {
    if (const auto key = reader.people.find_key(page.course.client.id)) {
      page.standing = reader.consents.standing(*key);
      page.history = reader.consents.history(*key);
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
  auto access = door(house, principal, course, "consent.note");
  if (!access) return access.refusal();
  const auto now = house.now();
  house.store().commit([&](store::Unit& unit) {
    store::Consent consent;
    consent.id = unit.ids.uuid();
    consent.client = unit.people.key_of(access->client.id);
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
