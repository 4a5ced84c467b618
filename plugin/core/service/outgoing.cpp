// SPDX-License-Identifier: MIT
#include "service/outgoing.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "json/writer.hpp"
#include "service/client_courses.hpp"
#include "service/filled_form.hpp"
#include "service/messages.hpp"
#include "service/practice_rules.hpp"
#include "service/take_back.hpp"

namespace holdfast::service {
namespace {

bool is_on(store::Reader& reader, const House& house, std::string_view kind) {
  const auto kinds = written_back(reader, house.config());
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

struct Post {
  std::string kind;   // put, post
  std::string about;  // the switch it belongs to
  std::string key;
  std::string body;
};

// A sealed rating's delivery waits until its seal has ended.
void put(store::Unit& unit, const Outgoing& outgoing, Post post) {
  if (outgoing.only && !outgoing.only->contains(post.about)) return;
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

void begin_record(store::Reader& reader, json::Writer& writer, const Outgoing& outgoing,
                  std::string_view kind) {
  const auto& rating = outgoing.rating;
  writer.begin_object()
      .member("schema", "holdfast.record/1")
      .member("kind", kind)
      .member("client", outgoing.submission.client.value)
      .member("course", outgoing.submission.course.value)
      .member("clinician", outgoing.submission.clinician.value)
      .member("rating", rating.id.value)
      .member("at", to_text(outgoing.submission.filled_at.value_or(rating.entered_at)))
      .member("day", to_text(rating.day))
      .member("rater", to_word(rating.series.rater));
  if (!rating.session.empty()) writer.member("session", rating.session.value);
  writer.key("instrument").begin_object();
  writer.member("id", rating.series.instrument)
      .member("version", rating.series.version)
      .member("title", outgoing.submission.definition->title)
      .member("kind", to_word(outgoing.submission.definition->measures))
      .member("language", rating.series.language)
      .end_object();
  // The host's own labels go back with every record, so that it can keep them on the copy.
  const auto client = reader.mirror.client(outgoing.submission.client);
  if (!client || client->sensitivity.empty()) return;
  writer.key("sensitivity").begin_array();
  for (const auto& label : client->sensitivity) writer.string(label);
  writer.end_array();
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

void put_subscales(json::Writer& writer, const Outgoing& outgoing) {
  for (const auto& subscale : outgoing.scored.subscales)
    for (const auto& rule : outgoing.submission.definition->subscales)
      if (rule.id == subscale.id) put_value(writer, rule.id, subscale.raw, rule.scale);
}

// The form itself, with every answer. Before the scores, which a host may file as derived from it.
void put_form(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  const auto& definition = *outgoing.submission.definition;
  const std::string kind = definition.rater == Rater::therapist ? "therapist_form" : "client_form";
  if (!is_on(unit, house, kind) || outgoing.submission.answers.empty()) return;
  if (outgoing.submission.is_from_host) return;  // it was filled there
  json::Writer writer;
  begin_record(unit, writer, outgoing, "form");
  write_answers(writer, outgoing.submission,
                is_on(unit, house, "comment") ? Texts::given : Texts::kept_here);
  writer.key("values").begin_array();
  if (outgoing.scored.total)
    put_value(writer, "total", *outgoing.scored.total, definition.total->scale);
  put_subscales(writer, outgoing);
  writer.end_array().end_object();
  put(unit, outgoing, {"put", kind, outgoing.rating.id.value + ":form", writer.take()});
}

void put_scores(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  const auto& definition = *outgoing.submission.definition;
  const bool is_therapist = definition.rater == Rater::therapist;
  const std::string kind = is_therapist ? "therapist_rating" : "client_total";
  if (outgoing.scored.total && is_on(unit, house, kind)) {
    json::Writer writer;
    begin_record(unit, writer, outgoing, kind);
    writer.key("values").begin_array();
    put_value(writer, "total", *outgoing.scored.total, definition.total->scale);
    writer.end_array().end_object();
    put(unit, outgoing, {"put", kind, outgoing.rating.id.value + ":total", writer.take()});
  }
  if (!is_therapist && !outgoing.scored.subscales.empty() && is_on(unit, house, "subscales")) {
    json::Writer writer;
    begin_record(unit, writer, outgoing, "subscales");
    writer.key("values").begin_array();
    put_subscales(writer, outgoing);
    writer.end_array().end_object();
    put(unit, outgoing,
        {"put", "subscales", outgoing.rating.id.value + ":subscales", writer.take()});
  }
}

void put_comment(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  if (!is_on(unit, house, "comment") || outgoing.rating.series.rater != Rater::client) return;
  std::string text;
  for (const auto& comment : unit.ratings.comments(outgoing.rating.id, store::Addressee::therapist))
    text += (text.empty() ? "" : "\n") + comment.text;
  if (text.empty()) return;
  json::Writer writer;
  begin_record(unit, writer, outgoing, "comment");
  writer.member("text", text).end_object();
  put(unit, outgoing, {"put", "comment", outgoing.rating.id.value + ":comment", writer.take()});
}

// How a repair stands, whenever that changed; each version names the one it takes the place of.
void put_repair(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  if (!is_on(unit, house, "repair") || !outgoing.followed.repair) return;
  const auto& repair = *outgoing.followed.repair;
  const auto key = [&](std::string_view state) {
    return key_of(repair.id) + ":" + std::string(state);
  };
  std::string earlier, latest;
  for (const auto& event : unit.repairs.events(repair.id)) {
    if (event.kind != "opened" && event.kind != "state") continue;
    earlier = std::exchange(latest, key(event.kind == "opened" ? "open" : event.detail));
    if (earlier == latest) earlier.clear();
  }
  if (latest != key(repair.state)) return;  // this fact left the state as it was told before
  for (const auto& known : unit.outbox.open_of_key(latest))
    if (known.key == latest) return;
  for (const auto& known : unit.outbox.done_of_client(outgoing.rating.subject))
    if (known.key == latest) return;
  json::Writer writer;
  begin_record(unit, writer, outgoing, "repair");
  writer.member("text", repair.state);
  if (!repair.alert.empty()) writer.member("link", "/check-ins/" + repair.alert.value);
  if (!earlier.empty()) writer.member("supersedes", earlier);
  writer.end_object();
  put(unit, outgoing, {"put", "repair", latest, writer.take()});
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

bool is_new_check_in(const store::StoredAlert& alert) {
  return alert.kind == store::AlertKind::check_in && alert.joins.empty();
}

// A mark in the client's record that a check-in is suggested. The sentence with its numbers stays
// here.
void put_alert_records(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  if (!is_on(unit, house, "alert_record")) return;
  for (const auto& alert : outgoing.followed.raised) {
    if (!is_new_check_in(alert)) continue;
    json::Writer writer;
    begin_record(unit, writer, outgoing, "alert");
    writer.member("link", "/check-ins/" + alert.id.value).end_object();
    put(unit, outgoing, {"put", "alert_record", alert.id.value + ":record", writer.take()});
  }
}

// A category and a link; the sentence stays here.
void put_alerts(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  if (!is_on(unit, house, "alert")) return;
  for (const auto& alert : outgoing.followed.raised) {
    if (!is_new_check_in(alert)) continue;
    const auto to = person_of(unit, alert.clinician);
    if (!to.empty())
      put(unit, outgoing,
          {"post", "alert", alert.id.value,
           notice(to, "check_in", "/check-ins/" + alert.id.value)});
  }
}

// What somebody must read today, and a notice without content for the practice system to give them.
struct ToRead {
  const char* cause;
  std::string item;
  PersonId reader;
};

void put_to_read(store::Unit& unit, const House& house, const Outgoing& outgoing,
                 const ToRead& what) {
  store::ReadToday read;
  read.id = unit.ids.uuid();
  read.cause = what.cause;
  read.rating = outgoing.rating.id;
  read.item = what.item;
  read.course = outgoing.submission.course;
  read.client = outgoing.rating.subject;
  read.reader = what.reader;
  read.at = outgoing.rating.entered_at;
  unit.risks.insert(read);
  if (!is_on(unit, house, "notice")) return;
  store::Delivery delivery;
  delivery.id = unit.ids.uuid();
  delivery.kind = "post";
  delivery.about = "notice";
  delivery.key = read.id;
  delivery.client = outgoing.rating.subject;
  delivery.body = notice(what.reader, "read_today", "/read-today/" + read.id);
  delivery.due = delivery.made_at = outgoing.rating.entered_at;
  unit.outbox.insert(delivery);
}

// Never sealed, no budget, no snooze: therapist and duty contact are told at once.
void put_risks(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  const auto& with = outgoing.submission.clinician;  // who held the session stays among them
  std::set<PersonId> readers{person_of(unit, with),
                             person_of(unit, lead_of(unit, outgoing.submission.course, with)),
                             PersonId{house.config().duty_contact}};
  readers.erase(PersonId{});
  for (const auto& item : outgoing.scored.risks)
    for (const auto& reader : readers)
      put_to_read(unit, house, outgoing, {"risk_item", item, reader});
}

void put_to_second_contact(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  if (outgoing.submission.to_second_contact.empty()) return;
  put_to_read(unit, house, outgoing, {"second_contact", {}, outgoing.submission.second_contact});
}

}  // namespace

void put_outgoing(store::Unit& unit, const House& house, const Outgoing& outgoing) {
  put_risks(unit, house, outgoing);
  put_to_second_contact(unit, house, outgoing);
  if (written_back(unit, house.config()).empty() ||
      unit.consents.is_refused(outgoing.rating.subject, store::Purpose::write_back))
    return;
  put_form(unit, house, outgoing);
  put_scores(unit, house, outgoing);
  put_comment(unit, house, outgoing);
  put_alerts(unit, house, outgoing);
  put_alert_records(unit, house, outgoing);
  put_repair(unit, house, outgoing);
}

std::string objection_to(store::Reader& reader, const House& house, const store::Delivery& item) {
  if (item.kind == "retract" || item.kind == "withdraw") return {};
  if (!is_on(reader, house, item.about)) return "the practice switched this kind off";
  if (item.about == message_kind) return objection_to_message(reader, house, item);
  if (item.about != "notice" && reader.consents.is_refused(item.client, store::Purpose::write_back))
    return "the client does not agree to it any more";
  return {};
}

std::set<std::string> take_back(store::Unit& unit, const Ending& ending) {
  const auto& rating = ending.rating;
  std::vector<std::string> beginnings{rating.id.value};
  for (const auto& alert : unit.alerts.of_rating(rating.id)) beginnings.push_back(alert.id.value);
  for (const auto& repair : unit.repairs.of_course(rating.series.course))
    if (repair.opened_by == rating.id) beginnings.push_back(key_of(repair.id));

  return take_back(unit,
                   TakingBack{rating.subject, std::move(beginnings), ending.reason, ending.now});
}

}  // namespace holdfast::service
