// SPDX-License-Identifier: MIT
// Files what Holdfast hands over: a form of our own directory on the encounter, its scores as
// observations of category survey, and where it is switched on a questionnaire response; once per
// key, whatever is retried.
#pragma once
#include <holdfast/cpp/payload_json.hpp>
#include <string>

#include "chart.hpp"

namespace holdfast::adapters::openemr {

struct Parcel {
  std::string key;
  payload::Json record;
  payload::Instant at;
};

// -> the receipt. Throws Failure: INVALID a client, course or session that is not here, an
// encounter locked by eSign, a missing registry row; UNSUPPORTED a document; STATE an appointment
// without an encounter yet, to be tried again.
std::string file_record(Reader& reader, const Parcel& parcel);

// The patient whose chart holds what was filed under that key; 0: nothing was.
std::int64_t patient_of_record(Connection& connection, const std::string& key);

struct Retraction {
  std::string key, reason;
  payload::Instant at;
};
void retract_record(Reader& reader, const Retraction& retraction);

}  // namespace holdfast::adapters::openemr
