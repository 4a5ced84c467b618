// SPDX-License-Identifier: MIT
#include "notices.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

using payload::Fields;

// "rating.void" changes, "client.erase" removes, "rating.submit" makes; what is none of it looks.
std::string_view action_of(std::string_view action) {
  const auto verb = action.substr(action.rfind('.') == action.npos ? 0 : action.rfind('.') + 1);
  for (const std::string_view made :
       {"submit", "import", "create", "give", "put", "post", "invite"})
    if (verb == made) return "C";
  for (const std::string_view changed : {"void", "move", "change", "accept", "set", "restore",
                                         "retract", "withdraw", "acknowledge", "close", "snooze"})
    if (verb == changed) return "U";
  if (verb == "erase" || verb == "delete") return "D";
  for (const std::string_view run : {"backup", "verify", "rebuild", "login", "use"})
    if (verb == run) return "E";
  return "R";
}

bool went_well(std::string_view outcome) {
  return outcome.empty() || outcome == "done" || outcome == "allowed" || outcome == "ok" ||
         outcome == "yes";
}

}  // namespace

Json audit_event(const Json& line, const Names& names) {
  const Fields in{line, "audit line"};
  const auto action = in.text("action"), outcome = in.text_if("outcome");
  const auto who = in.text_if("who").empty() ? in.text_if("actor") : in.text_if("who");
  const auto kind = in.text_if("actor_kind");
  Json one{{"resourceType", "AuditEvent"}};
  one["type"] =
      coding("http://terminology.hl7.org/CodeSystem/audit-event-type", "rest", "RESTful Operation");
  one["subtype"].push_back(coding(names.code_system("audit-action"), resource_id(action)));
  one["action"] = action_of(action);
  one["recorded"] = payload::to_text(in.instant("at"));
  one["outcome"] = went_well(outcome) ? "0" : "4";
  if (!outcome.empty()) one["outcomeDesc"] = outcome;
  if (const auto why = in.text_if("why", 1024); !why.empty())
    one["purposeOfEvent"].push_back({{"text", why}});
  Json agent = Json::object();
  if (kind == "staff" && !who.empty())
    agent["who"] = reference(names, "Practitioner", who);
  else
    agent["who"] = {{"display", !who.empty() ? who : kind.empty() ? "Holdfast" : kind}};
  agent["requestor"] = kind == "staff" || kind == "client" || kind == "carer";
  one["agent"].push_back(std::move(agent));
  one["source"] = {{"site", "Holdfast"}, {"observer", itself()}};
  if (const auto client = in.text_if("client"); !client.empty())
    // The log names a client by a random key; the practice's id of them is not in it.
    one["entity"].push_back(
        {{"what",
          {{"type", "Patient"},
           {"identifier", identifier(names.naming_system("client-key"), client)}}}});
  if (const auto object = in.text_if("object"); !object.empty())
    one["entity"].push_back(
        {{"what", {{"identifier", identifier(names.naming_system("object-id"), object)}}}});
  return one;
}

}  // namespace holdfast::adapters::fhir::mapping
