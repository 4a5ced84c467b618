// SPDX-License-Identifier: MIT
// Giving a form: by staff for a session, or to a client who signed in to the host.
#include "service/forms.hpp"
#include "service/pin.hpp"

namespace holdfast::service {
namespace {

using access::Action;
using store::ClientKey;

// What a form is given with, whoever gives it.
struct Giving {
  const practice::Client& client;
  practice::Session session;  // that will be rated
  const instrument::Definition& definition;
  std::string language;
  std::string way;  // kiosk, link, portal
  std::string pin;  // kiosk
  std::string by;   // person id
  std::chrono::minutes lasts;
};

bool is_refused(store::Unit& unit, const ClientKey& client) {
  const auto consent = unit.consents.standing(client, store::Purpose::forms);
  return consent && (consent->answer == store::ConsentAnswer::refused ||
                     consent->answer == store::ConsentAnswer::withdrawn);
}

// One open form a session and client: an earlier one that waits is taken back.
void take_back(store::Unit& unit, const SessionId& session, const ClientKey& client, Instant now) {
  for (const auto& earlier : unit.forms.of_session(session))
    if (earlier.rater == Rater::client && earlier.subject == client &&
        (earlier.status == store::FormStatus::given ||
         earlier.status == store::FormStatus::opened)) {
      unit.invitations.revoke_of_form(earlier.id, now);
      unit.forms.change(earlier.id, store::FormStatus::taken_back, {}, now);
    }
}

Reply<GivenForm> give(store::Unit& unit, const Giving& giving, Instant now) {
  const auto key = unit.people.key_of(giving.client.id);
  if (is_refused(unit, key))
    return Refusal{
        Refusal::Kind::conflict, "refused", "This client chose not to be given forms.", {}};
  take_back(unit, giving.session.id, key, now);
  store::FormGiven form;
  form.id = unit.ids.uuid();
  form.course = giving.session.course;
  form.session = giving.session.id;
  form.subject = key;
  form.instrument = giving.definition.id;
  form.version = giving.definition.version;
  form.language = giving.language;
  form.clinician = giving.session.clinician;
  form.way = giving.way;
  form.given_by = giving.by;
  form.given_at = form.changed_at = now;
  unit.forms.insert(form);
  const auto token = unit.ids.key(32);
  store::Invitation invitation;
  invitation.id = InvitationId{unit.ids.uuid()};
  invitation.form = form.id;
  invitation.token_hash = store::sha256_hex(token);
  invitation.kiosk = giving.way == "kiosk";
  if (invitation.kiosk) invitation.pin_hash = pin_hash(invitation.id, giving.pin);
  invitation.made_at = now;
  invitation.expires_at = now + giving.lasts;
  unit.invitations.insert(invitation);
  return GivenForm{token, invitation.expires_at, giving.definition.title};
}

std::optional<Refusal> why_no_form(const instrument::Definition* definition,
                                   const practice::Client& client) {
  if (!definition)
    return Refusal{Refusal::Kind::conflict,
                   "unknown-instrument",
                   "The form named in the settings does not exist; check client_form.",
                   {}};
  if (!client.active)
    return Refusal{Refusal::Kind::conflict,
                   "discharged",
                   "This client is discharged; nothing is given any more.",
                   {}};
  return std::nullopt;
}

std::string language_of(const House& house, const practice::Client& client) {
  return client.language.empty() ? house.config().language : client.language;
}

// A form given before a session begins rates the previous held one.
practice::Session rated_session(store::Reader& reader, const practice::Session& session,
                                Instant now) {
  if (session.start > now + std::chrono::minutes{15})
    if (auto previous = reader.mirror.previous_held(session.course, now)) return *previous;
  return session;
}

}  // namespace

Reply<GivenForm> give_form(House& house, const access::Principal& principal,
                           const GiveForm& asked) {
  auto session = open_session(
      house, {principal, Action::hand_over, "form.give", "/sessions/{session}/hand-over"},
      asked.session);
  if (!session) return session.refusal();
  if (asked.on_this_device && !is_pin(asked.pin))
    return invalid({{"pin", "pin", "The PIN needs four to twelve digits."}});
  const auto* definition = client_form(house, *session);
  const auto& client = session->course.client;
  if (auto refusal = why_no_form(definition, client)) return std::move(*refusal);
  const auto language = language_of(house, client);
  if (auto refusal = why_not(house, *definition, language)) return std::move(*refusal);
  const auto now = house.now();
  return house.store().commit([&](store::Unit& unit) {
    const auto lasts = asked.on_this_device
                           ? std::chrono::minutes{60}
                           : std::chrono::minutes{house.config().invitation_minutes};
    return give(
        unit,
        {client, rated_session(unit, session->session, now), *definition, language,
         asked.on_this_device ? "kiosk" : "link", asked.pin, principal.person.id.value, lasts},
        now);
  });
}

Reply<GivenForm> own_form(House& house, const access::Principal& principal) {
  const Refusal none{
      Refusal::Kind::not_found, "no-form", "No form waits for you at the moment.", {}};
  const auto now = house.now();
  const auto latest = house.store().read([&](store::Reader& reader) {
    std::optional<practice::Session> found;
    for (const auto& course : reader.mirror.courses_of_client(principal.person.client)) {
      auto held = reader.mirror.previous_held(course.id, now);
      if (held && (!found || held->start > found->start)) found = std::move(held);
    }
    if (!found || found->start + std::chrono::days{7} < now)
      return std::optional<practice::Session>{};
    for (const auto& rating : reader.ratings.of_session(found->id))
      if (rating.series.rater == Rater::client) found.reset();
    return found;
  });
  if (!latest) return none;
  auto session =
      open_session(house, {principal, Action::rate_as_client, "form.open", "/my-form"}, latest->id);
  if (!session) return session.refusal();
  const auto* definition = client_form(house, *session);
  const auto& client = session->course.client;
  if (auto refusal = why_no_form(definition, client)) return std::move(*refusal);
  const auto language = language_of(house, client);
  if (auto refusal = why_not(house, *definition, language)) return std::move(*refusal);
  return house.store().commit([&](store::Unit& unit) {
    return give(unit,
                {client,
                 *latest,
                 *definition,
                 language,
                 "portal",
                 {},
                 principal.person.id.value,
                 std::chrono::minutes{house.config().invitation_minutes}},
                now);
  });
}

}  // namespace holdfast::service
