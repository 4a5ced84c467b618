// SPDX-License-Identifier: MIT
// Giving a form: by staff for a session, or to a client who signed in to the host.
#include <algorithm>

#include "service/form_of_session.hpp"
#include "service/forms.hpp"
#include "service/link_keys.hpp"
#include "service/messages.hpp"
#include "service/no_appointment.hpp"
#include "service/pin.hpp"
#include "service/schedule.hpp"
#include "service/taking_part.hpp"

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
  std::string way;  // kiosk, link, code, message, portal
  std::string pin;  // kiosk
  std::string by;   // person id
  std::chrono::minutes lasts;
};

// One open form of a kind a session and client: an earlier one that waits is taken back.
// Whether there was one.
bool take_back(store::Unit& unit, const Giving& giving, const ClientKey& client, Instant now) {
  bool is_any = false;
  const auto& id = giving.session.id;
  for (const auto& earlier :
       id.empty() ? unit.forms.of_course(giving.session.course) : unit.forms.of_session(id))
    if (earlier.session == id && earlier.rater == Rater::client && earlier.subject == client &&
        earlier.instrument == giving.definition.id && store::is_waiting(earlier)) {
      unit.invitations.revoke_of_form(earlier.id, now);
      unit.forms.change(earlier.id, store::FormStatus::taken_back, {}, now);
      take_back_messages(unit, earlier.id, client, now);
      is_any = true;
    }
  return is_any;
}

// A code that no open invitation has.
std::string free_code(store::Unit& unit, const LinkKeys& keys, Instant now) {
  for (;;) {
    auto code = new_code(unit.ids);
    const auto known = unit.invitations.by_code_hash(keys.hashes_of_code(code).front());
    if (!known || now >= known->expires_at) return code;
  }
}

store::FormGiven insert_form(store::Unit& unit, const Giving& giving, const ClientKey& subject,
                             Instant now) {
  store::FormGiven form;
  form.id = unit.ids.uuid();
  form.course = giving.session.course;
  form.session = giving.session.id;
  form.subject = subject;
  form.relation = giving.definition.relation;
  form.instrument = giving.definition.id;
  form.version = giving.definition.version;
  form.language = giving.language;
  form.clinician = giving.session.clinician;
  form.way = giving.way;
  form.given_by = giving.by;
  form.given_at = form.changed_at = now;
  unit.forms.insert(form);
  return form;
}

Reply<GivenForm> give(store::Unit& unit, const House& house, const Giving& giving, Instant now) {
  const auto subject = unit.people.key_of(giving.client.id);
  if (unit.consents.is_refused(subject, store::Purpose::forms))
    return Refusal{
        Refusal::Kind::conflict, "refused", "This client chose not to be given forms.", {}};
  const auto& definition = giving.definition;
  if (is_filled(unit, {definition, giving.session.id, subject, definition.relation, {}}))
    return filled_already();
  const bool is_answered_now = giving.way == "kiosk" || giving.way == "code";
  if (auto refusal = why_too_early(definition, giving.session.start,
                                   is_answered_now ? now : now + giving.lasts))
    return std::move(*refusal);
  const bool replaces_another = take_back(unit, giving, subject, now);
  const auto form = insert_form(unit, giving, subject, now);
  const auto keys = LinkKeys::ensured(unit, house.config().practice_id, now);
  store::Invitation invitation;
  invitation.id = InvitationId{unit.ids.uuid()};
  invitation.form = form.id;
  const auto token = keys.token(invitation.id);
  invitation.token_hash = store::sha256_hex(token);
  invitation.kiosk = giving.way == "kiosk";
  if (invitation.kiosk) invitation.pin_hash = pin_hash(invitation.id, giving.pin);
  std::string code;
  if (giving.way == "code") {
    code = free_code(unit, keys, now);
    invitation.code_hash = keys.hashes_of_code(code).front();
  }
  invitation.channel = giving.way == "message" ? "host" : "none";
  invitation.made_at = now;
  invitation.expires_at = now + giving.lasts;
  unit.invitations.insert(invitation);
  if (giving.way == "message") {
    if (auto refusal = why_no_message(unit, house, form)) return std::move(*refusal);
    put_message(unit, form, invitation, now);
  }
  return GivenForm{token, code, invitation.expires_at, giving.definition.title, replaces_another};
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

// A form given before a session begins rates the previous held one, unless that has it.
practice::Session rated_session(store::Reader& reader, const practice::Session& session,
                                const instrument::Definition& form, const ClientKey& subject,
                                Instant now) {
  if (session.start > now + std::chrono::minutes{15})
    if (auto previous = reader.mirror.previous_held(session.course, now);
        previous && !is_filled(reader, {form, previous->id, subject, form.relation, {}}))
      return *previous;
  return session;
}

// A device in the client's hands is answered now, and a code is said now; a link may wait.
std::chrono::minutes lifetime(const House& house, Way way) {
  const bool is_now = way == Way::kiosk || way == Way::code;
  return std::chrono::minutes{is_now ? 60 : house.config().invitation_minutes};
}

}  // namespace

