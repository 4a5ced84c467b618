// SPDX-License-Identifier: MIT
#include "filing.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>
#include <Poco/Nullable.h>

#include <holdfast/cpp/guard.hpp>

namespace holdfast::adapters::practice {
namespace {

using Poco::Int64;
using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

Int64 milliseconds_of(payload::Instant instant) { return instant.time_since_epoch().count(); }

void require(Connection& connection, const char* question, std::string id, const char* refusal) {
  if (id.empty()) return;
  bool exists = false;
  connection << question, use(id), into(exists), now;
  if (!exists) throw Failure(HOLDFAST_E_INVALID, refusal);
}

std::string receipt_of(Connection& connection, std::string key) {
  Int64 receipt = 0;
  connection << "SELECT receipt FROM record WHERE key = $1", use(key), into(receipt), now;
  return receipt == 0 ? std::string{} : "record-" + std::to_string(receipt);
}

}  // namespace

std::string file_record(Connection& connection, const Parcel& parcel,
                        const payload::RecordHeading& heading) {
  if (auto known = receipt_of(connection, parcel.key); !known.empty()) return known;
  require(connection, "SELECT EXISTS (SELECT 1 FROM client WHERE id = $1)", heading.client,
          "record: this practice has no such client");
  require(connection, "SELECT EXISTS (SELECT 1 FROM course WHERE id = $1)", heading.course,
          "record: this practice has no such course");
  require(connection, "SELECT EXISTS (SELECT 1 FROM appointment WHERE id = $1)", heading.session,
          "record: this practice has no such session");
  auto key = parcel.key, kind = heading.kind, client = heading.client, json = parcel.json;
  auto at = milliseconds_of(heading.at), put = milliseconds_of(parcel.at);
  connection << "INSERT INTO record (key, kind, client, at_ms, payload, put_ms) "
                "VALUES ($1, $2, $3, $4, $5, $6)",
      use(key), use(kind), use(client), use(at), use(json), use(put), now;
  return receipt_of(connection, key);
}

std::string client_of_record(Connection& connection, std::string key) {
  std::string client;
  connection << "SELECT client FROM record WHERE key = $1", use(key), into(client), now;
  return client;
}

void retract_record(Connection& connection, std::string key, std::string reason,
                    payload::Instant at) {
  auto retracted = milliseconds_of(at);
  connection << "UPDATE record SET retracted_ms = $1, retract_reason = $2 "
                "WHERE key = $3 AND retracted_ms IS NULL",
      use(retracted), use(reason), use(key), now;
}

void post_notice(Connection& connection, const Parcel& parcel, const payload::Notice& notice) {
  auto key = parcel.key, to = notice.to, category = notice.category;
  bool exists = false;
  connection << "SELECT EXISTS (SELECT 1 FROM person WHERE id = $1)", use(to), into(exists), now;
  if (!exists) throw Failure(HOLDFAST_E_NOT_FOUND, "notice: this practice has no such person");
  Poco::Nullable<std::string> link;
  if (!notice.link.empty()) link = notice.link;
  Poco::Nullable<Int64> due;
  if (notice.due) due = milliseconds_of(*notice.due);
  auto posted = milliseconds_of(parcel.at);
  connection << "INSERT INTO inbox (key, person, category, link, due_ms, posted_ms) "
                "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO NOTHING",
      use(key), use(to), use(category), use(link), use(due), use(posted), now;
}

void withdraw_notice(Connection& connection, std::string key, payload::Instant at) {
  auto withdrawn = milliseconds_of(at);
  connection << "UPDATE inbox SET withdrawn_ms = $1 WHERE key = $2 AND withdrawn_ms IS NULL",
      use(withdrawn), use(key), now;
}

}  // namespace holdfast::adapters::practice
