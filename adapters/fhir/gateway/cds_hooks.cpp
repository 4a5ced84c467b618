// SPDX-License-Identifier: MIT
#include "cds_hooks.hpp"

#include <algorithm>

#include "cards.hpp"
#include "fhir/form_body.hpp"
#include "fhir/mapping/people.hpp"
#include "gateway_texts.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::list_in;
using mapping::text_in;

constexpr std::string_view mount = "/cds-services";
constexpr std::string_view feedback_end = "/feedback";
constexpr std::size_t most_feedback = 100;  // in one request

// A refusal with its status and a sentence for whoever reads the EHR's log.
struct Refused {
  int status;
  std::string why;
};

Answered as_json(int status, const Json& json) {
  return {status, {{"content-type", "application/json; charset=utf-8"}}, json.dump()};
}

Json object_in(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_object() ? *found : Json::object();
}

std::string required(int status, const Json& json, const char* name, const char* where) {
  auto text = text_in(json, name);
  if (text.empty()) throw Refused{status, std::string(where) + name + " is missing"};
  if (text.size() > 256) throw Refused{400, std::string(where) + name + " is too long"};
  return text;
}

// Without these data there is no answer to be made (CDS Hooks 2.0, "HTTP Status Codes").
std::string of_context(const Json& context, const char* name) {
  return required(412, context, name, "context.");
}

// "7", as the hooks send it, or "Patient/7".
std::string patient_of(const Json& context) {
  auto id = of_context(context, "patientId");
  if (id.starts_with("Patient/")) id.erase(0, 8);
  if (!mapping::is_resource_id(id)) throw Refused{400, "context.patientId is no id"};
  return id;
}

bool is_uuid(const std::string& text) {
  return text.size() == 36 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
                  c == '-';
         });
}

Json body_of(const Exchange& exchange) {
  try {
    return payload::parse_object(exchange.body, "body", {std::size_t{1} << 20, 64});
  } catch (const Failure& failure) {
    throw Refused{400, failure.what()};
  }
}

State::Feedback feedback_of(const Json& one, const std::string& issuer) {
  State::Feedback feedback;
  feedback.issuer = issuer;
  const auto of_one = [&](const char* name) { return required(400, one, name, "feedback."); };
  feedback.card = of_one("card");
  if (!is_uuid(feedback.card)) throw Refused{400, "feedback.card is no card of ours"};
  feedback.outcome = of_one("outcome");
  feedback.at = of_one("outcomeTimestamp");
  if (!payload::parse_instant(feedback.at))
    throw Refused{400, "feedback.outcomeTimestamp is no moment with a zone"};
  if (feedback.outcome == "accepted") {
    const auto& taken = list_in(one, "acceptedSuggestions");
    if (taken.empty()) throw Refused{400, "feedback.acceptedSuggestions is missing"};
    feedback.detail = required(400, taken.front(), "id", "feedback.acceptedSuggestions.");
  } else if (feedback.outcome == "overridden") {
    // The code alone: what somebody typed beside it may be about anybody.
    feedback.detail = text_in(object_in(object_in(one, "overrideReason"), "reason"), "code");
  } else {
    throw Refused{400, "feedback.outcome is accepted or overridden"};
  }
  if (feedback.detail.size() > 128) throw Refused{400, "feedback: a code is too long"};
  return feedback;
}

}  // namespace

// Cards are for clinicians, who may act in a role: whoever else looks at a chart is told what
// somebody without any is told.
std::string CdsHooks::clinician_of(const Json& context) const {
  auto user = of_context(context, "userId");
  const auto slash = user.find('/');
  if (slash == std::string::npos || !mapping::is_resource_id(user.substr(slash + 1)))
    throw Refused{400, "context.userId is no reference such as Practitioner/7"};
  if (user.starts_with("Practitioner/")) return user;
  if (!user.starts_with("PractitionerRole/")) return {};
  try {
    const auto id = clinician_in_role_(user.substr(slash + 1));
    return id.empty() ? id : "Practitioner/" + id;
  } catch (const Failure&) {
    throw Refused{412, "the FHIR server does not say now who acts in this role; try again"};
  }
}

bool CdsHooks::is_smart(const std::string& server) const {
  const auto& smart = settings_.gateway.smart;
  if (server.empty()) return !smart.empty();
  return std::any_of(smart.begin(), smart.end(),
                     [&](const auto& one) { return one.issuer == server; });
}