std::vector<const instrument::Definition*> forms_to_give(store::Reader& reader, const House& house,
                                                         const SessionAccess& session,
                                                         const ClientId& who) {
  std::vector<const instrument::Definition*> open, answered;
  const auto subject =
      reader.people.find_key(who.empty() ? session.course.client.id : who).value_or(ClientKey{});
  for (const auto& due : due_forms(reader, house, session, Rater::client)) {
    const auto& form = *due.definition;
    const auto rated = rated_session(reader, session.session, form, subject, house.now());
    auto& list = is_filled(reader, {form, rated.id, subject, form.relation, {}}) ? answered : open;
    if (std::find(list.begin(), list.end(), due.definition) == list.end())
      list.push_back(due.definition);
  }
  open.insert(open.end(), answered.begin(), answered.end());
  if (open.empty())
    if (const auto* usual = client_form(house, session)) open.push_back(usual);
  return open;
}

Reply<GivenForm> give_form(House& house, const access::Principal& principal,
                           const GiveForm& asked) {
  auto session =
      asked.session.empty()
          ? open_without_session(
                house, {principal, Action::hand_over, "form.give", "/courses/{course}/hand-over"},
                asked.course)
          : open_session(
                house, {principal, Action::hand_over, "form.give", "/sessions/{session}/hand-over"},
                asked.session);
  if (!session) return session.refusal();
  if (asked.way == Way::kiosk && !is_pin(asked.pin))
    return invalid({{"pin", "pin", "The PIN needs four to twelve digits."}});
  const auto offered = house.store().read(
      [&](store::Reader& reader) { return forms_to_give(reader, house, *session, asked.who); });
  const instrument::Definition* definition = offered.empty() ? nullptr : offered.front();
  if (!asked.instrument.empty()) {
    const auto named = std::find_if(offered.begin(), offered.end(),
                                    [&](const auto* form) { return form->id == asked.instrument; });
    if (named == offered.end())
      return invalid({{"instrument", "not-due", "Choose one of the forms on the page."}});
    definition = *named;
  }
  const auto chosen = house.store().read(
      [&](store::Reader& reader) { return participant(reader, *session, asked.who); });
  if (!chosen) return chosen.refusal();
  const auto& client = *chosen;
  if (auto refusal = why_no_form(definition, client)) return std::move(*refusal);
  const auto language = language_of(house, client);
  if (auto refusal = why_not(house, *definition, language)) return std::move(*refusal);
  const auto now = house.now();
  // A refusal on the way takes back what the unit has written by then.
  std::optional<Refusal> refused;
  auto given = house.store().commit([&](store::Unit& unit) -> Result<GivenForm> {
    const auto subject = unit.people.key_of(client.id);
    auto reply = give(unit, house,
                      {client, rated_session(unit, session->session, *definition, subject, now),
                       *definition, language, std::string(to_word(asked.way)), asked.pin,
                       principal.person.id.value, lifetime(house, asked.way)},
                      now);
    if (reply) return std::move(*reply);
    refused = reply.refusal();
    return Problems{{"", refused->rule, refused->sentence}};
  });
  if (refused) return std::move(*refused);
  return std::move(*given);
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
    return give(unit, house,
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
