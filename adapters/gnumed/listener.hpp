// SPDX-License-Identifier: MIT
// Hears what GNUmed announces: each change of a table, with the person it is about, on the channel
// `gm_table_mod`. Not thread-safe: used by one changes call at a time.
#pragma once
#include <memory>
#include <set>

#include "database.hpp"

namespace holdfast::adapters::gnumed {

struct Heard {
  std::set<int> persons;
  std::set<int> deleted_encounters;
  bool is_empty() const { return persons.empty() && deleted_encounters.empty(); }
};

class Listener {
 public:
  explicit Listener(const Database& database) : database_(database) {}

  // Connects when it is not; false: it was not listening all the time since the last call, so that
  // something may have been missed.
  bool listens();
  // Adds what was announced since the last call.
  void take(Heard& heard);

 private:
  const Database& database_;
  std::unique_ptr<Connection> connection_;
};

// "operation=INSERT::table=clin.encounter::PK name=pk::row PK=16::person PK=12" into `heard`; what
// is not about a person is nothing here.
void read_announcement(std::string_view text, Heard& heard);

}  // namespace holdfast::adapters::gnumed
