// SPDX-License-Identifier: MIT
// Erasing from the records officer's desk: one officer asked, another carries it out where the
// practice has two; what was erased; and which files may be.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "service/erase_client.hpp"
#include "service/records_desk.hpp"

namespace holdfast::service {

// What stands in the way of this person carrying out what was asked; none: nothing.
std::optional<Refusal> erasure_waits_for(House& house, const access::Principal& principal,
                                         const store::ErasureRequest& request);

// Refused: denied, not_found, conflict as erase_client() says, or "not-open" when nobody asked.
Reply<Erased> carry_out_erasure(House& house, const access::Principal& principal,
                                const store::ClientKey& client, std::string_view from);

// What a certificate says, for a page. It names no client.
struct Certificate {
  store::Erasure erasure;                           // what of it the certificate holds
  std::string asked_by, agreed_by;                  // names; empty: not known
  std::vector<std::string> in_the_practice_system;  // each with its name there
  std::vector<std::string> in_backups;              // day and place
  std::string json;                                 // holdfast.erasure-certificate/1
};
// Refused: denied, not_found.
Reply<Certificate> read_certificate(House& house, const access::Principal& principal,
                                    const std::string& erasure, std::string_view from);
// The newest hundred. Refused: denied.
Reply<std::vector<store::Erasure>> read_erasures(House& house, const access::Principal& principal,
                                                 std::string_view from);

struct PastRetention {
  struct File {
    DeskClient client;
    Day kept_until;
  };
  std::vector<File> files;  // those whose courses ended first
  int years = 0;            // the practice's rule
  int age = 0;              // 0: none
};
// Of the sixty files whose last known course ended longest ago. Refused: denied.
Reply<PastRetention> files_past_retention(House& house, const access::Principal& principal,
                                          std::string_view from);

}  // namespace holdfast::service
