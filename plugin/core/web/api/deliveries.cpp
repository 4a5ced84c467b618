// SPDX-License-Identifier: MIT
// The delivery queue over the API: no content, no client.
#include "json/object.hpp"
#include "json/writer.hpp"
#include "service/delivery_queue.hpp"
#include "store/words.hpp"
#include "web/api/api.hpp"
#include "web/api/body.hpp"

namespace holdfast::web {
namespace {

constexpr const char* here = "/api/v1/deliveries";

Response shown(const service::DeliveryQueue& queue) {
  json::Writer writer;
  writer.begin_object()
      .key("paused")
      .boolean(queue.is_paused)
      .key("waiting")
      .integer(queue.counts.waiting)
      .key("parked")
      .integer(queue.counts.parked)
      .key("switched_on")
      .begin_array();
  for (const auto& kind : queue.switched_on) writer.string(kind);
  writer.end_array().key("items").begin_array();
  for (const auto& item : queue.lines) {
    writer.begin_object()
        .member("id", item.id)
        .member("kind", item.kind)
        .member("about", item.about)
        .member("status", to_word(item.status))
        .key("attempts")
        .integer(item.attempts)
        .member("made", to_text(item.made_at))
        .member("due", to_text(item.due));
    if (!item.reason.empty()) writer.member("reason", item.reason);
    writer.end_object();
  }
  writer.end_array().end_object();
  return json(writer.take());
}

// {"do":"give_up","id":"0190…","reason":"entered by hand"}
service::Reply<service::DeliveryAct> act_of(const json::Value& json) {
  Problems problems;
  json::Object in(json, "", problems);
  const auto act = in.text("do", json::Need::required);
  std::optional<service::DeliveryAct> wanted;
  if (act == "confirm_place") {
    in.only({"do"});
    wanted = service::ConfirmPlace{};
  } else if (act == "try_again") {
    in.only({"do", "id"});
    wanted = service::TryAgain{in.text("id", json::Need::required)};
  } else if (act == "give_up") {
    in.only({"do", "id", "reason"});
    wanted = service::GiveUp{in.text("id", json::Need::required),
                             in.text("reason", json::Need::required)};
  } else if (problems.empty()) {
    in.wrong("do", "unknown", "\"do\" is one of: try_again, give_up, confirm_place.");
  }
  if (!problems.empty()) return service::invalid(problems);
  return *wanted;
}

}  // namespace

Response api_deliveries(const Visit& visit) {
  const auto queue = service::read_delivery_queue(visit.house(), visit.principal, here);
  return queue ? shown(*queue) : refuse(visit, queue.refusal());
}

Response api_act_on_deliveries(const Visit& visit) {
  const auto json = posted_json(visit);
  if (!json) return refuse(visit, json.refusal());
  const auto act = act_of(*json);
  if (!act) return refuse(visit, act.refusal());
  const auto done = service::act_on_delivery_queue(visit.house(), visit.principal, here, *act);
  return done ? shown(*done) : refuse(visit, done.refusal());
}

}  // namespace holdfast::web
