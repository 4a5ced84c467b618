// SPDX-License-Identifier: MIT
#include "service/forms.hpp"

#include <algorithm>

namespace holdfast::service {
namespace {

using access::Action;

// An answer begun before the link expired is taken for this long (clinic.md, "Hand-over and
// links").
constexpr std::chrono::hours grace{72};

int age_on(Day birth, Day day) {
  const std::chrono::year_month_day born{birth}, now{day};
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  const bool had_birthday =
      std::pair(now.month(), now.day()) >= std::pair(born.month(), born.day());
  return had_birthday ? years : years - 1;
}

bool is_pin(std::string_view pin) {
  return pin.size() >= 4 && pin.size() <= 12 &&
         std::all_of(pin.begin(), pin.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A PIN is four digits: the invitation's random id makes its hash useless elsewhere.
std::string pin_hash(const InvitationId& id, std::string_view pin) {
  return store::sha256_hex(id.value + ":" + std::string(pin));
}

Refusal gone(std::string rule) {
  return {Refusal::Kind::gone,
          std::move(rule),
          "This link cannot be used any more. Ask the practice for a new one.",
          {}};
}

Refusal wrong_pin_format() {
  return invalid({{"pin", "pin", "The PIN needs four to twelve digits."}});
}

}  // namespace

const instrument::Definition* client_form(const House& house, const SessionAccess& session) {
  const auto& instruments = house.instruments();
  if (session.session.setting == "group") return instruments.find("holdfast-group");
  if (const auto& birth = session.course.client.birth_date) {
    const auto* child = instruments.find("holdfast-child");
    const int age = age_on(*birth, session.session.day);
    if (child && age >= child->age_from.value_or(0) && age <= child->age_to.value_or(0))
      return child;
  }
  return instruments.find(house.config().client_form);
}

const instrument::Definition* therapist_form(const House& house) {
  return house.instruments().find(house.config().therapist_form);
}

std::optional<Refusal> why_not(const House& house, const instrument::Definition& definition,
                               std::string_view language) {
  if (!house.instruments().wording(definition, language))
    return Refusal{
        Refusal::Kind::conflict,
        "wording-not-installed",
        "The wording of this form is not installed. Whoever holds the licence can install it "
        "with: holdfast wording install",
        {}};
  const bool has_risk =
      std::any_of(definition.items.begin(), definition.items.end(),
                  [](const instrument::Item& item) { return item.risk.has_value(); });
  if (has_risk && house.config().duty_contact.empty())
    return Refusal{
        Refusal::Kind::conflict,
        "duty-contact",
        "This form has an item about risk. Name a duty contact in the settings before it is "
        "given.",
        {}};
  return std::nullopt;
}

std::vector<Reader> readers_of_client_form() {
  const Day today{};
  const ClinicianId clinician{"clinician"};
  const access::Subject subject{CourseId{"course"}, ClientId{"client"}, {clinician}, false};
  auto flagged = subject;
  flagged.flagged = true;
  const auto sees = [&](practice::Person person, const access::Subject& of) {
    return access::decide(access::principal_of(std::move(person)), Action::see_picture, of, today)
        .allowed;
  };
  practice::Person therapist, cover, supervisor, external;
  therapist.roles = cover.roles = {Role::therapist};
  therapist.clinician = clinician;
  cover.covers = {{clinician, today}};
  supervisor.roles = {Role::supervisor};
  external.roles = {Role::external_supervisor};
  supervisor.supervises = external.supervises = {clinician};
  external.supervises_until = today;
  std::vector<Reader> readers;
  if (sees(therapist, subject)) readers.push_back(Reader::therapist);
  if (sees(cover, subject)) readers.push_back(Reader::cover);
  if (sees(supervisor, flagged)) readers.push_back(Reader::supervisor_when_flagged);
  if (sees(external, flagged)) readers.push_back(Reader::external_supervisor_initials);
  return readers;
}

Reply<GivenForm> give_form(House& house, const access::Principal& principal, const GiveForm& give) {
  auto session = open_session(
      house, {principal, Action::hand_over, "form.give", "/sessions/{session}/hand-over"},
      give.session);
  if (!session) return session.refusal();
  if (give.on_this_device && !is_pin(give.pin)) return wrong_pin_format();
  const auto* definition = client_form(house, *session);
  if (!definition)
    return Refusal{Refusal::Kind::conflict,
                   "unknown-instrument",
                   "The form named in the settings does not exist; check client_form.",
                   {}};
  const auto& client = session->course.client;
  const auto language = client.language.empty() ? house.config().language : client.language;
  if (auto refusal = why_not(house, *definition, language)) return std::move(*refusal);
  if (!client.active)
    return Refusal{Refusal::Kind::conflict,
                   "discharged",
                   "This client is discharged; nothing is given any more.",
                   {}};
  const auto now = house.now();
  return house.store().commit([&](store::Unit& unit) -> Reply<GivenForm> {
    const auto key = unit.people.key_of(client.id);
    const auto consent = unit.consents.standing(key, store::Purpose::forms);
    if (consent && (consent->answer == store::ConsentAnswer::refused ||
                    consent->answer == store::ConsentAnswer::withdrawn))
      return Refusal{
          Refusal::Kind::conflict, "refused", "This client chose not to be given forms.", {}};
    // A form given before a session begins rates the previous held one.
    auto rated = session->session;
    if (rated.start > now + std::chrono::minutes{15})
      if (auto previous = unit.mirror.previous_held(session->course.course.id, now))
        rated = std::move(*previous);
    store::FormGiven form;
    form.id = unit.ids.uuid();
    form.course = session->course.course.id;
    form.session = rated.id;
    form.subject = key;
    form.instrument = definition->id;
    form.version = definition->version;
    form.language = language;
    form.clinician = rated.clinician;
    form.way = give.on_this_device ? "kiosk" : "link";
    form.given_by = principal.person.id.value;
    form.given_at = form.changed_at = now;
    for (const auto& earlier : unit.forms.of_session(rated.id))
      if (earlier.rater == Rater::client && earlier.subject == key &&
          (earlier.status == store::FormStatus::given ||
           earlier.status == store::FormStatus::opened)) {
        unit.invitations.revoke_of_form(earlier.id, now);
        unit.forms.change(earlier.id, store::FormStatus::taken_back, {}, now);
      }
    unit.forms.insert(form);
    const auto token = unit.ids.key(32);
    store::Invitation invitation;
    invitation.id = InvitationId{unit.ids.uuid()};
    invitation.form = form.id;
    invitation.token_hash = store::sha256_hex(token);
    invitation.kiosk = give.on_this_device;
    if (give.on_this_device) invitation.pin_hash = pin_hash(invitation.id, give.pin);
    invitation.made_at = now;
    invitation.expires_at =
        now + (give.on_this_device ? std::chrono::minutes{60}
                                   : std::chrono::minutes{house.config().invitation_minutes});
    unit.invitations.insert(invitation);
    return GivenForm{token, invitation.expires_at, definition->title};
  });
}

Reply<OpenedForm> open_form(House& house, std::string_view token) {
  if (token.size() > 128) return gone("unknown");
  const auto now = house.now();
  auto opened = house.store().read([&](store::Reader& reader) -> Reply<OpenedForm> {
    auto invitation = reader.invitations.by_token_hash(store::sha256_hex(token));
    if (!invitation) return gone("unknown");
    if (invitation->used_at) return gone("used");
    if (invitation->revoked_at) return gone("withdrawn");
    const bool was_begun = invitation->opened_at && *invitation->opened_at < invitation->expires_at;
    if (now >= invitation->expires_at + (was_begun ? grace : std::chrono::hours{0}))
      return gone("expired");
    auto form = reader.forms.find(invitation->form);
    if (!form) return gone("unknown");
    auto course = reader.mirror.course(form->course);
    if (!course) return gone("unknown");
    OpenedForm found{std::move(*invitation), std::move(*form), nullptr, std::move(*course), 0};
    found.pin_tries_left = std::max(0, pin_tries - found.invitation.tries);
    return found;
  });
  if (!opened) return opened;
  opened->definition = house.instruments().find(opened->form.instrument, opened->form.version);
  if (!opened->definition) return gone("unknown");
  if (!opened->invitation.opened_at)
    house.store().commit([&](store::Unit& unit) {
      unit.invitations.opened(opened->invitation.id, now);
      unit.forms.change(opened->form.id, store::FormStatus::opened, {}, now);
    });
  return opened;
}

Reply<bool> leave_form(House& house, std::string_view token, std::string_view pin) {
  const auto hash = store::sha256_hex(token);
  return house.store().commit([&](store::Unit& unit) -> Reply<bool> {
    const auto invitation = unit.invitations.by_token_hash(hash);
    if (!invitation || !invitation->kiosk) return gone("unknown");
    if (invitation->tries >= pin_tries)
      return Refusal{Refusal::Kind::conflict,
                     "tries",
                     "Five wrong PINs: the form can be sent, and nothing else is open here.",
                     {}};
    if (pin_hash(invitation->id, pin) == invitation->pin_hash) return true;
    unit.invitations.count_try(invitation->id);
    return false;
  });
}

}  // namespace holdfast::service
