// SPDX-License-Identifier: MIT
#include "service/messages.hpp"

#include <algorithm>

#include "json/parse.hpp"
#include "json/writer.hpp"
#include "service/link_keys.hpp"
#include "service/practice_rules.hpp"

namespace holdfast::service {
namespace {

Refusal no(std::string rule, std::string sentence) {
  return {Refusal::Kind::conflict, std::move(rule), std::move(sentence), {}};
}

bool is_on(store::Reader& reader, const House& house) {
  const auto kinds = written_back(reader, house.config());
  return std::find(kinds.begin(), kinds.end(), message_kind) != kinds.end();
}

// Asked for before anything is sent: nobody gets a message who was not asked.
bool has_agreed(store::Reader& reader, const store::ClientKey& client) {
  // What was said about this channel stands before what was said about all of them.
  for (const auto channel : {"host", ""})
    if (const auto said = reader.consents.standing(client, store::Purpose::reminders, channel))
      return said->answer == store::ConsentAnswer::agreed ||
             said->answer == store::ConsentAnswer::informed;
  return false;
}

bool is_cancelled(Attendance attendance) {
  return attendance != Attendance::booked && attendance != Attendance::held;
}

std::string key_of(const std::string& form, int number) {
  return "form:" + form + ":" + std::to_string(number);
}

void put(store::Unit& unit, const store::FormGiven& form, const InvitationId& invitation,
         int number, Instant now) {
  json::Writer writer;
  writer.begin_object().member("form", form.id).member("invitation", invitation.value).end_object();
  store::Delivery delivery;
  delivery.id = unit.ids.uuid();
  delivery.kind = "post";
  delivery.about = message_kind;
  delivery.key = key_of(form.id, number);
  delivery.client = form.subject;
  delivery.body = writer.take();
  delivery.due = delivery.made_at = now;
  unit.outbox.insert(delivery);
}

struct Named {
  std::string form;
  InvitationId invitation;
};
Named named_in(const store::Delivery& item) {
  const auto body = json::parse(item.body);
  if (!body) return {};
  return {std::string(body->string_or("form")),
          InvitationId{std::string(body->string_or("invitation"))}};
}

}  // namespace

std::optional<Refusal> why_no_message(store::Reader& reader, const House& house,
                                      const store::FormGiven& form) {
  if (!is_on(reader, house))
    return no("switched-off",
              "Messages through the practice system are off. An administrator switches them on: "
              "\"reminder\" in write_back.");
  if (reader.consents.is_refused(form.subject, store::Purpose::forms))
    return no("refused", "This client chose not to be given forms.");
  if (!has_agreed(reader, form.subject))
    return no("no-consent",
              "This client has not agreed to messages yet. Ask, and record the answer.");
  const auto course = reader.mirror.course(form.course);
  const auto client = course ? reader.mirror.client(course->client) : std::nullopt;
  if (!client || !client->active || client->deceased ||
      (course->ended && !form.session.empty() && *course->ended < house.day_of(form.given_at)))
    return no("discharged", "This client is discharged; nothing is sent any more.");
  if (!form.session.empty())
    if (const auto session = reader.mirror.session(form.session);
        session && is_cancelled(session->session.attendance))
      return no("cancelled", "This session does not take place; nothing is sent.");
  if (!store::is_waiting(form)) return no("answered", "This form does not wait any more.");
  return std::nullopt;
}

void put_message(store::Unit& unit, const store::FormGiven& form,
                 const store::Invitation& invitation, Instant now) {
  put(unit, form, invitation.id, 0, now);
}

void take_back_messages(store::Unit& unit, const std::string& form, const store::ClientKey& client,
                        Instant now) {
  const auto told = unit.outbox.of_key("form:" + form + ":");
  const auto is_taken_back = [&](const std::string& key) {
    return std::any_of(told.begin(), told.end(), [&](const store::Delivery& one) {
      return one.kind == "withdraw" && one.key == key;
    });
  };
  for (const auto& message : told) {
    if (message.kind != "post" || is_taken_back(message.key)) continue;
    // Claimed: the host may have it by now, so it goes there first and is taken back after. The
    // answer to one that was tried may have been lost.
    const bool is_open = message.status != store::DeliveryStatus::done;
    if (is_open && message.status != store::DeliveryStatus::claimed) unit.outbox.drop(message.id);
    if (is_open && message.attempts == 0) continue;
    store::Delivery back;
    back.id = unit.ids.uuid();
    back.kind = "withdraw";
    back.about = message_kind;
    back.key = message.key;
    back.client = client;
    back.body = "the form does not wait any more";
    back.due = back.made_at = now;
    unit.outbox.insert(back);
  }
}

int remind(House& house) {
  const auto& config = house.config();
  if (config.reminder_hours == 0) return 0;
  if (!house.store().read([&](store::Reader& reader) { return is_on(reader, house); })) return 0;
  const auto now = house.now();
  const std::chrono::hours apart{config.reminder_hours};
  const auto waiting = house.store().read(
      [&](store::Reader& reader) { return reader.forms.unanswered(now - apart, now); });
  int written = 0;
  for (const auto& one : waiting) {
    const auto number =
        std::min(static_cast<int>((now - one.form.given_at) / apart), config.reminders);
    written += house.store().commit([&](store::Unit& unit) {
      // Another machine may have written it, or the answer come in, since it was read.
      const auto form = unit.forms.find(one.form.id);
      if (!form || why_no_message(unit, house, *form)) return 0;
      if (unit.outbox.has_key("post", key_of(form->id, number))) return 0;
      put(unit, *form, one.invitation, number, now);
      return 1;
    });
  }
  return written;
}

std::string message_body(store::Reader& reader, const House& house, const store::Delivery& item) {
  const auto named = named_in(item);
  const auto form = reader.forms.find(named.form);
  const auto course = form ? reader.mirror.course(form->course) : std::nullopt;
  if (!course) return {};
  const auto clinician = reader.mirror.clinician(form->clinician);
  const auto keys = LinkKeys::of(reader, house.config().practice_id);
  json::Writer writer;
  writer.begin_object()
      .member("schema", "holdfast.notice/1")
      .member("to",
              clinician && !clinician->person.empty() ? clinician->person.value : form->given_by)
      .member("client", course->client.value)
      .member("category", "form_due")
      .member("link", "/f/" + keys.token(named.invitation))
      .end_object();
  return writer.take();
}

std::string objection_to_message(store::Reader& reader, const House& house,
                                 const store::Delivery& item) {
  const auto named = named_in(item);
  const auto form = reader.forms.find(named.form);
  if (!form) return "the form is gone";
  if (const auto refusal = why_no_message(reader, house, *form)) return refusal->rule;
  const auto invitation = reader.invitations.find(named.invitation);
  if (!invitation || invitation->used_at || invitation->revoked_at ||
      house.now() >= invitation->expires_at)
    return "the link is not open any more";
  return {};
}

}  // namespace holdfast::service
