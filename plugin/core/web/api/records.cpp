// SPDX-License-Identifier: MIT
// Files, ratings that do not belong, and emergency access over the API.
#include <variant>

#include "json/object.hpp"
#include "json/writer.hpp"
#include "service/end_rating.hpp"
#include "service/erasure_desk.hpp"
#include "service/no_appointment.hpp"
#include "web/api/api.hpp"
#include "web/api/body.hpp"

namespace holdfast::web {
namespace {

constexpr const char* acts_route = "/api/v1/records/{client}/acts";

// {"do":"hold","reason":"a court asks"}
struct Erase {};  // in steps of its own, not an act on the desk
using Wanted = std::variant<service::DeskAct, Erase>;

service::Reply<Wanted> wanted_in(const json::Value& json) {
  Problems problems;
  json::Object in(json, "", problems);
  const auto what = in.text("do", json::Need::required);
  std::optional<Wanted> wanted;
  if (what == "request") {
    in.only({"do"});
    wanted = service::DeskAct{service::RecordRequest{}};
  } else if (what == "answer" || what == "lift") {
    in.only({"do", "id"});
    auto id = in.text("id", json::Need::required);
    if (what == "answer")
      wanted = service::DeskAct{service::AnswerRequest{std::move(id)}};
    else
      wanted = service::DeskAct{service::LiftHold{std::move(id)}};
  } else if (what == "hold" || what == "ask_erasure") {
    in.only({"do", "reason"});
    auto reason = in.text("reason", json::Need::required);
    if (what == "hold")
      wanted = service::DeskAct{service::PlaceHold{std::move(reason)}};
    else
      wanted = service::DeskAct{service::AskErasure{std::move(reason)}};
  } else if (what == "take_back_erasure") {
    in.only({"do"});
    wanted = service::DeskAct{service::TakeBackErasure{}};
  } else if (what == "erase") {
    in.only({"do"});
    wanted = Erase{};
  } else if (problems.empty()) {
    in.wrong("do", "unknown",
             "\"do\" is one of: request, answer, hold, lift, ask_erasure, take_back_erasure, "
             "erase.");
  }
  if (!problems.empty()) return service::invalid(problems);
  return *wanted;
}

Response shown(const service::DeskFile& file) {
  json::Writer writer;
  writer.begin_object().key("requests").begin_array();
  for (const auto& request : file.requests) {
    writer.begin_object().member("id", request.id).member("asked_on", to_text(request.asked_on));
    if (request.answered_at) writer.member("answered_at", to_text(*request.answered_at));
    writer.end_object();
  }
  writer.end_array().key("holds").begin_array();
  for (const auto& hold : file.holds) {
    writer.begin_object().member("id", hold.id).member("placed_at", to_text(hold.placed_at));
    writer.member("reason", hold.reason);
    if (hold.lifted_at) writer.member("lifted_at", to_text(*hold.lifted_at));
    writer.end_object();
  }
  writer.end_array();
  if (file.erasure)
    writer.key("erasure_asked_for")
        .begin_object()
        .member("asked_at", to_text(file.erasure->asked_at))
        .member("asked_by", file.erasure->asked_by)
        .member("reason", file.erasure->reason)
        .end_object();
  if (file.kept_until) writer.member("kept_until", to_text(*file.kept_until));
  writer.end_object();
  return json(writer.take());
}

// Of what was asked for before; answers the certificate.
Response erase(const Visit& visit, const store::ClientKey& client) {
  const auto erased =
      service::carry_out_erasure(visit.house(), visit.principal, client, acts_route);
  return erased ? json(erased->certificate) : refuse(visit, erased.refusal());
}

}  // namespace

Response api_record(const Visit& visit) {
  const auto file =
      service::read_whole_file(visit.house(), visit.principal, store::ClientKey{visit.at("client")},
                               "/api/v1/records/{client}", visit.language);
  return file ? json(file->json) : refuse(visit, file.refusal());
}

Response api_act_on_record(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  const store::ClientKey client{visit.at("client")};
  const auto wanted = wanted_in(*json);
  if (!wanted) return refuse(visit, wanted.refusal());
  const auto* act = std::get_if<service::DeskAct>(&*wanted);
  if (!act) return erase(visit, client);
  const auto done = service::act_on_desk(visit.house(), visit.principal, client, acts_route, *act);
  return done ? shown(*done) : refuse(visit, done.refusal());
}

Response api_erasure(const Visit& visit) {
  const auto found =
      service::read_certificate(visit.house(), visit.principal, std::string(visit.at("erasure")),
                                "/api/v1/erasures/{erasure}");
  return found ? json(found->json) : refuse(visit, found.refusal());
}

// {"do":"void","cause":"test","reason":"tried the form"} or
// {"do":"move","course":"…","client":"…","reason":"…"}
Response api_end_rating(const Visit& visit) {
  constexpr const char* route = "/api/v1/ratings/{rating}/end";
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  Problems problems;
  json::Object in(*json, "", problems);
  const auto what = in.text("do", json::Need::required);
  const auto reason =
      in.text("reason", what == "match" ? json::Need::optional : json::Need::required);
  std::string other, whose;
  if (what == "move") {
    in.only({"do", "course", "client", "reason"});
    other = in.text("course", json::Need::required);
    whose = in.text("client");
  } else if (what == "match") {
    in.only({"do", "session"});
    other = in.text("session", json::Need::required);
  } else if (what == "void") {
    in.only({"do", "cause", "reason"});
    other = in.text("cause", json::Need::required);
  } else if (problems.empty()) {
    in.wrong("do", "unknown", "\"do\" is one of: void, move, match.");
  }
  if (!problems.empty()) return refuse(visit, service::invalid(problems));
  const RatingId rating{visit.at("rating")};
  const auto done =
      what == "match"
          ? service::match_rating(visit.house(), visit.principal, {rating, SessionId{other}}, route)
      : what == "move"
          ? service::move_rating(visit.house(), visit.principal, rating, route,
                                 {CourseId{other}, ClientId{whose}, reason})
          : service::void_rating(visit.house(), visit.principal, rating, route, {other, reason});
  if (!done) return refuse(visit, done.refusal());
  json::Writer writer;
  writer.begin_object().member("id", done->value).end_object();
  return web::json(writer.take());
}

Response api_break_glass(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  Problems problems;
  json::Object in(*json, "", problems);
  in.only({"reason"});
  const auto reason = in.text("reason", json::Need::required);
  if (!problems.empty()) return refuse(visit, service::invalid(problems));
  const auto until = service::break_glass(
      visit.house(), visit.principal,
      {CourseId{visit.at("course")}, reason, "/api/v1/courses/{course}/break-glass"});
  if (!until) return refuse(visit, until.refusal());
  json::Writer writer;
  writer.begin_object().member("until", to_text(*until)).end_object();
  return web::json(writer.take(), 201);
}

}  // namespace holdfast::web
