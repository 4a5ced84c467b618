// SPDX-License-Identifier: MIT
// Erasing a client's file under the practice's retention rules, with a certificate (clinic.md,
// "Access, emergency, erasure").
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// The first day on which the file may be erased: years after its last session or rating, and not
// before the client reached the configured age. None: the store knows nothing of this client.
std::optional<Day> retention_ends(store::Reader& reader, const House& house,
                                  const ClientId& client);

// What a certificate names where the store is on a database server; pages translate it.
inline constexpr std::string_view server_backups =
    "the database server's own backups and archived logs";

struct EraseWish {
  ClientId client;
  std::string reason;
  PersonId asked_by, agreed_by;
};

struct Erased {
  std::string id;            // of the erasure, in the ledger
  std::string certificate;   // JSON
  bool is_compacted = true;  // false: the store was in use; the freed pages are zero, the file is
                             // not smaller yet
};

// What stands in the way of this erasure now; none: nothing. Asks the host who holds the role.
std::optional<Refusal> objection(House& house, const EraseWish& wish);

// Refused: not_found; conflict ("legal-hold", "retention", "not-an-officer", "second-person");
// invalid ("reason", "asked_by"); unavailable ("host-unavailable"). A records officer asks, and
// where the practice is known to have another, a second one agrees.
Reply<Erased> erase_client(House& house, const EraseWish& wish);

// Erases every client of the ledger that this store still holds, or holds again since an older copy
// was put in its place; answers how many. What came between the ledger and the erasure is made up
// for as well.
int erase_again(House& house);

}  // namespace holdfast::service
