// SPDX-License-Identifier: MIT
// The door for a practice system in another process: who may knock at the Unix socket at all, and
// whether what it says about the acting person is true. [thread-safe]
//
// Two things are asked. The kernel says which user the other end runs as (SO_PEERCRED): only those
// of `peers`, this user and root are heard. The signed assertion says who is acting: of this site,
// for this request, now, once. A client or a carer reaches the pages made for them and no other.
//
// What this cannot prevent: other code that runs as the same user as the practice system can read
// the key and say anything.
#pragma once
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "http_message.hpp"
#include "spent_nonces/spent_nonces.hpp"

namespace holdfast::host {

struct DoorRules {
  std::string site;
  std::string key_file;
  std::vector<std::string> peers;  // user names
};

// Who was let in: what the plugin is told, and where the host shows our pages.
struct Visitor {
  std::string actor;   // "staff:5"
  std::string prefix;  // "" or "/interface/modules/..."
};
// Who was not: for operators, no client data.
struct TurnedAway {
  int status = 403;
  std::string why;
};

class HostDoor {
 public:
  // Throws Exit(environment) when the key cannot be read or a peer is no user of this machine.
  HostDoor(DoorRules rules, std::filesystem::path nonces,
           std::function<std::int64_t()> now_seconds);

  std::variant<Visitor, TurnedAway> open(const Request& request);

 private:
  DoorRules rules_;
  std::vector<unsigned> users_;
  SpentNonces nonces_;
  std::function<std::int64_t()> now_;
};

}  // namespace holdfast::host
