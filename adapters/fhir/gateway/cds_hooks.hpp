// SPDX-License-Identifier: MIT
// The CDS Hooks 2.0 services: an EHR asks when a chart is opened or an encounter begins, and is
// answered with a card for each open check-in that the acting person may see. Answers come from
// Holdfast's store; of the EHR nothing is asked for them but, once in five minutes, who the acting
// person is. [thread-safe]
#pragma once
#include <functional>
#include <string>

#include "callers.hpp"
#include "exchange.hpp"
#include "fhir/state.hpp"
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::gateway {

class CdsHooks {
 public:
  // Who acts in a PractitionerRole ("7"), as the FHIR server says; empty: nobody.
  using ClinicianInRole = std::function<std::string(const std::string& role)>;
  struct Parts {
    const Settings& settings;
    KeySets& keys;
    const State& state;
    const text::Texts& texts;
    std::string spent;  // the file of used tokens
    ClinicianInRole clinician_in_role;
  };
  explicit CdsHooks(const Parts& parts)
      : settings_(parts.settings),
        state_(parts.state),
        texts_(parts.texts),
        clinician_in_role_(parts.clinician_in_role),
        callers_(parts.settings.gateway, parts.keys, parts.spent) {}

  // Of "/cds-services" and what lies below it.
  Answered answer(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn);

 private:
  Answered routed(const Exchange& exchange, const AskPlugin& plugin);
  Answered called(const Exchange& exchange, const AskPlugin& plugin, const std::string& hook);
  Answered told(const Exchange& exchange, const std::string& issuer);
  std::string clinician_of(const Json& context) const;
  bool is_smart(const std::string& server) const;

  const Settings& settings_;
  const State& state_;
  const text::Texts& texts_;
  const ClinicianInRole clinician_in_role_;
  Callers callers_;
};

}  // namespace holdfast::adapters::fhir::gateway
