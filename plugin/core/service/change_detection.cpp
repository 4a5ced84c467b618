// SPDX-License-Identifier: MIT
#include "service/change_detection.hpp"

#include <algorithm>
#include <cmath>

#include "service/course_access.hpp"

namespace holdfast::service {
namespace {

constexpr std::size_t longest_reason = 500;
constexpr double as_shown = 0.05;  // POMP; numbers are shown with one decimal

Refusal conflict(std::string rule, std::string sentence) {
  return {Refusal::Kind::conflict, std::move(rule), std::move(sentence), {}};
}

// Fills what a change makes of the version in force. Nothing, or why it cannot be.
struct Making {
  const std::vector<SettingsVersion>& history;
  const std::vector<InstrumentEstimate>& estimates;
  SettingsVersion& next;

  std::optional<Refusal> operator()(const AcceptThresholds& accepted) const {
    next.change = "thresholds";
    next.choice.rules = accepted.rules;
    next.choice.thresholds = accepted.thresholds;
    if (next.choice == history.back().choice)
      return invalid({{"thresholds", "same", "These settings are in force already."}});
    return std::nullopt;
  }
  std::optional<Refusal> operator()(const AcceptEstimate& accepted) const {
    next.change = "estimates";
    const auto found =
        std::find_if(estimates.begin(), estimates.end(), [&](const InstrumentEstimate& one) {
          return one.instrument == accepted.instrument && one.is_news();
        });
    if (found == estimates.end())
      return invalid({{"instrument", "unknown", "There is no advice about this instrument now."}});
    const auto& advised = found->advised;
    const auto is_other = [](double one, double other) {
      return !(std::abs(one - other) <= as_shown + 1e-9);
    };
    if (is_other(advised.mu0, accepted.mu0) || is_other(advised.sB, accepted.sB) ||
        is_other(advised.sW, accepted.sW))
      return conflict("estimate-changed",
                      "New ratings have moved these numbers; look at them once more.");
    next.choice.instruments[accepted.instrument] = advised;
    return std::nullopt;
  }
  std::optional<Refusal> operator()(const RevertTo& back) const {
    next.change = "revert";
    next.reverts_to = back.version;
    const auto old = std::find_if(history.begin(), history.end(), [&](const SettingsVersion& one) {
      return one.number == back.version;
    });
    if (old == history.end()) return invalid({{"version", "unknown", "There is no such version."}});
    next.choice = old->choice;
    if (next.choice == history.back().choice)
      return invalid({{"version", "same", "These settings are in force already."}});
    return std::nullopt;
  }
};

struct Made {
  int number = 0;
  std::optional<Refusal> refusal;
};

}  // namespace

Reply<int> change_detection(House& house, const access::Principal& principal,
                            const DetectionChange& change) {
  const auto now = house.now();
  const Asking asking{principal, access::Action::change_settings, "detection_settings.change",
                      "/report-card/settings"};
  if (!access::decide(principal, asking.action, {}, house.day_of(now)).allowed) {
    note_in_audit(house, asking, "denied");
    return Refusal{Refusal::Kind::denied,
                   "denied",
                   "Only an administrator of the practice accepts settings.",
                   {}};
  }
  if (change.reason.empty())
    return invalid({{"reason", "required", "Say why in a few words, for whoever looks next."}});
  if (change.reason.size() > longest_reason)
    return invalid({{"reason", "too-long", "The reason has at most 500 characters."}});
  std::vector<InstrumentEstimate> estimates;
  if (std::holds_alternative<AcceptEstimate>(change.what))
    estimates = house.store().read(
        [&](store::Reader& reader) { return local_estimates(reader, house.config(), now); });
  auto made = house.store().commit([&](store::Unit& unit) -> Made {
    const auto history = settings_history(unit, house.config());
    if (history.back().number != change.seen_version)
      return {0, conflict("settings-changed",
                          "Somebody changed the settings meanwhile; look at them once more.")};
    SettingsVersion next = history.back();
    next.number = history.back().number + 1;
    next.reverts_to = 0;
    next.reason = change.reason;
    if (auto refusal = std::visit(Making{history, estimates, next}, change.what))
      return {0, std::move(refusal)};
    const auto body = body_of(next);
    unit.settings.put({next.number, body, principal.person.id.value, now});
    note_change(unit, asking, {"parameter_version:" + std::to_string(next.number), body}, now);
    return {next.number, std::nullopt};
  });
  if (made.refusal) return std::move(*made.refusal);
  return made.number;
}

}  // namespace holdfast::service
