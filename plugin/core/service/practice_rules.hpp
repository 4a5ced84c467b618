// SPDX-License-Identifier: MIT
// What the practice decides about its own use: whether ratings are sealed, what is written back,
// until which age carers may look, which drafted languages clients see. A decision made on a page
// stands over the configuration, and each is kept with who made it and when.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "access/principal.hpp"
#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// A named person at the practice read the texts of a drafted language and stands for them.
struct LanguageApproval {
  std::string by;  // their name
  Instant at;
};

struct PracticeRules {
  bool seal = false;
  std::vector<std::string> write_back;  // of write_back_kinds
  int carers_until = 0;  // age of the client; 0: carers see no answers of the client's
};

// As they stand now.
PracticeRules practice_rules(store::Reader& reader, const Config& config);
bool seals_ratings(store::Reader& reader, const Config& config);
std::vector<std::string> written_back(store::Reader& reader, const Config& config);
// The age until which carers may look at this client's ratings today; none where the practice lets
// no carer look, the client is that old, the birth date is not known, or the client said no.
std::optional<int> carers_may_look_until(store::Reader& reader, const Config& config,
                                         const practice::Client& client, Day today);
std::optional<LanguageApproval> approval_of(store::Reader& reader, std::string_view tag);

struct ChangeVisibility {
  bool seal = false;
  int carers_until = 0;  // 0, or 12 to 25
};
struct ChangeWriteBack {
  std::vector<std::string> kinds;
};
struct ApproveLanguage {
  std::string tag;
  std::string by;  // name of who read the texts
};
struct WithdrawLanguage {
  std::string tag;
};
using RulesChange =
    std::variant<ChangeVisibility, ChangeWriteBack, ApproveLanguage, WithdrawLanguage>;

struct RulesDoor {
  const access::Principal& principal;
  std::string_view from;  // route template
};

// Refused: denied to all but administrators; invalid.
Reply<bool> change_rules(House& house, const RulesDoor& door, const RulesChange& change);
// Whether this person may look at the settings; with an audit line either way.
bool may_see_settings(House& house, const RulesDoor& door, std::string_view verb);
Refusal no_administrator();

}  // namespace holdfast::service
