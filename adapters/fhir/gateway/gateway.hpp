// SPDX-License-Identifier: MIT
// What the EHR and its users find at /cds-services and /smart, as far as the site has named who may
// call and where people come from. [thread-safe]
#pragma once
#include <memory>
#include <string>

#include "cds_hooks.hpp"
#include "smart_app.hpp"
#include "smart_launch.hpp"
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::gateway {

class Gateway {
 public:
  // `folder` is the site's own, for the file of used tokens. Both others outlive the gateway.
  Gateway(const Settings& settings, const State& state, const std::string& folder,
          CdsHooks::ClinicianInRole clinician_in_role);

  Answered answer(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn);

 private:
  Answered smart(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn);

  Answered nothing_here(const Exchange& exchange) const;

  const Settings& settings_;
  text::Texts texts_;
  Http http_;  // its own: a server that asks to be left alone is another than the FHIR server
  KeySets keys_;
  CdsHooks cds_;
  SmartServers servers_;
  SignIns sign_ins_;
  SmartLaunch launch_;
  SmartApp app_;
};

}  // namespace holdfast::adapters::fhir::gateway
