// SPDX-License-Identifier: MIT
// Which form is due when, over the API.
#include "service/schedule.hpp"

#include "service/house.hpp"
#include "web/api/api.hpp"

namespace holdfast::web {

Response api_schedule(const Visit& visit) {
  const service::Asking asking{visit.principal, access::Action::see_settings, "schedule.read",
                               "/api/v1/schedule"};
  const bool may = access::decide(visit.principal, asking.action, {}, visit.today).allowed;
  service::note_in_audit(visit.house(), asking, may ? "done" : "denied");
  if (!may)
    return refuse(visit, 403, "denied", "Only an administrator of the practice sees its schedule.");
  return json(visit.house().store().read([&](store::Reader& reader) {
    return service::to_json(service::schedule_of(reader, visit.house()));
  }));
}

Response api_change_schedule(const Visit& visit) {
  if (!visit.request.is_of_type("application/json"))
    return refuse(visit, 415, "content-type", "Send the schedule as application/json.");
  const auto changed = service::change_schedule(visit.house(), visit.principal, visit.request.body);
  if (!changed) return refuse(visit, changed.refusal());
  return json(service::to_json(*changed));
}

}  // namespace holdfast::web
