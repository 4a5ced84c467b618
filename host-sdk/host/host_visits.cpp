// SPDX-License-Identifier: MIT
#include "host_visits.hpp"

#include "api_problem.hpp"
#include "request_path.hpp"
#include "same_origin.hpp"

namespace holdfast::host {

Response HostVisits::answer(const Request& request) const {
  const auto answer = door_.open(request);
  if (const auto* away = std::get_if<TurnedAway>(&answer)) {
    warn_("turned away at the socket: " + away->why);
    return plain(away->status, "Not from here. The log of holdfast serve says why.\n");
  }
  const auto& visitor = std::get<Visitor>(answer);
  const auto target = parse_target(request.target);
  const auto path = target ? under_prefix(target->path, visitor.prefix) : std::nullopt;
  const auto refuse = [&](int status, const std::string& sentence) {
    return is_for_api(request.target, visitor.prefix) ? api_problem(status, sentence)
                                                      : plain(status, sentence + "\n");
  };
  if (!target) return refuse(400, "This address cannot be read. Check how it is written.");
  if (!path) return refuse(404, "There is no page at this address.");
  if (request.body.size() > largest_body) return refuse(413, "Send less than a mebibyte.");
  if (changes_something(request.method) && provenance(request) == Provenance::elsewhere)
    return refuse(403, "This was sent from another site. Open the page and send it again.");
  return put_to_plugin(plugin_, {request, visitor.actor, visitor.prefix,
                                 path->empty() ? "/" : *path, target->query})
      .response;
}

}  // namespace holdfast::host
