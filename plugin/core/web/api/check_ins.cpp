// SPDX-License-Identifier: MIT
// Check-ins over the API.
#include "json/writer.hpp"
#include "service/check_in.hpp"
#include "service/house.hpp"
#include "web/api/alert_json.hpp"
#include "web/api/api.hpp"
#include "web/api/body.hpp"

namespace holdfast::web {
namespace {

service::Reply<service::CheckInAct> act_of(const json::Value& json) {
  const auto text = [&](std::string_view name) { return std::string(json.string_or(name)); };
  const auto act = json.string_or("do");
  if (act == "acknowledge") return service::CheckInAct{service::Acknowledge{}};
  if (act == "snooze") return service::CheckInAct{service::Snooze{text("until"), text("reason")}};
  if (act == "not_a_dip")
    return service::CheckInAct{service::NotADip{text("cause"), text("reason")}};
  if (act == "reopen") return service::CheckInAct{service::Reopen{}};
  if (act == "new_level")
    return service::CheckInAct{service::AnswerNewLevel{json.boolean_or("accept", false)}};
  if (act == "log") {
    service::LogWhatWasDone log{
        text("strain"), {}, text("words"), json.boolean_or("talked_through", false)};
    if (const auto* tried = json.find("tried"))
      for (const auto& one : tried->items()) log.tried.push_back(one.text());
    return service::CheckInAct{std::move(log)};
  }
  return service::invalid(
      {{"/do", "unknown",
        "\"do\" is one of: acknowledge, snooze, not_a_dip, log, reopen, new_level.", json.line(),
        json.column()}});
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
  const auto done =
      service::act_on_check_in(visit.house(), visit.principal, AlertId{visit.at("check_in")}, *act);
  if (!done) return refuse(visit, done.refusal());
  json::Writer writer;
  writer.begin_object().member("status", word_of(*done)).end_object();
  return web::json(writer.take());
}

Response api_open_check_in(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  const auto opened =
      service::open_check_in(visit.house(), visit.principal, CourseId{visit.at("course")},
                             std::string(json->string_or("reason")));
  if (!opened) return refuse(visit, opened.refusal());
  json::Writer writer;
  writer.begin_object().member("id", opened->value).end_object();
  return web::json(writer.take(), 201);
}

}  // namespace holdfast::web
