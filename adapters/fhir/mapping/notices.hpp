// SPDX-License-Identifier: MIT
// What asks somebody to look: a mark on the chart (Flag), a message to the therapist
// (Communication), the computed evidence (DetectedIssue), the way back as a Task, a document.
// Which of them a server takes differs; each is switched on by itself.
#pragma once
#include <string>

#include "record.hpp"

namespace holdfast::adapters::fhir::mapping {

// Of "alert". The sentence with its numbers stays in Holdfast unless the record carries it.
Json flag(const Record& record, const Names& names);
Json detected_issue(const Record& record, const Names& names, const std::string& observation = {});

// Of "repair": where the way back stands. `key` is the delivery's: "repair:ID:state".
Json repair_task(const Record& record, const Names& names, const std::string& key);
std::string repair_of_key(const std::string& key);  // "repair:ID"

// Of "comment" and "document".
Json document(const Record& record, const Names& names, const std::string& key);

// A category and a link to one person, without any content (holdfast.notice/1).
Json communication(const Json& notice, const Names& names, const std::string& key,
                   const std::string& sent);

// A line of the audit log, or of a client's own list of looks.
Json audit_event(const Json& line, const Names& names);

}  // namespace holdfast::adapters::fhir::mapping
