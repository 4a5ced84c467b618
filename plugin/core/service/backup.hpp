// SPDX-License-Identifier: MIT
// Whole copies of the store: made while it is in use, verified before they are called made,
// encrypted to a public key, and put back only where no other process works.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

struct BackupMade {
  std::int64_t bytes = 0;  // as written, encrypted or not
  std::string sha256;      // of what was written
  std::int64_t ratings = 0, audit_lines = 0;
};

struct BackupWish {
  std::string recipient;  // age1…; empty: not encrypted
  std::string place;      // where the caller puts it, for the record; may be empty
  std::function<void(std::string_view)> out;
};

// Refused: invalid (field "recipient"); unavailable when the copy does not pass its own check, or
// the store is a server's. Throws store::Failure and what `out` throws.
Reply<BackupMade> make_backup(House& house, const BackupWish& wish);

// Copies that were made, and those this store was restored from, newest last, as an erasure names
// them.
struct BackupKnown {
  Instant at;
  std::string place, sha256, recipient;
  bool was_restored = false;  // not made here: this store came out of it
};
std::vector<BackupKnown> known_backups(store::Reader& reader);

// Whether another connection, of whatever process, works with this file.
bool is_store_in_use(const House& house, const std::string& file);

struct RestoreWish {
  std::string identity;  // AGE-SECRET-KEY-1…; empty: the copy is not encrypted
  bool only_check = false;
  std::function<std::size_t(char*, std::size_t)> in;
  std::string place = {};                  // where the copy lies, for the record; may be empty
  std::optional<std::string> ledger = {};  // of erasures, kept apart from the copy
};

struct Restored {
  std::int64_t ratings = 0, audit_lines = 0;
  int erased_again = 0;        // clients that the erasure ledger names
  std::string moved_aside;     // where the store that stood there is now; empty: there was none
  std::string missing_ledger;  // where the ledger of erasures would be; empty: it is there
};

// The house is open with "nothing". Refused: invalid when the copy is none, damaged, or encrypted
// to another key, or the ledger is none; conflict when the store is in use. Delivery is paused
// afterwards, and the copy is known as a backup.
Reply<Restored> restore_backup(House& house, const RestoreWish& wish);

}  // namespace holdfast::service
