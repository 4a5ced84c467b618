// SPDX-License-Identifier: MIT
// Erasing a client: the one way that facts leave. What stays is a line in a ledger that names
// nobody, the certificate, and the digests of the audit chain.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct Erasure {
  std::string id;
  ClientKey client;
  std::string host_id_digest;  // SHA-256 of salt and the host's id, so that a name given can be
  std::string salt;            // compared, and none can be read
  std::string reason;
  std::string asked_by, agreed_by;  // person ids; agreed_by empty where there is no second person
  Instant at;
};

class Erasures {
 public:
  explicit Erasures(Connection& connection) : connection_(connection) {}

  struct Removed {
    std::map<std::string, std::int64_t> rows;  // by table
    // Other clients' courses in which a rating had stood that was moved to this client since: what
    // follows from their facts is to be worked out again.
    std::set<std::pair<CourseId, ClientKey>> touched;
    // Those ratings, and under whom they had stood: their lines in the audit log say they are gone.
    std::vector<std::pair<RatingId, ClientKey>> moved;
  };
  // Takes every row about the client out of every table, also what was first entered under another
  // client, then the mapping from key to client. `host_id`: as the mirror and the mapping know
  // them.
  Removed erase(const Erasure& erasure, const ClientId& host_id);
  // Files that were merged into this one, as the host says of the client and as ratings tell that
  // came along: their clients' keys.
  std::vector<ClientKey> merged_into(const ClientKey& client) const;
  void put_certificate(const std::string& erasure, std::string_view json, Instant at);

  std::vector<Erasure> all() const;  // oldest first
  bool is_known(const std::string& id) const;
  std::optional<std::string> certificate(const std::string& erasure) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
