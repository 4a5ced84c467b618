// SPDX-License-Identifier: MIT
#include "service/outgoing.hpp"

#include <algorithm>
#include <set>

#include "json/writer.hpp"

namespace holdfast::service {
namespace {

bool is_on(const House& house, std::string_view kind) {
  const auto& kinds = house.config().write_back;
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool is_refused(store::Unit& unit, const ClientKey& client) {
  const auto consent = unit.consents.standing(client, store::Purpose::write_back);
  return consent && (consent->answer == store::ConsentAnswer::refused ||
                     consent->answer == store::ConsentAnswer::withdrawn);
}

struct Post {
  std::string kind;   // put, post
  std::string about;  // the switch it belongs to
  std::string key;
  std::string body;
};

// A sealed rating's delivery waits until its seal has ended.
void put(store::Unit& unit, const Outgoing& outgoing, Post post) {
  store::Delivery delivery;
  delivery.id = unit.ids.uuid();
  delivery.kind = std::move(post.kind);
  delivery.about = std::move(post.about);
  delivery.key = std::move(post.key);
  delivery.client = outgoing.rating.subject;
  delivery.body = std::move(post.body);
  delivery.due = outgoing.rating.sealed_until.value_or(outgoing.rating.entered_at);
  delivery.made_at = outgoing.rating.entered_at;
  unit.outbox.insert(delivery);
}

void begin_record(json::Writer& writer, const Outgoing& outgoing, std::string_view kind) {
  const auto& rating = outgoing.rating;
  writer.begin_object()
      .member("schema", "holdfast.record/1")
      .member("kind", kind)
      .member("client", outgoing.submission.client.value)
      .member("course", outgoing.submission.course.value)
      .member("clinician", outgoing.submission.clinician.value)
      .member("rating", rating.id.value)
      .member("at", to_text(rating.entered_at))
      .member("day", to_text(rating.day))
      .member("rater", to_word(rating.series.rater));
  if (!rating.session.empty()) writer.member("session", rating.session.value);
  writer.key("instrument").begin_object();
  writer.member("id", rating.series.instrument)
      .member("version", rating.series.version)
      .member("title", outgoing.submission.definition->title)
      .end_object();
}

void put_value(json::Writer& writer, std::string_view name, std::string_view value,
               const Scale& scale) {
  writer.begin_object()
      .member("name", name)
      .member("value", value)
      .member("min", instrument::decimal(scale.min))
      .member("max", instrument::decimal(scale.max))
      .end_object();
}

void put_scores(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  const auto& definition = *outgoing.submission.definition;
  const bool is_therapist = definition.rater == Rater::therapist;
  const std::string kind = is_therapist ? "therapist_rating" : "client_total";
  if (outgoing.scored.total && is_on(house, kind)) {
    json::Writer writer;
    begin_record(writer, outgoing, kind);
    writer.key("values").begin_array();
    put_value(writer, "total", *outgoing.scored.total, definition.total->scale);
    writer.end_array().end_object();
    put(unit, outgoing, {"put", kind, outgoing.rating.id.value + ":total", writer.take()});
  }
  if (!is_therapist && !outgoing.scored.subscales.empty() && is_on(house, "subscales")) {
    json::Writer writer;
    begin_record(writer, outgoing, "subscales");
    writer.key("values").begin_array();
    for (const auto& subscale : outgoing.scored.subscales)
      for (const auto& rule : definition.subscales)
        if (rule.id == subscale.id) put_value(writer, rule.id, subscale.raw, rule.scale);
    writer.end_array().end_object();
    put(unit, outgoing,
        {"put", "subscales", outgoing.rating.id.value + ":subscales", writer.take()});
  }
}

PersonId person_of(store::Unit& unit, const ClinicianId& clinician) {
  const auto known = unit.mirror.clinician(clinician);
  return known ? known->person : PersonId{};
}

std::string notice(const PersonId& to, std::string_view category, std::string_view link) {
  json::Writer writer;
  writer.begin_object()
      .member("schema", "holdfast.notice/1")
      .member("to", to.value)
      .member("category", category)
      .member("link", link)
      .end_object();
  return writer.take();
}

// A category and a link; the sentence stays here.
void put_alerts(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  if (!is_on(house, "alert")) return;
  const auto to = person_of(unit, outgoing.submission.clinician);
  if (to.empty()) return;
  for (const auto& alert : outgoing.followed.raised)
    if (alert.kind == store::AlertKind::check_in && alert.joins.empty())
      put(unit, outgoing,
          {"post", "alert", alert.id.value,
           notice(to, "check_in", "/check-ins/" + alert.id.value)});
}

// Never sealed, no budget, no snooze: therapist and duty contact are told at once.
void put_risks(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  std::set<PersonId> readers{person_of(unit, outgoing.submission.clinician),
                             PersonId{house.config().duty_contact}};
  readers.erase(PersonId{});
  for (const auto& item : outgoing.scored.risks)
    for (const auto& reader : readers) {
      store::ReadToday read;
      read.id = unit.ids.uuid();
      read.cause = "risk_item";
      read.rating = outgoing.rating.id;
      read.item = item;
      read.course = outgoing.submission.course;
      read.client = outgoing.rating.subject;
      read.reader = reader;
      read.at = outgoing.rating.entered_at;
      unit.risks.insert(read);
      if (!is_on(house, "notice")) continue;
      store::Delivery delivery;
      delivery.id = unit.ids.uuid();
      delivery.kind = "post";
      delivery.about = "notice";
      delivery.key = read.id;
      delivery.client = outgoing.rating.subject;
      delivery.body = notice(reader, "read_today", "/read-today/" + read.id);
      delivery.due = delivery.made_at = outgoing.rating.entered_at;
      unit.outbox.insert(delivery);
    }
}

}  // namespace

void put_outgoing(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  put_risks(unit, house, outgoing);
  if (house.config().write_back.empty() || is_refused(unit, outgoing.rating.subject)) return;
  put_scores(unit, house, outgoing);
  put_alerts(unit, house, outgoing);
}

}  // namespace holdfast::service
