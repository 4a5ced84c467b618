// SPDX-License-Identifier: MIT
// GET /read-today/{item}: opened by whom it waits for. A risk answer leads to the picture; what a
// client wrote to a second contact is read here.
#include "service/course_access.hpp"
#include "service/house.hpp"
#include "service/second_contact.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

Response letter(const Visit& visit, const store::ReadToday& item) {
  const auto written = visit.house().store().read(
      [&](store::Reader& reader) { return service::written_to_second_contact(reader, item); });
  if (!written) return refuse(visit, 404, "unknown-item", "There is nothing here for you to read.");
  SheetView sheet;
  sheet.title = visit("Written to you");
  sheet.lead = visit(
      "A client wrote this on a form, for you alone. The therapist, supervisors and the practice "
      "system do not see it.");
  SheetLine line;
  line.title = written->client;
  line.is_name = true;
  line.detail = text::short_day(written->day, visit.language);
  line.quoted = written->text;
  sheet.sections.push_back({{}, {}, {std::move(line)}, {}, {}});
  sheet.back_href = "/today";
  sheet.back_text = visit("Today");
  return html(render(sheet, visit.page(Section::today)));
}

}  // namespace

Response get_read_today(const Visit& visit) {
  auto& house = visit.house();
  const auto item = house.store().read(
      [&](store::Reader& reader) { return reader.risks.find(visit.at("item")); });
  if (!item || item->reader != visit.principal.person.id)
    return refuse(visit, 404, "unknown-item", "There is nothing here for you to read.");
  const bool is_letter = item->cause == "second_contact";
  house.store().commit([&](store::Unit& unit) {
    unit.risks.opened(item->id, visit.now);
    store::AuditEntry entry;
    entry.actor_kind = "staff";
    entry.actor = visit.principal.person.id.value;
    entry.action = is_letter ? "letter.read" : "risk.read";
    entry.outcome = "done";
    entry.why = "read today";
    entry.from = "/read-today/{item}";
    entry.client = item->client;
    entry.object = "rating:" + item->rating.value;
    unit.audit.append(entry, visit.now);
  });
  if (is_letter) return letter(visit, *item);
  return redirect(visit.request.prefix, "/courses/" + percent_encoded(item->course.value));
}

}  // namespace holdfast::web
