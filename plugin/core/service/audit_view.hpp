// SPDX-License-Identifier: MIT
// The audit log as the records officer reads it: who did what, newest first, by line numbers and
// keys; no clinical value stands in it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

struct AuditQuestion {
  std::int64_t before = INT64_MAX;  // line number
  std::string person;               // person id; empty: everybody
};

struct AuditRow {
  store::AuditLine line;
  std::string who;     // of staff: a name, or the id where none is known
  std::string client;  // a name; empty: about none, or erased
};

struct AuditPage {
  std::vector<AuditRow> rows;
  std::int64_t lines = 0;  // there are, in all
  bool has_more = false;
  std::vector<std::pair<std::string, std::string>> people;  // id, name: whom one may ask about
};

inline constexpr int audit_page_length = 50;

Reply<AuditPage> read_audit(House& house, const access::Principal& principal,
                            const AuditQuestion& question, std::string_view from);

}  // namespace holdfast::service
