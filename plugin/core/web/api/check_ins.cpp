// SPDX-License-Identifier: MIT
// Check-ins over the API.
#include <algorithm>

#include "json/object.hpp"
#include "json/writer.hpp"
#include "service/check_in.hpp"
#include "service/house.hpp"
#include "web/api/alert_json.hpp"
#include "web/api/api.hpp"
#include "web/api/body.hpp"
#include "web/view/check_in.hpp"

namespace holdfast::web {
namespace {

// Only what the page offers too: the words are shown by their titles.
std::vector<std::string> tried_of(json::Object& in) {
  auto tried = in.texts("tried");
  for (const auto& one : tried)
    if (std::none_of(suggestions().begin(), suggestions().end(),
                     [&](const Suggestion& suggestion) { return suggestion.value == one; }))
      in.wrong("tried", "unknown", "\"" + one + "\" is not one of the suggestions.");
  return tried;
}

// {"do":"snooze","until":"2026-12-01","reason":"on holiday"}: each act with its own members.
service::Reply<service::CheckInAct> act_of(const json::Value& json) {
  Problems problems;
  json::Object in(json, "", problems);
  const auto done = [&](service::CheckInAct act) -> service::Reply<service::CheckInAct> {
    if (!problems.empty()) return service::invalid(problems);
    return act;
  };
  const auto act = in.text("do", json::Need::required);
  if (act == "acknowledge" || act == "reopen") {
    in.only({"do"});
    return act == "reopen" ? done(service::Reopen{}) : done(service::Acknowledge{});
  }
  if (act == "snooze") {
    in.only({"do", "until", "reason"});
    return done(service::Snooze{in.text("until"), in.text("reason")});
  }
  if (act == "not_a_dip") {
    in.only({"do", "cause", "reason"});
    return done(service::NotADip{in.text("cause"), in.text("reason")});
  }
  if (act == "new_level") {
    in.only({"do", "accept"});
    if (!json.find("accept")) in.wrong("accept", "required", "\"accept\" is missing");
    return done(service::AnswerNewLevel{in.boolean("accept")});
  }
  if (act == "log") {
    in.only({"do", "strain", "tried", "words", "talked_through"});
    return done(service::LogWhatWasDone{in.text("strain"), tried_of(in), in.text("words"),
                                        in.boolean("talked_through")});
  }
  if (problems.empty())
    in.wrong("do", "unknown",
             "\"do\" is one of: acknowledge, snooze, not_a_dip, log, reopen, new_level.");
  return service::invalid(problems);
}

service::SentOnce sent_once(const Visit& visit) {
  return {idempotency_key(visit), digest_of(visit.request)};
}

}  // namespace

Response api_check_in(const Visit& visit) {
  const auto check_in =
      service::read_check_in(visit.house(), visit.principal, AlertId{visit.at("check_in")});
  if (!check_in) return refuse(visit, check_in.refusal());
  if (check_in->is_sealed && check_in->now.alert.rule != "T")
    return refuse(visit, 409, "seal", "This is shown once the session was rated from both sides.");
  json::Writer writer;
  write_alert(writer, check_in->now, visit.language);
  return json(writer.take());
}

Response api_act_on_check_in(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  const auto act = act_of(*json);
  if (!act) return refuse(visit, act.refusal());
  const auto done = service::act_on_check_in(visit.house(), visit.principal,
                                             AlertId{visit.at("check_in")}, *act, sent_once(visit));
  if (!done) return refuse(visit, done.refusal());
  json::Writer writer;
  writer.begin_object().member("status", word_of(*done)).end_object();
  return web::json(writer.take());
}

Response api_open_check_in(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  Problems problems;
  json::Object in(*json, "", problems);
  in.only({"reason"});
  const auto reason = in.text("reason", json::Need::required);
  if (!problems.empty()) return refuse(visit, service::invalid(problems));
  const auto opened = service::open_check_in(
      visit.house(), visit.principal, {CourseId{visit.at("course")}, reason}, sent_once(visit));
  if (!opened) return refuse(visit, opened.refusal());
  json::Writer writer;
  writer.begin_object().member("id", opened->value).end_object();
  return web::json(writer.take(), 201);
}

}  // namespace holdfast::web
