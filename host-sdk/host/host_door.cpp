// SPDX-License-Identifier: MIT
#include "host_door.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>

#include "actor_assertion.hpp"
#include "exit.hpp"

namespace holdfast::host {
namespace {

constexpr std::int64_t clock_slack_seconds = 5;

unsigned user_number(const std::string& name) {
  std::string buffer(16 * 1024, '\0');
  struct passwd entry {};
  struct passwd* found = nullptr;
  ::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (!found)
    throw Exit(ExitCode::environment,
               "serve.peers: '" + name +
                   "' is no user of this machine; name who runs the practice "
                   "system, for example www-data");
  return found->pw_uid;
}

bool is_prefix(std::string_view text) {
  return text.empty() ||
         (text.front() == '/' && text.back() != '/' && text.size() <= 512 &&
          text.find_first_of("?#% \\\"<>;,") == std::string_view::npos &&
          text.find("//") == std::string_view::npos && text.find("/.") == std::string_view::npos);
}

// The pages for people who are not staff; whether a page is theirs the plugin decides again.
bool is_for_clients(std::string_view target, std::string_view prefix) {
  const auto rest = target.substr(prefix.size());
  const auto path = rest.substr(0, rest.find('?'));
  return path == "/my-form" || path == "/about" || path.starts_with("/f/") ||
         path.starts_with("/assets/");
}

}  // namespace

HostDoor::HostDoor(DoorRules rules, std::filesystem::path nonces,
                   std::function<std::int64_t()> now_seconds)
    : rules_(std::move(rules)), nonces_(std::move(nonces)), now_(std::move(now_seconds)) {
  (void)read_site_keys(rules_.key_file);
  users_ = {0, ::geteuid()};
  for (const auto& peer : rules_.peers) users_.push_back(user_number(peer));
}

std::variant<Visitor, TurnedAway> HostDoor::open(const Request& request) {
  if (!request.peer_user ||
      std::find(users_.begin(), users_.end(), *request.peer_user) == users_.end())
    return TurnedAway{403, "a process of a user who is not in serve.peers"};
  const auto assertion = parse_assertion(header(request.headers, assertion_header));
  if (!assertion) return TurnedAway{401, "no assertion of who is acting, or one of another form"};
  if (assertion->site != rules_.site) return TurnedAway{403, "an assertion for another site"};
  const auto prefix = header(request.headers, prefix_header);
  if (!is_prefix(prefix) || !request.target.starts_with(prefix))
    return TurnedAway{403, "a prefix that the target does not begin with"};
  const auto now = now_();
  if (assertion->expires <= now || assertion->issued > now + clock_slack_seconds ||
      assertion->expires - assertion->issued > longest_assertion_seconds)
    return TurnedAway{403, "an assertion that is not of this moment; do the clocks agree?"};
  // Read anew each time, so that a changed key counts at once.
  if (!is_made_by(read_site_keys(rules_.key_file),
                  signed_text(*assertion, {request.method, prefix, request.target, request.body}),
                  assertion->mac))
    return TurnedAway{403, "an assertion that no key of this site made"};
  if (assertion->kind == "client" && assertion->subject != assertion->actor)
    return TurnedAway{403, "a client about somebody else"};
  if (assertion->kind != "staff" && !is_for_clients(request.target, prefix))
    return TurnedAway{403, "a client or carer at a page for staff"};
  if (!nonces_.spend(assertion->nonce, assertion->expires, now))
    return TurnedAway{403, "an assertion that was used before"};
  return Visitor{assertion->kind + ":" + assertion->actor, std::string(prefix)};
}

}  // namespace holdfast::host
