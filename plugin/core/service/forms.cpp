// SPDX-License-Identifier: MIT
#include "service/forms.hpp"

#include <algorithm>

#include "service/age.hpp"
#include "service/link_keys.hpp"
#include "service/messages.hpp"
#include "service/pin.hpp"

namespace holdfast::service {
namespace {

using access::Action;

// An answer begun before the link expired is taken for this long (clinic.md, "Hand-over and
// links").
constexpr std::chrono::hours grace{72};

Refusal gone(std::string rule) {
  return {Refusal::Kind::gone,
          std::move(rule),
          "This link cannot be used any more. Ask the practice for a new one.",
          {}};
}

// Whether a newer way to the same form was given since this one ended.
bool is_replaced(store::Reader& reader, const store::Invitation& ended) {
  const auto form = reader.forms.find(ended.form);
  if (!form) return false;
  const auto others = reader.forms.of_session(form->session);
  return std::any_of(others.begin(), others.end(), [&](const store::FormGiven& other) {
    return other.id != form->id && other.rater == form->rater && other.subject == form->subject &&
           other.instrument == form->instrument && other.way != "paper" &&
           other.given_at >= *ended.revoked_at;
  });
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

bool asks_about_risk(const instrument::Definition& definition) {
  return std::any_of(definition.items.begin(), definition.items.end(),
                     [](const instrument::Item& item) { return item.risk.has_value(); });
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
  if (asks_about_risk(definition) && house.config().duty_contact.empty())
    return Refusal{
        Refusal::Kind::conflict,
        "duty-contact",
        "This form has an item about risk. Name a duty contact in the settings before it is "
        "given.",
        {}};
  return std::nullopt;
}

std::vector<Reader> readers_of_client_form(const ReadingRules& rules) {
  const Day today{};
  const ClinicianId clinician{"clinician"};
  access::Subject subject{CourseId{"course"}, ClientId{"client"}, {clinician}, false};
  subject.no_supervision = rules.no_supervision;
  subject.carers_may_look = rules.carers_may_look;
  auto flagged = subject, emergency = subject;
  flagged.flagged = true;
  emergency.is_emergency = true;
  const auto sees = [&](practice::Person person, const access::Subject& of,
                        Action how = Action::see_picture) {
    return access::decide(access::principal_of(std::move(person)), how, of, today).allowed;
  };
  practice::Person therapist, cover, supervisor, external, carer, records, colleague;
  therapist.roles = cover.roles = {Role::therapist};
  therapist.clinician = clinician;
  cover.covers = {{clinician, today}};
  supervisor.roles = {Role::supervisor};
  external.roles = {Role::external_supervisor};
  supervisor.supervises = external.supervises = {clinician};
  external.supervises_until = today;
  records.roles = {Role::records_officer};
  colleague.roles = {Role::therapist};
  carer.kind = practice::Kind::carer;
  carer.cares_for = {subject.client};
  std::vector<Reader> readers;
  if (sees(therapist, subject)) readers.push_back(Reader::therapist);
  if (sees(cover, subject)) readers.push_back(Reader::cover);
  if (sees(supervisor, flagged)) readers.push_back(Reader::supervisor_when_flagged);
  if (sees(external, flagged)) readers.push_back(Reader::external_supervisor_initials);
  if (sees(carer, subject, Action::see_as_carer)) readers.push_back(Reader::carer);
  if (sees(records, subject, Action::keep_records)) readers.push_back(Reader::records_officer);
  if (sees(colleague, emergency)) readers.push_back(Reader::clinician_in_emergency);
  // These two follow from what leaves the rating, not from who opens a page.
  if (rules.asks_about_risk) readers.push_back(Reader::duty_contact);
  if (rules.is_written_back) readers.push_back(Reader::practice_system);
  return readers;
}

Reply<OpenedForm> find_form(House& house, std::string_view token) {
  if (token.size() > 128) return gone("unknown");
  const auto now = house.now();
  auto opened = house.store().read([&](store::Reader& reader) -> Reply<OpenedForm> {
    const auto keys = LinkKeys::of(reader, house.config().practice_id);
    const auto id = keys.invitation_of(token);
    if (!id) return gone("unknown");
    auto invitation = reader.invitations.find(*id);
    if (!invitation) return gone("unknown");
    if (invitation->used_at) return gone("used");
    if (invitation->revoked_at)
      return gone(is_replaced(reader, *invitation) ? "replaced" : "withdrawn");
    const bool was_begun = invitation->opened_at && *invitation->opened_at < invitation->expires_at;
    if (now >= invitation->expires_at + (was_begun ? grace : std::chrono::hours{0}))
      return gone("expired");
    auto form = reader.forms.find(invitation->form);
    if (!form) return gone("unknown");
    if (form->rater != Rater::therapist &&
        reader.consents.is_refused(form->subject, store::Purpose::forms))
      return gone("withdrawn");
    auto course = reader.mirror.course(form->course);
    if (!course) return gone("unknown");
    OpenedForm found{std::move(*invitation), std::move(*form), nullptr, std::move(*course), {}, 0};
    found.client = reader.people.client_of(found.form.subject).value_or(found.course.client);
    found.pin_tries_left = std::max(0, pin_tries - found.invitation.tries);
    return found;
  });
  if (!opened) return opened;
  opened->definition = house.instruments().find(opened->form.instrument, opened->form.version);
  if (!opened->definition) return gone("unknown");
  return opened;
}

Reply<OpenedForm> open_form(House& house, std::string_view token) {
  auto opened = find_form(house, token);
  if (!opened) return opened;
  const auto now = house.now();
  if (!opened->invitation.opened_at)
    house.store().commit([&](store::Unit& unit) {
      unit.invitations.opened(opened->invitation.id, now);
      unit.forms.change(opened->form.id, store::FormStatus::opened, {}, now);
    });
  return opened;
}

Reply<std::string> token_of_code(House& house, std::string_view typed) {
  const auto now = house.now();
  if (house.wrong_codes().is_over(now))
    return Refusal{Refusal::Kind::too_many,
                   "codes",
                   "Too many codes were tried just now. Wait a minute, then type yours again.",
                   {}};
  const auto digits = typed_digits(typed);
  auto token = house.store().read([&](store::Reader& reader) -> std::string {
    if (digits.empty()) return {};
    const auto keys = LinkKeys::of(reader, house.config().practice_id);
    for (const auto& hash : keys.hashes_of_code(digits)) {
      const auto invitation = reader.invitations.by_code_hash(hash);
      if (invitation && !invitation->used_at && !invitation->revoked_at &&
          now < invitation->expires_at)
        return keys.token(invitation->id);
    }
    return {};
  });
  if (!token.empty()) return token;
  house.wrong_codes().count(now);
  return Refusal{Refusal::Kind::not_found,
                 "code",
                 "This code does not open a form. Check the nine digits, or ask for a new code.",
                 {}};
}

int expire_forms(House& house) {
  const auto now = house.now();
  const auto ended =
      house.store().read([&](store::Reader& reader) { return reader.forms.ended(now, grace); });
  if (ended.empty()) return 0;
  house.store().commit([&](store::Unit& unit) {
    for (const auto& id : ended) {
      // An answer may have come in between.
      const auto form = unit.forms.find(id);
      if (!form || !store::is_waiting(*form)) continue;
      unit.forms.change(id, store::FormStatus::expired, {}, now);
      take_back_messages(unit, id, form->subject, now);
    }
  });
  return static_cast<int>(ended.size());
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
