// SPDX-License-Identifier: MIT
#include "cards.hpp"

#include "fhir/mapping/notices.hpp"
#include "fhir/mapping/people.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

using mapping::text_in;

// Why somebody passes a card by: what a clinician would say, and no diagnosis.
Json override_reasons(const Settings& settings) {
  constexpr std::pair<const char*, const char*> reasons[] = {
      {"talked-already", "We have talked about it already"},
      {"not-now", "Not now; I will come back to it"},
      {"not-a-dip", "I know why, and it is not about our work together"},
      {"not-mine", "This client is not mine"},
  };
  auto all = Json::array();
  for (const auto& [code, display] : reasons)
    all.push_back({{"code", code},
                   {"system", settings.names.code_system("override-reason")},
                   {"display", display}});
  return all;
}

// A Task to be made in the EHR by who accepts it: ours to propose, theirs to keep.
Json suggestion(const Json& check_in, const std::string& client, const Settings& settings) {
  mapping::Record record;
  record.client = client;
  record.at = text_in(check_in, "day");
  record.text = "open";
  auto task = mapping::repair_task(record, settings.names, text_in(check_in, "id"));
  for (const auto* not_theirs : {"identifier", "businessStatus", "requester"})
    task.erase(not_theirs);
  return {{"label", "Plan to talk about it at the next session"},
          {"uuid", text_in(check_in, "id")},
          {"actions", Json::array({{{"type", "create"},
                                    {"description", "A task: review the alliance with the client"},
                                    {"resource", std::move(task)}}})}};
}

Json link_of(const std::string& check_in, const CardsFor& whom, const Settings& settings) {
  const auto& address = settings.gateway.address;
  if (whom.is_smart)
    return {{"label", "Open it in Holdfast"},
            {"url", address + "/smart/launch"},
            {"type", "smart"},
            {"appContext", "check-ins/" + check_in}};
  return {{"label", "Open it in Holdfast"},
          {"url", address + "/check-ins/" + check_in},
          {"type", "absolute"}};
}

// Snoozed ones are left alone until their day.
bool is_open(const Json& check_in) {
  const auto status = text_in(check_in, "status");
  return status == "open" || status == "acknowledged";
}

}  // namespace

Json services() {
  constexpr const char* what =
      "Says that a check-in about how the work together is going is suggested, without numbers.";
  const auto service = [&](const char* hook, const char* id) {
    return Json{{"hook", hook},
                {"title", "Alliance check-in"},
                {"description", what},
                {"id", id},
                {"usageRequirements", "The user is a Practitioner whom Holdfast knows."}};
  };
  return {{"services", Json::array({service("patient-view", "holdfast-check-in"),
                                    service("encounter-start", "holdfast-check-in-encounter")})}};
}

Json cards_of(const Json& courses, const CardsFor& whom, const Settings& settings) {
  auto cards = Json::array();
  for (const auto& course : mapping::list_in(courses, "courses")) {
    const auto found = course.is_object() ? course.find("check_in") : course.end();
    if (!course.is_object() || found == course.end() || !is_open(*found)) continue;
    const auto id = text_in(*found, "id");
    if (id.empty()) continue;
    cards.push_back(
        {{"uuid", id},  // feedback names the check-in by it
         {"summary", "Check-in suggested"},
         {"detail",
          "A talk about how the work together is going is suggested. What was noticed, "
          "and in which numbers, is shown in Holdfast."},
         {"indicator", "info"},
         {"source", {{"label", "Holdfast"}, {"url", settings.gateway.address + "/about"}}},
         {"suggestions", Json::array({suggestion(*found, whom.patient, settings)})},
         {"selectionBehavior", "at-most-one"},
         {"overrideReasons", override_reasons(settings)},
         {"links", Json::array({link_of(id, whom, settings)})}});
  }
  return {{"cards", std::move(cards)}};
}

}  // namespace holdfast::adapters::fhir::gateway
