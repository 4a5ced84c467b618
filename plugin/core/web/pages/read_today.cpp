// SPDX-License-Identifier: MIT
// GET /read-today/{item}: a risk answer is opened by whom it waits for, and leads to the picture.
#include "service/course_access.hpp"
#include "service/house.hpp"
#include "web/pages/pages.hpp"

namespace holdfast::web {

Response get_read_today(const Visit& visit) {
  auto& house = visit.house();
  const auto item = house.store().read(
      [&](store::Reader& reader) { return reader.risks.find(visit.at("item")); });
  if (!item || item->reader != visit.principal.person.id)
    return refuse(visit, 404, "unknown-item", "There is nothing here for you to read.");
  house.store().commit([&](store::Unit& unit) {
    unit.risks.opened(item->id, visit.now);
    store::AuditEntry entry;
    entry.actor_kind = "staff";
    entry.actor = visit.principal.person.id.value;
    entry.action = "risk.read";
    entry.outcome = "done";
    entry.why = "read today";
    entry.from = "/read-today/{item}";
    entry.client = item->client;
    entry.object = "rating:" + item->rating.value;
    unit.audit.append(entry, visit.now);
  });
  return redirect(visit.request.prefix, "/courses/" + percent_encoded(item->course.value));
}

}  // namespace holdfast::web
