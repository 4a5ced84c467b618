// SPDX-License-Identifier: MIT
// The plugin's own pages under /smart/app, for who signed in by a launch: the same pages, the same
// rights, in a frame of the EHR's and of nobody else's. [thread-safe]
#pragma once
#include "exchange.hpp"
#include "fhir/settings.hpp"
#include "sign_ins.hpp"
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::gateway {

class SmartApp {
 public:
  SmartApp(const GatewaySettings& settings, SignIns& sign_ins, const text::Texts& texts)
      : settings_(settings), sign_ins_(sign_ins), texts_(texts) {}

  Answered answer(const Exchange& exchange, const AskPlugin& plugin);

 private:
  Headers for_the_window(const Headers& given) const;

  const GatewaySettings& settings_;
  SignIns& sign_ins_;
  const text::Texts& texts_;
};

// Whether what changes something was sent by a page of ours: the cookie alone comes along from
// anywhere below the EHR's window.
bool is_from_own_page(const Exchange& exchange, const std::string& address);

}  // namespace holdfast::adapters::fhir::gateway
