// SPDX-License-Identifier: MIT
#include "notices.hpp"

#include <array>
#include <utility>

namespace holdfast::adapters::fhir::mapping {
namespace {

using payload::Fields;

constexpr const char* alert_text = "A check-in about how the work together is going is suggested";
constexpr const char* flag_category = "http://terminology.hl7.org/CodeSystem/flag-category";

Json alert_code(const Record& record, const Names& names) {
  return concept_of(
      coding(names.code_system("alert"), "check-in-suggested", "Alliance check-in suggested"),
      record.text.empty() ? alert_text : record.text);
}

std::string base64(std::string_view bytes) {
  constexpr const char* digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto at = [&](std::size_t k) {
      return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U;
    };
    const unsigned triple = (at(0) << 16) | (at(1) << 8) | at(2);
    for (int k = 0; k < 4; ++k)
      text += i + static_cast<std::size_t>(k) > bytes.size()
                  ? '='
                  : digits[(triple >> (18 - 6 * k)) & 63];
  }
  return text;
}

struct RepairState {
  std::string_view state, status, display;
};
// How a repair's state reads as a task's: what is closed is completed, whatever it came to.
constexpr std::array<RepairState, 6> repair_states{{
    {"open", "requested", "Open"},
    {"improving", "in-progress", "Improving"},
    {"repaired", "completed", "Repaired"},
    {"new level", "completed", "Settled at a new level"},
    {"unrepaired", "completed", "Not repaired"},
    {"ended", "cancelled", "Ended before it was settled"},
}};

// A state of tomorrow's is under way.
RepairState state_of(const Record& record) {
  for (const auto& known : repair_states)
    if (known.state == record.text) return known;
  return {"other", "in-progress", "Other"};
}

std::string dashed(std::string_view words) {
  std::string text{words};
  for (auto& c : text)
    if (c == ' ' || c == '_') c = '-';
  return text;
}

}  // namespace

Json flag(const Record& record, const Names& names) {
  auto one = resource("Flag", record);
  one["identifier"].push_back(identifier(names.naming_system("alert-id"), record.rating));
  one["status"] = "active";
  one["category"].push_back(concept_of(coding(flag_category, "behavioral", "Behavioral")));
  one["code"] = alert_code(record, names);
  one["subject"] = patient_of(record, names);
  one["period"]["start"] = record.at;
  if (auto encounter = encounter_of(record, names)) one["encounter"] = std::move(*encounter);
  one["author"] = itself();
  return one;
}

Json detected_issue(const Record& record, const Names& names, const std::string& observation) {
  auto one = resource("DetectedIssue", record);
  one["identifier"].push_back(identifier(names.naming_system("alert-id"), record.rating));
  one["status"] = "preliminary";  // the clinician decides what it means
  one["code"] = alert_code(record, names);
  one["patient"] = patient_of(record, names);
  one["identifiedDateTime"] = record.at;
  one["author"] = itself();
  if (!observation.empty()) {
    one["implicated"].push_back({{"reference", observation}});
    one["evidence"].push_back({{"detail", Json::array({{{"reference", observation}}})}});
  }
  return one;
}

std::string repair_of_key(const std::string& key) {
  const auto last = key.rfind(':');
  return key.starts_with("repair:") && last > 6 ? key.substr(0, last) : key;
}

Json repair_task(const Record& record, const Names& names, const std::string& key) {
  const auto state = state_of(record);
  auto one = resource("Task", record);
  one["identifier"].push_back(identifier(names.naming_system("repair-id"), repair_of_key(key)));
  one["status"] = state.status;
  one["businessStatus"] =
      concept_of(coding(names.code_system("repair"), dashed(state.state), state.display));
  one["intent"] = "proposal";
  one["priority"] = "routine";
  one["code"] = concept_of(
      coding(names.code_system("task"), "review-alliance", "Review the alliance with the client"));
  one["description"] = "Ask at the next session how the work together is going.";
  one["for"] = patient_of(record, names);
  if (auto encounter = encounter_of(record, names)) one["encounter"] = std::move(*encounter);
  one["authoredOn"] = one["lastModified"] = record.at;
  one["requester"] = itself();
  if (!record.clinician.empty()) one["owner"] = reference(names, "Practitioner", record.clinician);
  return one;
}

Json document(const Record& record, const Names& names, const std::string& key) {
  const bool is_comment = record.kind == "comment";
  const std::string title = is_comment ? "The client's comment on a session" : "Alliance ratings";
  auto one = resource("DocumentReference", record);
  one["identifier"].push_back(identifier(names.naming_system("document-id"), key));
  one["status"] = "current";
  one["docStatus"] = "final";
  one["type"] = concept_of(coding(names.code_system("document"),
                                  is_comment ? "client-comment" : "alliance-summary", title));
  one["subject"] = patient_of(record, names);
  one["date"] = record.at;
  one["author"].push_back(is_comment ? rater_of(record, names) : itself());
  if (!record.sensitivity.empty())
    for (const auto& label : security_labels(record.sensitivity))
      one["securityLabel"].push_back({{"coding", Json::array({label})}});
  Json attachment{{"contentType", "text/plain; charset=utf-8"}};
  if (!record.text.empty()) attachment["data"] = base64(record.text);
  attachment["title"] = title;
  one["content"].push_back({{"attachment", std::move(attachment)}});
  if (auto encounter = encounter_of(record, names))
    one["context"]["encounter"].push_back(std::move(*encounter));
  return one;
}

Json communication(const Json& notice, const Names& names, const std::string& key,
                   const std::string& sent) {
  const Fields in{notice, "notice"};
  in.expect_schema("holdfast.notice/1");
  const auto category =
      in.word("category", {"check_in", "read_today", "form_due", "handover", "delivery_parked"});
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> sentences{{
      {"check_in", "A check-in is waiting in Holdfast."},
      {"read_today", "Something in Holdfast should be read today."},
      {"form_due", "A form is due in Holdfast."},
      {"handover", "A handover is waiting in Holdfast."},
      {"delivery_parked", "A delivery from Holdfast needs attention."},
  }};
  std::string sentence;
  for (const auto& [known, text] : sentences)
    if (known == category) sentence = text;
  if (const auto link = in.text_if("link"); !link.empty()) sentence += " " + link;
  Json one{{"resourceType", "Communication"}};
  one["identifier"].push_back(identifier(names.naming_system("notice-id"), key));
  one["status"] = "completed";
  one["category"].push_back(concept_of(coding(names.code_system("notice"), dashed(category))));
  one["priority"] = category == "read_today" ? "urgent" : "routine";
  one["recipient"].push_back(reference(names, "Practitioner", in.id("to")));
  one["sent"] = sent;
  one["sender"] = itself();
  one["payload"].push_back({{"contentString", sentence}});
  return one;
}

}  // namespace holdfast::adapters::fhir::mapping
