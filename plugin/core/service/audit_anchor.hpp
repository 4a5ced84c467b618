// SPDX-License-Identifier: MIT
// Heads of the audit chain, kept outside the database. A chain by itself cannot show that it was
// written anew from the start, or that its tail was cut; a head that somebody else keeps can. Every
// head goes into a file in the host's own folder (host.store/1) and into the host's log
// (host.log/1), which a practice can ship elsewhere.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alliance/moment.hpp"
#include "alliance/result.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

class House;

struct Anchor {
  std::int64_t number = 0;
  std::string hash;
};

// In tick(): a new head after an hour or a thousand lines, whichever comes first.
void anchor_audit(House& house);
// At once, whatever the time; nothing when the head is anchored already.
void anchor_audit_now(House& house);

// The newest that this place kept; a number of 0: none.
Anchor last_kept_anchor(const House& house);
// The log holds the line that was anchored.
bool is_as_anchored(store::Reader& reader, const Anchor& anchor);

std::string anchor_file(const House& house);  // empty: the host has no folder
// One anchor a line: {"line":17,"hash":"…","at":"…"}, or the words of the host's log.
std::vector<Anchor> read_anchors(std::string_view text);
// What the anchors say about this chain: problems "audit line 17: …", or none.
Problems check_anchors(store::Reader& reader, const std::vector<Anchor>& anchors);

}  // namespace holdfast::service
