// SPDX-License-Identifier: MIT
// OpenEMR's access control as its own tables (phpGACL) say it: the groups a user is in, and whether
// a section|value such as encounters|notes or sensitivities|high is allowed. The nearest rule
// decides: one for the user before one for a group, an inner group before an outer one, a newer one
// before an older. No rule is a no.
#pragma once
#include <map>
#include <set>
#include <string>

#include "database.hpp"

namespace holdfast::adapters::openemr {

class Acl {
 public:
  Acl(Connection& connection, std::string user)
      : connection_(&connection), user_(std::move(user)) {}

  std::set<std::string> groups();  // "doc", "front", "admin" ...
  // `rule` is "section|value".
  bool allows(const std::string& rule);

 private:
  Connection* connection_;
  std::string user_;
  std::map<std::string, bool> asked_;
};

}  // namespace holdfast::adapters::openemr
