// SPDX-License-Identifier: MIT
#include "form_door.hpp"

#include <algorithm>

#include "pages.hpp"
#include "request_path.hpp"

namespace holdfast::host {
namespace {

constexpr std::size_t most_addresses = 10'000;

// The other end's network: a household's IPv6 addresses are many, its first 64 bits are one.
std::string network_of(const std::string& address) {
  std::size_t groups = 0;
  for (std::size_t i = 0; i < address.size(); ++i)
    if (address[i] == ':' && ++groups == 4) return address.substr(0, i);
  return address;
}

void put(Headers& headers, const std::string& name, const std::string& value) {
  std::erase_if(headers, [&](const auto& one) { return one.first == name; });
  headers.emplace_back(name, value);
}

}  // namespace

bool is_form_path(const std::string& path) {
  return path == "/code" || path == "/healthz" || path.starts_with("/f/") ||
         path.starts_with("/assets/");
}

// A bucket for each address, filled again as time goes by.
bool FormDoor::is_over(const std::string& address) {
  const auto now = clock_();
  const std::lock_guard lock(mutex_);
  if (visits_.size() > most_addresses)
    std::erase_if(visits_,
                  [&](const auto& one) { return now - one.second.at > std::chrono::minutes{1}; });
  const auto [found, is_first] =
      visits_.try_emplace(network_of(address), Visits{form_requests_a_minute, now});
  auto& visits = found->second;
  const std::chrono::duration<double, std::ratio<60>> minutes = now - visits.at;
  visits.left = std::min<double>(form_requests_a_minute,
                                 visits.left + minutes.count() * form_requests_a_minute);
  visits.at = now;
  if (visits.left < 1) return true;
  visits.left -= 1;
  return false;
}

Response FormDoor::answer(const Request& request) {
  if (is_over(request.address)) {
    auto response = plain(429, "Too many requests from this address. Wait a minute.\n");
    response.headers.emplace_back("retry-after", "60");
    return response;
  }
  const auto target = parse_target(request.target);
  const auto path = target ? under_prefix(target->path, prefix_) : std::nullopt;
  if (!path || !is_form_path(*path)) return plain(404, "There is no page at this address.\n");
  // Whoever comes through here is nobody: no session is looked at, and none begins.
  auto inside = request;
  std::erase_if(inside.headers, [](const auto& one) {
    return one.first == "cookie" || one.first == "authorization";
  });
  auto response = answer_(inside);
  put(response.headers, "referrer-policy", "no-referrer");
  // A script under a name of its own content may be kept; everything else is asked for anew.
  if (!path->starts_with("/assets/") && *path != "/f/worker.js")
    put(response.headers, "cache-control", "no-store");
  return response;
}

}  // namespace holdfast::host
