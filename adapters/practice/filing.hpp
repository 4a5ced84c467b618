// SPDX-License-Identifier: MIT
// What Holdfast hands over: records for the client's file and notices for a person's inbox. Each
// has a key under which it is kept once, however often it is sent.
#pragma once
#include <holdfast/cpp/payload.hpp>
#include <string>
#include <string_view>

#include "database.hpp"

namespace holdfast::adapters::practice {

struct Parcel {
  std::string key;   // 1 to 256 bytes
  std::string json;  // as received
  payload::Instant at;
};

// -> the receipt's id; a key that is known answers the first one. Throws Failure(INVALID) when the
// record names a client, course or session that this practice does not have.
std::string file_record(Connection& connection, const Parcel& parcel,
                        const payload::RecordHeading& heading);
// The client of the record under that key; empty: never put.
std::string client_of_record(Connection& connection, std::string key);
// Marks it as entered in error; a second time keeps the first reason.
void retract_record(Connection& connection, std::string key, std::string reason,
                    payload::Instant at);

// Throws Failure(NOT_FOUND) when there is no such person.
void post_notice(Connection& connection, const Parcel& parcel, const payload::Notice& notice);
void withdraw_notice(Connection& connection, std::string key, payload::Instant at);

}  // namespace holdfast::adapters::practice
