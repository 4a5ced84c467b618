// SPDX-License-Identifier: MIT
#include "gateway.hpp"

#include "fhir/mapping/adapter_texts.hpp"
#include "gateway_texts.hpp"
#include "smart_window.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

bool is_below(const std::string& path, std::string_view mount) {
  return path.starts_with(mount) && (path.size() == mount.size() || path[mount.size()] == '/');
}

}  // namespace

Gateway::Gateway(const Settings& settings, const State& state, const std::string& folder,
                 CdsHooks::ClinicianInRole clinician_in_role)
    : settings_(settings),
      texts_(mapping::adapter_texts()),
      http_(settings, "the EHR's authorization server"),
      keys_(http_),
      cds_({settings, keys_, state, texts_, folder + "/spent-cds-tokens",
            std::move(clinician_in_role)}),
      servers_(settings, http_, keys_),
      launch_({settings.gateway, servers_, sign_ins_, texts_}),
      app_(settings.gateway, sign_ins_, texts_) {}

Answered Gateway::nothing_here(const Exchange& exchange) const {
  const auto& say = language_of(exchange, texts_);
  return {404,
          {{"content-type", "text/plain; charset=utf-8"},
           {"cache-control", "no-store"},
           {"vary", "accept-language"}},
          say("There is nothing at this address.") + "\n"};
}

Answered Gateway::smart(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn) {
  try {
    if (is_below(exchange.path, "/smart/app")) return app_.answer(exchange, plugin);
    if (exchange.method != "GET" && exchange.method != "HEAD") return nothing_here(exchange);
    if (exchange.path == "/smart" || exchange.path == "/smart/" || exchange.path == "/smart/launch")
      return launch_.launch(exchange, warn);
    if (exchange.path == "/smart/callback") return launch_.callback(exchange, plugin, warn);
    return nothing_here(exchange);
  } catch (const Failure& failure) {
    warn(failure.what());
    const auto& say = language_of(exchange, texts_);
    if (failure.status() == HOLDFAST_E_DENIED)
      return notice_page({403,
                          say("Not signed in"),
                          say("What the system that you came from says about you does not hold. "
                              "Whoever looks after Holdfast here finds the reason in its log."),
                          {}},
                         say, settings_.gateway.origins);
    return notice_page({503,
                        say("Not available"),
                        say("Holdfast or the system that you came from does not answer now. Try "
                            "again in a minute."),
                        {}},
                       say, settings_.gateway.origins);
  }
}

Answered Gateway::answer(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn) {
  if (is_below(exchange.path, "/cds-services"))
    return settings_.gateway.cds.empty() ? nothing_here(exchange)
                                         : cds_.answer(exchange, plugin, warn);
  if (is_below(exchange.path, "/smart") && !settings_.gateway.smart.empty())
    return smart(exchange, plugin, warn);
  return nothing_here(exchange);
}

}  // namespace holdfast::adapters::fhir::gateway
