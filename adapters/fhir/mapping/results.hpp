// SPDX-License-Identifier: MIT
// A rating as FHIR: the filled form as a QuestionnaireResponse, its scores as one Observation.
#pragma once
#include <optional>
#include <string>

#include "form.hpp"
#include "record.hpp"

namespace holdfast::adapters::fhir::mapping {

// Of a record of kind "form".
Json questionnaire_response(const Record& record, const Names& names);

// Of "client_total", "therapist_rating" or "subscales". `derived_from` is the filled form, where
// the server has one ("QuestionnaireResponse/7").
Json observation(const Record& record, const Names& names, const std::string& derived_from = {});

// The same Observation with the values of another record of the same rating added: a total that
// comes first and subscales that come after are one resource. Empty: nothing new.
std::optional<Json> with_values_of(const Json& known, const Json& more);

// A response that somebody filled in a host's own form runtime, read against the definition it
// names: {"schema":"holdfast.answers/1","id","rating","instrument","version","language","client",
// "session","at","rater","by","answers":{...}}. `id` is its identifier; `rating` stands where that
// is one of ours. Failure(INVALID) says what does not fit; scores in it are ignored.
Json read_response(const Json& response, const Form& form, const Names& names);

// The responses in a document: itself, or those of a Bundle in their order.
Json responses_in(const Json& document);

// The instrument that a response says it answers: {"id", "version"}; version may be empty.
struct Answered {
  std::string instrument, version;
};
Answered answered_by(const Json& response, const Names& names);

}  // namespace holdfast::adapters::fhir::mapping
