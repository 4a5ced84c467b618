// SPDX-License-Identifier: MIT
// What Holdfast hands over: scores for the client's measurements, a comment for the progress notes,
// notices for a colleague's inbox. Each has a key under which it is kept once, however often and by
// however many processes it is sent (holdfast_gnumed.delivery).
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <string>
#include <string_view>

#include "staff.hpp"

namespace holdfast::adapters::gnumed {

struct Parcel {
  std::string key;
  Staff from;        // whose login this is
  std::string zone;  // the practice's
  bool takes_comments = false;
};

// -> the receipt's id; a key that is known answers the first one. Throws Failure: INVALID when
// GNUmed has no such client, course or session, or the client no encounter to file it in;
// UNSUPPORTED for a kind that has no place in GNUmed.
std::string file_record(Connection& connection, const Parcel& parcel, const payload::Json& record);
// The client of the record under that key; 0: never put.
int client_of_record(Connection& connection, const std::string& key);
// Takes its value out of the chart; GNUmed's audit trail keeps what it was.
void retract_record(Connection& connection, const std::string& key, const std::string& reason);

// Throws Failure(NOT_FOUND) when there is no such person.
void post_notice(Connection& connection, const Parcel& parcel, const payload::Notice& notice);
void withdraw_notice(Connection& connection, const std::string& key);

}  // namespace holdfast::adapters::gnumed
