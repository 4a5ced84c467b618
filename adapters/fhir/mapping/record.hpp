// SPDX-License-Identifier: MIT
// What Holdfast gives to a practice system (holdfast.record/1), as the mapping needs it, and what
// every resource made of it begins with: identifier, patient, sensitivity labels.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "names.hpp"

namespace holdfast::adapters::fhir::mapping {

struct RecordValue {
  std::string name, value, min, max;  // decimals
};

struct RecordAnswer {
  std::string item, kind;  // kind as in an instrument: line, scale, choice, faces, yes_no, text
  std::string value;       // in the instrument's unit, a word, or a text
  std::string display;     // what the answer is called
  bool is_declined = false;
};

struct Record {
  // form, client_total, subscales, therapist_rating, alert, repair, comment, document
  std::string kind, client, course, session, clinician, rating;
  std::string at;  // instant
  std::string instrument, version, title, language;
  std::string measures = "alliance";  // alliance or outcome
  std::string rater = "client";
  std::vector<RecordValue> values;
  std::vector<RecordAnswer> answers;
  std::string text, link, supersedes;
  std::vector<std::string> sensitivity;
};

// Throws Failure(INVALID) naming the field.
Record read_record(const Json& json);

// Who filled the form: the patient, or the clinician.
Json rater_of(const Record& record, const Names& names);
Json patient_of(const Record& record, const Names& names);
// The encounter, when the session is one; a mere appointment has no place in R4's results.
std::optional<Json> encounter_of(const Record& record, const Names& names);

// "R", "PSY", "42CFRPart2", or "system|code": as meta.security. Labels go with every resource.
Json security_labels(const std::vector<std::string>& labels);
std::vector<std::string> labels_of(const Json& resource);

// {"resourceType": type, "meta": labels}: what every resource begins with.
Json resource(std::string_view type, const Record& record);

// Holdfast itself, where R4 wants an author: named, not a resource of the server's.
Json itself();

}  // namespace holdfast::adapters::fhir::mapping
