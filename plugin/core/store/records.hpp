// SPDX-License-Identifier: MIT
// What the records officer keeps about a client's file: requests to see it, holds that forbid
// erasing it, wishes that it be erased, and to whom a course went over.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct AccessRequest {
  std::string id;
  ClientKey client;
  Day asked_on;
  std::string recorded_by;  // person id
  std::optional<Instant> answered_at;
};

struct LegalHold {
  std::string id;
  ClientKey client;
  std::string reason;
  std::string placed_by;
  Instant placed_at;
  std::string lifted_by;  // empty: it stands
  std::optional<Instant> lifted_at;
};

// One records officer asks, another carries it out: until then it can be taken back.
struct ErasureRequest {
  ClientKey client;
  std::string reason;
  std::string asked_by;  // person id
  Instant asked_at;
};

struct Transfer {
  std::string id;
  CourseId course;
  ClientKey client;
  ClinicianId from, to;
  std::string made_by;  // person id; empty: the host's change was followed
  Instant made_at;
};

class Records {
 public:
  explicit Records(Connection& connection) : connection_(connection) {}

  void insert(const AccessRequest& request);
  bool answer(const std::string& id, Instant at);  // false: unknown, or answered before
  std::vector<AccessRequest> requests_of(const ClientKey& client) const;
  std::vector<AccessRequest> open_requests() const;  // of everybody, oldest first

  void insert(const LegalHold& hold);
  bool lift(const std::string& id, std::string_view by, Instant at);  // false: not standing
  std::vector<LegalHold> holds_of(const ClientKey& client) const;
  bool is_held(const ClientKey& client) const;

  bool insert(const ErasureRequest& request);       // false: one stands already
  bool take_back_erasure(const ClientKey& client);  // false: none stands
  std::optional<ErasureRequest> erasure_request_of(const ClientKey& client) const;
  std::vector<ErasureRequest> erasure_requests() const;  // oldest first

  void insert(const Transfer& transfer);
  std::vector<Transfer> transfers_of(const CourseId& course) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
