// SPDX-License-Identifier: MIT
// Ratings and invitations over the API. Both ways of submitting end in service/submit_rating.
#include "instrument/score.hpp"
#include "json/object.hpp"
#include "json/writer.hpp"
#include "service/forms.hpp"
#include "service/house.hpp"
#include "service/second_contact.hpp"
#include "service/submission_of_form.hpp"
#include "web/api/api.hpp"
#include "web/api/body.hpp"
#include "web/pages/form_view.hpp"
#include "web/pages/who_reads.hpp"

namespace holdfast::web {
namespace {

// {"instrument":"holdfast-session","version":"1","answers":{...},"declined":false,"duration_ms":41000}
struct Body {
  instrument::Answers answers;
  bool declined = false;
  int duration_ms = 0;
  std::string to_second_contact;
};

Problem wrong_form(const json::Value& at, const instrument::Definition& definition) {
  return {"/version", "wrong-version",
          "This form is " + definition.id + " version " + definition.version +
              "; fetch the form again and send that version.",
          at.line(), at.column()};
}

service::Reply<Body> read_body(const json::Value& json, const instrument::Definition& definition) {
  constexpr double longest = 86'400'000;  // a day
  Problems problems;
  json::Object in(json, "", problems);
  in.only(
      {"schema", "instrument", "version", "answers", "declined", "duration_ms", "second_contact"});
  if (in.text("instrument") != definition.id || in.text("version") != definition.version)
    problems.push_back(wrong_form(json, definition));
  Body body;
  body.to_second_contact = in.text("second_contact");
  body.declined = in.boolean("declined");
  if (const auto duration = in.number("duration_ms"); duration >= 0 && duration <= longest)
    body.duration_ms = static_cast<int>(duration);
  else
    in.wrong("duration_ms", "range", "Milliseconds from 0 to 86,400,000 are expected.");
  const auto* answers = json.find("answers");
  if (answers && body.declined) {
    in.wrong("answers", "declined", "A declined form has no answers; leave them out.");
  } else if (answers) {
    auto read = instrument::read_answers(definition, *answers);
    if (read)
      body.answers = std::move(*read);
    else
      problems.insert(problems.end(), read.problems().begin(), read.problems().end());
  } else if (!body.declined) {
    in.wrong("answers", "required", "\"answers\" is missing; or send \"declined\": true.");
  }
  if (!problems.empty()) return service::invalid(problems);
  return body;
}

// 201 with what this rater may see: that it is stored, never a score to a client.
Response stored(const Visit& visit, const service::Reply<service::Submitted>& submitted) {
  if (!submitted) return refuse(visit, submitted.refusal());
  json::Writer writer;
  writer.begin_object()
      .member("id", submitted->rating.value)
      .key("repeated")
      .boolean(submitted->repeated);
  if (visit.principal.kind == access::Principal::Kind::staff && submitted->scored.total)
    writer.member("total", *submitted->scored.total).member("pomp", submitted->scored.pomp->value);
  writer.end_object();
  auto response = json(writer.take(), submitted->repeated ? 200 : 201);
  response.has_stored_a_rating = !submitted->repeated;
  return response;
}

void write_item(json::Writer& writer, const FormItem& item, const instrument::Item& asked) {
  writer.begin_object()
      .member("id", item.id)
      .member("kind", to_word(asked.kind))
      .member("title", item.title)
      .member("text", item.text)
      .member("low", item.low)
      .member("high", item.high)
      .key("required")
      .boolean(item.required);
  if (asked.kind == instrument::ItemKind::text)
    writer.key("max_length").number(static_cast<double>(item.max_length));
  else if (asked.values.empty())
    writer.key("min").number(asked.min).key("max").number(asked.max).key("step").number(asked.step);
  if (item.shown_if)
    writer.key("shown_if")
        .begin_object()
        .member("item", item.shown_if->item)
        .key("at_least")
        .number(item.shown_if->at_least)
        .end_object();
  if (!item.options.empty()) {
    writer.key("options").begin_array();
    for (const auto& option : item.options)
      writer.begin_object().member("value", option.value).member("text", option.text).end_object();
    writer.end_array();
  }
  writer.end_object();
}

void fill(service::Submission& submission, const Visit& visit, Body body) {
  submission.answers = std::move(body.answers);
  submission.declined = body.declined;
  submission.to_second_contact = std::move(body.to_second_contact);
  submission.duration_ms = body.duration_ms;
  submission.key = idempotency_key(visit);
  submission.digest = digest_of(visit.request);
}

}  // namespace

Response api_submit_as_therapist(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  const auto session = service::open_session(visit.house(),
                                             {visit.principal, access::Action::rate_as_therapist,
                                              "form.open", "/api/v1/sessions/{session}/ratings"},
                                             SessionId{visit.at("session")});
  if (!session) return refuse(visit, session.refusal());
  const auto* definition = service::therapist_form(visit.house());
  if (!definition)
    return refuse(visit, 409, "unknown-instrument", "The settings name no therapist's form.");
  auto body = read_body(*json, *definition);
  if (!body) return refuse(visit, body.refusal());
  service::Submission submission;
  submission.definition = definition;
  fill(submission, visit, std::move(*body));
  submission.course = session->course.course.id;
  submission.client = session->course.client.id;
  submission.clinician = session->session.clinician;
  submission.session = session->session.id;
  submission.relation = definition->relation;
  submission.language = visit.language.tag();
  submission.place = session->session.place;
  submission.submitted_by = "staff";
  submission.submitted_as = visit.principal.person.id.value;
  submission.from = "/api/v1/sessions/{session}/ratings";
  return stored(visit, service::submit_rating(visit.house(), submission));
}

Response api_invite(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  Problems problems;
  json::Object in(*json, "", problems);
  in.only({"way", "instrument"});
  const auto way = in.word<service::Way>("way", service::Way::link);
  const auto instrument = in.text("instrument");
  if (way == service::Way::kiosk)
    in.wrong("way", "kiosk", "A device is handed over on its own screen; choose another way.");
  if (!problems.empty()) return refuse(visit, service::invalid(problems));
  service::GiveForm asked;
  asked.way = way;
  asked.instrument = instrument;
  asked.session = SessionId{visit.maybe_at("session")};
  asked.course = CourseId{visit.maybe_at("course")};
  const auto given = service::give_form(visit.house(), visit.principal, asked);
  if (!given) return refuse(visit, given.refusal());
  json::Writer writer;
  writer.begin_object()
      .member("path", std::string(visit.request.prefix) + "/f/" + given->token)
      .member("address", public_address(visit) + "/f/" + given->token)
      .member("token", given->token)
      .member("expires", to_text(given->expires));
  if (!given->code.empty()) writer.member("code", given->code);
  writer.end_object();
  return web::json(writer.take(), 201);
}

Response api_invitation(const Visit& visit) {
  const auto opened = service::open_form(visit.house(), visit.at("token"));
  if (!opened) return refuse(visit, opened.refusal());
  const auto& definition = *opened->definition;
  const auto* wording = visit.house().instruments().wording(definition, visit.language.tag());
  if (!wording)
    return refuse(visit, 409, "wording-not-installed",
                  "The wording of this form is not installed any more.");
  // What the page shows, for who draws the form themselves.
  const auto form = form_view({definition, *wording}, visit);
  json::Writer writer;
  writer.begin_object()
      .member("instrument", definition.id)
      .member("version", definition.version)
      .member("title", form.title)
      .member("introduction", form.introduction)
      .member("language", wording->language)
      .member("who_reads", who_reads(visit, opened->client, definition))
      .member("crisis", form.crisis)
      .member("note", form.note)
      .key("items")
      .begin_array();
  for (const auto& item : form.items) write_item(writer, item, *definition.find(item.id));
  writer.end_array();
  if (const auto contact = service::second_contact_of(visit.house(), *opened);
      !contact.person.empty())
    writer.key("second_contact")
        .begin_object()
        .member("name", contact.name)
        .member("text", visit("For someone else at the practice"))
        .key("max_length")
        .number(static_cast<double>(service::longest_second_contact_text))
        .end_object();
  writer.end_object();
  return json(writer.take());
}

Response api_submit_by_invitation(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  const auto opened = service::find_form(visit.house(), visit.at("token"));
  if (!opened) {
    // The same request again, after its answer was lost: the first answer once more.
    if (opened.refusal().rule == "used") {
      const auto earlier = visit.house().store().read([&](store::Reader& reader) {
        return reader.ratings.by_idempotency_key(idempotency_key(visit));
      });
      if (earlier && earlier->request_digest == digest_of(visit.request))
        return stored(visit, service::Submitted{earlier->id, true, {}, {}});
      if (earlier)
        return refuse(visit, 409, "idempotency-key",
                      "This key was used for another form; send a new one with a new form.");
    }
    return refuse(visit, opened.refusal());
  }
  auto body = read_body(*json, *opened->definition);
  if (!body) return refuse(visit, body.refusal());
  auto submission = service::submission_of(visit.house(), *opened);
  submission.from = "/api/v1/invitations/{token}/ratings";
  fill(submission, visit, std::move(*body));
  return stored(visit, service::submit_rating(visit.house(), submission));
}

}  // namespace holdfast::web
