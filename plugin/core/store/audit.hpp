// SPDX-License-Identifier: MIT
// The audit log: one line for every look at and change of clinical data, each bound to the line
// before it by SHA-256. A line holds no clinical value: what was said stands apart as a payload, of
// which the line keeps a salted digest, so that erasing a payload leaves the chain whole.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct AuditEntry {
  std::string actor_kind;  // staff, client, carer, kiosk, tool, holdfast
  std::string actor;       // person id of staff; a client's or carer's ClientKey; else empty
  std::string action;      // "rating.submit", "picture.read" …
  std::string outcome;     // done, denied
  std::string why;      // care, supervision, cover, break-glass, access-request, administration …
  std::string from;     // route template, tool name; never an id or an address
  ClientKey client;     // empty: about no client
  std::string object;   // "rating:0190…"; never a host id of a client
  std::string payload;  // JSON, may be empty; clinical values only here
  // Of a rating that is stored beside (content_of, with its own salt): the line keeps a digest of
  // it, and what it says stays where it is. Then there is no payload.
  std::string content = {};
};

struct AuditLine {
  std::int64_t number = 0;  // from 1, without a gap
  Instant at;
  AuditEntry entry;  // payload empty when erased
  std::string payload_digest;
  std::string previous, hash;  // hexadecimal
};

struct AuditFinding {
  std::int64_t number = 0;  // the first line that is wrong
  std::string what;         // changed, removed, reordered, payload changed, rating changed, …
};

struct AuditHead {
  std::int64_t number = 0;  // 0: nothing is logged yet
  std::string hash;
};

class Audit {
 public:
  Audit(Connection& connection, Identifiers& ids) : connection_(connection), ids_(ids) {}

  std::int64_t append(const AuditEntry& entry, Instant at);  // the line's number

  struct Verified {
    std::int64_t lines = 0;
    std::string head;  // hash of the last line; to be anchored outside the database
    std::optional<AuditFinding> finding;
  };
  // Reads the whole chain, and compares each rating with what its line says. Without an anchor kept
  // elsewhere it cannot show a full rewrite or a cut tail.
  Verified verify() const;
  AuditHead head() const;
  std::vector<AuditLine> of_client(const ClientKey& client) const;
  std::vector<AuditLine> lines(std::int64_t from, int limit) const;

  // What staff other than `but` did with a client's file since then, newest first.
  struct Looked {
    const ClientKey& client;
    std::string_view but;  // person id
    Instant since;
    int limit;
  };
  std::vector<AuditLine> by_others(const Looked& looked) const;
  // Newest first, of lines before `before`; by this person alone, when one is named.
  std::vector<AuditLine> newest(std::int64_t before, std::string_view actor, int limit) const;

 private:
  Connection& connection_;
  Identifiers& ids_;
};

}  // namespace holdfast::store
