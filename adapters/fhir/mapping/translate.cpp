// SPDX-License-Identifier: MIT
#include "translate.hpp"

#include <array>
#include <utility>

#include "notices.hpp"
#include "questionnaire.hpp"
#include "results.hpp"

namespace holdfast::adapters::fhir::mapping {
namespace {

using payload::Fields;

const Json& part(const Json& in, const char* name) {
  const auto found = in.find(name);
  if (found == in.end() || !found->is_object())
    throw Failure(HOLDFAST_E_INVALID, std::string("translate: \"") + name + "\" is missing");
  return *found;
}

Json to_questionnaire(const Json& in, const Names& names) {
  const Fields fields{in, "translate"};
  QuestionnaireWish wish;
  if (const auto language = fields.text_if("language"); !language.empty()) wish.language = language;
  wish.has_sliders = fields.flag_or("sliders", true);
  return questionnaire(read_form(part(in, "definition"), fields.list("packs")), names, wish);
}

Json to_resource(const Json& in, const Names& names) {
  const Fields fields{in, "translate"};
  const auto record = read_record(part(in, "record"));
  const auto key = fields.text_if("key");
  if (record.kind == "form") return questionnaire_response(record, names);
  if (record.kind == "repair") return repair_task(record, names, key);
  if (record.kind == "comment" || record.kind == "document") return document(record, names, key);
  if (record.kind == "alert")
    return fields.word_if("alert_as", {"Flag", "DetectedIssue"}) == "DetectedIssue"
               ? detected_issue(record, names)
               : flag(record, names);
  return observation(record, names, fields.text_if("derived_from"));
}

Json to_communication(const Json& in, const Names& names) {
  const Fields fields{in, "translate"};
  return communication(part(in, "notice"), names, fields.text("key"),
                       payload::to_text(fields.instant("at")));
}

Json to_audit_event(const Json& in, const Names& names) { return audit_event(in, names); }

Json to_responses(const Json& in, const Names&) { return {{"forms", responses_in(in)}}; }

Json from_response(const Json& in, const Names& names) {
  const auto answered = answered_by(in, names);
  return {{"instrument", answered.instrument}, {"version", answered.version}};
}

Json to_answers(const Json& in, const Names& names) {
  return read_response(part(in, "response"), read_form(part(in, "definition")), names);
}

using Translation = Json (*)(const Json&, const Names&);
constexpr std::array<std::pair<std::string_view, Translation>, 7> translations{{
    {"questionnaire", to_questionnaire},
    {"record", to_resource},
    {"notice", to_communication},
    {"audit-line", to_audit_event},
    {"forms", to_responses},
    {"answered", from_response},
    {"answers", to_answers},
}};

}  // namespace

Json translate(std::string_view name, const Json& in, const Names& names) {
  for (const auto& [known, translation] : translations)
    if (known == name) return translation(in, names);
  throw Failure(HOLDFAST_E_UNSUPPORTED,
                "translate: this adapter knows no \"" + std::string{name} + "\"");
}

}  // namespace holdfast::adapters::fhir::mapping
