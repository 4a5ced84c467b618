// SPDX-License-Identifier: MIT
#include "gateway.hpp"

#include "smart_window.hpp"

namespace holdfast::adapters::fhir::gateway {
namespace {

bool is_below(const std::string& path, std::string_view mount) {
  return path.starts_with(mount) && (path.size() == mount.size() || path[mount.size()] == '/');
}

Answered nothing_here() {
  return {404,
          {{"content-type", "text/plain; charset=utf-8"}, {"cache-control", "no-store"}},
          "There is nothing at this address.\n"};
}

}  // namespace

Gateway::Gateway(const Settings& settings, const State& state, const std::string& folder)
    : settings_(settings),
      http_(settings, "the EHR's authorization server"),
      keys_(http_),
      cds_({settings, keys_, state, folder + "/spent-cds-tokens"}),
      servers_(settings, http_, keys_),
      launch_(settings.gateway, servers_, sign_ins_),
      app_(settings.gateway, sign_ins_) {}

Answered Gateway::smart(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn) {
  try {
    if (is_below(exchange.path, "/smart/app")) return app_.answer(exchange, plugin);
    if (exchange.method != "GET" && exchange.method != "HEAD") return nothing_here();
    if (exchange.path == "/smart" || exchange.path == "/smart/" || exchange.path == "/smart/launch")
      return launch_.launch(exchange, warn);
    if (exchange.path == "/smart/callback") return launch_.callback(exchange, plugin, warn);
    return nothing_here();
  } catch (const Failure& failure) {
    warn(failure.what());
    const bool is_refused = failure.status() == HOLDFAST_E_DENIED;
    return notice_page(
        {is_refused ? 403 : 503,
         is_refused ? "Not signed in" : "Not available",
         is_refused ? "What the system that you came from says about you does not hold. Whoever "
                      "looks after Holdfast here finds the reason in its log."
                    : "Holdfast or the system that you came from does not answer now. Try again "
                      "in a minute.",
         {}},
        settings_.gateway.origins);
  }
}

Answered Gateway::answer(const Exchange& exchange, const AskPlugin& plugin, const Warn& warn) {
  if (is_below(exchange.path, "/cds-services"))
    return settings_.gateway.cds.empty() ? nothing_here() : cds_.answer(exchange, plugin, warn);
  if (is_below(exchange.path, "/smart") && !settings_.gateway.smart.empty())
    return smart(exchange, plugin, warn);
  return nothing_here();
}

}  // namespace holdfast::adapters::fhir::gateway
