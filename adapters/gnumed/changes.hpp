// SPDX-License-Identifier: MIT
// What changed in GNUmed since a cursor. GNUmed keeps no list of changes; PostgreSQL knows of each
// row which transaction wrote it last, and GNUmed announces each change to whoever listens. So a
// cursor is a transaction number: after a restart everybody touched since then is looked for, and
// from then on only those who are announced. A person is told whole (client, courses, sessions),
// since what is written in one encounter may move another's session to its course.
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "listener.hpp"

namespace holdfast::adapters::gnumed {

class Changes {
 public:
  explicit Changes(Database& database, std::string zone)
      : database_(database), zone_(std::move(zone)), listener_(database) {}

  // -> holdfast.changes/1. Throws Failure(INVALID) for a cursor that was never given here.
  std::string since(std::string_view cursor, std::uint32_t limit);

 private:
  struct Cursor;
  struct Known;
  static Cursor read_cursor(std::string_view text, const Known& known);
  Cursor begin(Connection& connection, const Cursor& settled, const Known& known);
  std::string tell(Connection& connection, Cursor cursor, std::uint32_t limit);

  Database& database_;
  const std::string zone_;
  std::mutex mutex_;  // one call at a time is promised; an unpromised second one waits
  Listener listener_;
  // Everything up to this transaction was told or stands in `told_`; 0: not known.
  std::int64_t heard_from_ = 0;
  Heard heard_;  // announced since
  // The sweep under way: from, up to, and about whom.
  std::int64_t sweep_from_ = -1, sweep_to_ = -1;
  Heard told_;
  bool hears_all_ = false;  // since that sweep began
};

}  // namespace holdfast::adapters::gnumed
