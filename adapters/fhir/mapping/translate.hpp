// SPDX-License-Identifier: MIT
// Every translation under its name, for tools that write and read neutral JSON (translate/1).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "names.hpp"

namespace holdfast::adapters::fhir::mapping {

// Names and what goes in and out:
//   questionnaire   {"definition": holdfast.instrument/1, "packs": [holdfast.wording/1],
//                    "language": "en", "sliders": true}         -> Questionnaire
//   record          {"record": holdfast.record/1, "key": "..."} -> the resource of that kind;
//                   with "alert_as": "Flag" or "DetectedIssue"
//   notice          {"notice": holdfast.notice/1, "key": "...", "at": instant} -> Communication
//   audit-line      a line of the audit log                      -> AuditEvent
//   forms           QuestionnaireResponse, or a Bundle of them   -> {"forms": [...]}
//   answered        QuestionnaireResponse                        -> {"instrument", "version"}
//   answers         {"response": QuestionnaireResponse, "definition": holdfast.instrument/1}
//                                                                -> holdfast.answers/1
// Throws Failure: UNSUPPORTED an unknown name, INVALID what cannot be translated.
Json translate(std::string_view name, const Json& in, const Names& names);

}  // namespace holdfast::adapters::fhir::mapping