Answered CdsHooks::called(const Exchange& exchange, const AskPlugin& plugin,
                          const std::string& hook) {
  const auto body = body_of(exchange);
  if (text_in(body, "hook") != hook) throw Refused{400, "hook is not " + hook};
  (void)required(400, body, "hookInstance", "");
  // The same id on another server is another person.
  const auto server = without_slash(text_in(body, "fhirServer"));
  const auto& servers = settings_.gateway.servers;
  if (!server.empty() && std::find(servers.begin(), servers.end(), server) == servers.end())
    throw Refused{412, "fhirServer is not the server that Holdfast is connected to"};
  const auto context = object_in(body, "context");
  auto actor = clinician_of(context);
  const auto patient = patient_of(context);
  if (hook == "encounter-start") (void)of_context(context, "encounterId");
  if (actor.empty()) return as_json(200, {{"cards", Json::array()}});
  const auto said = plugin({"GET",
                            exchange.prefix,
                            "/api/v1/courses",
                            form_body({{"show", "open"}, {"client", patient}}),
                            std::move(actor),
                            {},
                            {},
                            exchange.now});
  // Who may not see one, or a client unknown here, is told the same as when there is none.
  if (said.status >= 400 && said.status < 500) return as_json(200, {{"cards", Json::array()}});
  const auto courses = Json::parse(said.body, nullptr, false);
  // The FHIR server does not say who is acting.
  if (said.status != 200 || !courses.is_object())
    throw Refused{412, "the FHIR server or Holdfast's store does not answer now; try again"};
  return as_json(200, cards_of(courses, {patient, is_smart(server), language_of(exchange, texts_)},
                               settings_));
}

Answered CdsHooks::told(const Exchange& exchange, const std::string& issuer) {
  const auto body = body_of(exchange);
  const auto& given = list_in(body, "feedback");
  if (given.size() > most_feedback) throw Refused{400, "feedback: more than a hundred at once"};
  std::vector<State::Feedback> all;
  for (const auto& one : given) {
    if (!one.is_object()) throw Refused{400, "feedback is no list of objects"};
    all.push_back(feedback_of(one, issuer));
  }
  if (all.empty()) throw Refused{400, "feedback is missing"};
  state_.note(all);
  return {200, {}, ""};
}

Answered CdsHooks::routed(const Exchange& exchange, const AskPlugin& plugin) {
  const auto rest = std::string_view{exchange.path}.substr(mount.size());
  if (exchange.method == "OPTIONS") return {204, {}, ""};
  const auto offered = services(language_of(exchange, texts_));
  if (rest.empty() || rest == "/") {
    if (exchange.method != "GET" && exchange.method != "HEAD")
      throw Refused{405, "GET lists the services"};
    return as_json(200, offered);
  }
  const bool is_feedback = rest.ends_with(feedback_end);
  const auto id = rest.substr(1, rest.size() - 1 - (is_feedback ? feedback_end.size() : 0));
  const auto& all = offered["services"];
  const auto service =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one["id"] == id; });
  if (service == all.end()) throw Refused{404, "there is no such service"};
  if (exchange.method != "POST") throw Refused{405, "POST calls a service"};
  const auto known = callers_.look_at({header(exchange.headers, "authorization"),
                                       settings_.gateway.address + exchange.path, exchange.now});
  if (!known.why_not.empty()) throw Refused{401, known.why_not};
  return is_feedback ? told(exchange, known.issuer)
                     : called(exchange, plugin, text_in(*service, "hook"));
}

Answered CdsHooks::answer(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn) {
  Answered answered;
  try {
    answered = routed(exchange, plugin);
  } catch (const Refused& refused) {
    if (refused.status == 401) warn("a CDS Hooks request was turned away: " + refused.why);
    // Why a caller is not known is for the site's own log.
    const auto why = refused.status == 401 ? "this caller is not known here" : refused.why;
    answered = as_json(refused.status, {{"error", why}});
    if (refused.status == 401) answered.headers.emplace_back("www-authenticate", "Bearer");
    if (refused.status == 405) answered.headers.emplace_back("allow", "GET, HEAD, POST, OPTIONS");
  } catch (const Failure& failure) {
    warn(std::string("a CDS Hooks request failed: ") + failure.what());
    answered = as_json(503, {{"error", "not available now; try again"}});
  }
  if (exchange.method == "HEAD") answered.body.clear();
  answered.headers.emplace_back("cache-control", "no-store");
  answered.headers.emplace_back("vary", "origin, accept-language");
  // The EHR's own pages may call from a browser; the same headers on every route.
  const auto origin = header(exchange.headers, "origin");
  const auto& origins = settings_.gateway.origins;
  if (std::find(origins.begin(), origins.end(), origin) == origins.end()) return answered;
  answered.headers.emplace_back("access-control-allow-origin", origin);
  answered.headers.emplace_back("access-control-allow-methods", "GET, POST, OPTIONS");
  answered.headers.emplace_back("access-control-allow-headers", "authorization, content-type");
  answered.headers.emplace_back("access-control-max-age", "600");
  return answered;
}

}  // namespace holdfast::adapters::fhir::gateway
