// SPDX-License-Identifier: MIT
// Break-glass: somebody without a link to a client looked in an emergency, for a while, with a
// reason that others read.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

struct BreakGlass {
  std::string id;
  PersonId person;
  ClientKey client;
  std::string reason;
  Instant begins;
  Instant ends;
};

class Emergencies {
 public:
  explicit Emergencies(Connection& connection) : connection_(connection) {}

  void insert(const BreakGlass& use);
  bool in_force(const PersonId& person, const ClientKey& client, Instant now) const;
  std::vector<BreakGlass> of_client(const ClientKey& client) const;  // oldest first
  std::vector<BreakGlass> since(Instant from) const;                 // of everybody

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
