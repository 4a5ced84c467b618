// SPDX-License-Identifier: MIT
#include "cards.hpp"

#include "fhir/mapping/notices.hpp"
#include "fhir/mapping/people.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::text_in;

// Why somebody passes a card by: what a clinician would say, and no diagnosis.
Json override_reasons(const text::Language& say, const Settings& settings) {
  const std::pair<const char*, std::string> reasons[] = {
      {"talked-already", say("We have talked about it already")},
      {"not-now", say("Not now; I will come back to it")},
      {"not-a-dip", say("I know why, and it is not about our work together")},
      {"not-mine", say("This client is not mine")},
  };
  auto all = Json::array();
  for (const auto& [code, display] : reasons)
    all.push_back({{"code", code},
                   {"system", settings.names.code_system("override-reason")},
                   {"display", display}});
  return all;
}

// A Task to be made in the EHR by who accepts it: ours to propose, theirs to keep.
Json suggestion(const Json& check_in, const CardsFor& whom, const Settings& settings) {
  const auto& say = whom.say;
  mapping::Record record;
  record.client = whom.patient;
  record.at = text_in(check_in, "day");
  record.text = "open";
  auto task = mapping::repair_task(record, settings.names, text_in(check_in, "id"));
  for (const auto* not_theirs : {"identifier", "businessStatus", "requester"})
    task.erase(not_theirs);
  task["code"]["text"] = say("Review the alliance with the client");
  task["description"] = say("Ask at the next session how the work together is going.");
  return {
      {"label", say("Plan to talk about it at the next session")},
      {"uuid", text_in(check_in, "id")},
      {"actions", Json::array({{{"type", "create"},
                                {"description", say("A task: review the alliance with the client")},
                                {"resource", std::move(task)}}})}};
}

Json link_of(const std::string& check_in, const CardsFor& whom, const Settings& settings) {
  const auto& address = settings.gateway.address;
  const auto label = whom.say("Open it in Holdfast");
  if (whom.is_smart)
    return {{"label", label},
            {"url", address + "/smart/launch"},
            {"type", "smart"},
            {"appContext", "check-ins/" + check_in}};
  return {{"label", label}, {"url", address + "/check-ins/" + check_in}, {"type", "absolute"}};
}

// Snoozed ones are left alone until their day.
bool is_open(const Json& check_in) {
  const auto status = text_in(check_in, "status");
  return status == "open" || status == "acknowledged";
}

}  // namespace

Json services(const text::Language& say) {
  const auto what = say(
      "Says that a check-in about how the work together is going is suggested, without numbers.");
  const auto service = [&](const char* hook, const char* id) {
    return Json{{"hook", hook},
                {"title", say("Alliance check-in")},
                {"description", what},
                {"id", id},
                {"usageRequirements", say("The user is a Practitioner whom Holdfast knows.")}};
  };
  return {{"services", Json::array({service("patient-view", "holdfast-check-in"),
                                    service("encounter-start", "holdfast-check-in-encounter")})}};
}

Json cards_of(const Json& courses, const CardsFor& whom, const Settings& settings) {
  const auto& say = whom.say;
  auto cards = Json::array();
  for (const auto& course : mapping::list_in(courses, "courses")) {
    const auto found = course.is_object() ? course.find("check_in") : course.end();
    if (!course.is_object() || found == course.end() || !is_open(*found)) continue;
    const auto id = text_in(*found, "id");
    if (id.empty()) continue;
    cards.push_back(
        {{"uuid", id},  // feedback names the check-in by it
         {"summary", say("Check-in suggested")},
         {"detail",
          say("A talk about how the work together is going is suggested. What was noticed, "
              "and in which numbers, is shown in Holdfast.")},
         {"indicator", "info"},
         {"source", {{"label", "Holdfast"}, {"url", settings.gateway.address + "/about"}}},
         {"suggestions", Json::array({suggestion(*found, whom, settings)})},
         {"selectionBehavior", "at-most-one"},
         {"overrideReasons", override_reasons(say, settings)},
         {"links", Json::array({link_of(id, whom, settings)})}});
  }
  return {{"cards", std::move(cards)}};
}

}  // namespace holdfast::adapters::fhir::gateway
