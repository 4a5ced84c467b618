// SPDX-License-Identifier: MIT
// SMART App Launch 2: from a launch in the EHR, or from our own address, to a signed-in person and
// the page that was asked for. /smart/launch sends the browser to the EHR that `iss` names, if the
// site has named it too; /smart/callback takes the code back. [thread-safe]
#pragma once
#include <string>

#include "exchange.hpp"
#include "sign_ins.hpp"
#include "smart_servers.hpp"
#include "text/texts.hpp"

namespace holdfast::adapters::fhir::gateway {

class SmartLaunch {
 public:
  struct Parts {
    const GatewaySettings& settings;
    SmartServers& servers;
    SignIns& sign_ins;
    const text::Texts& texts;
  };
  explicit SmartLaunch(const Parts& parts)
      : settings_(parts.settings),
        servers_(parts.servers),
        sign_ins_(parts.sign_ins),
        texts_(parts.texts) {}

  Answered launch(const Exchange& exchange, const Warn& warn);
  Answered callback(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn);

 private:
  const GatewaySettings& settings_;
  SmartServers& servers_;
  SignIns& sign_ins_;
  const text::Texts& texts_;
};

// The page to begin with, below /smart/app: what `app_context` of our card or the EHR's `intent`
// asks for ("today", "rate", "form"), else the picture of the client whose chart is open, else
// today. The plugin decides what that person may see.
std::string first_page(const SignedIn& signed_in, const Exchange& exchange,
                       const AskPlugin& plugin);

}  // namespace holdfast::adapters::fhir::gateway
