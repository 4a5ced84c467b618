// SPDX-License-Identifier: MIT
// GET, POST /deliveries: what waits for the practice system, for the administrator. Nothing
// clinical.
#include "service/delivery_queue.hpp"
#include "text/spelling.hpp"
#include "web/pages/pages.hpp"
#include "web/view/sheet.hpp"

namespace holdfast::web {
namespace {

constexpr const char* here = "/deliveries";

std::string kind_name(const Visit& visit, std::string_view about) {
  if (about == "client_total") return visit("Total of a client's form");
  if (about == "subscales") return visit("Parts of a client's form");
  if (about == "client_form") return visit("Client's form with its answers");
  if (about == "therapist_rating") return visit("Therapist's rating");
  if (about == "therapist_form") return visit("Therapist's form with its answers");
  if (about == "comment") return visit("Comment");
  if (about == "alert") return visit("Check-in notice");
  if (about == "alert_record") return visit("Check-in as a mark in the record");
  if (about == "repair") return visit("Repair");
  return visit("Notice");
}

std::string act_name(const Visit& visit, std::string_view kind) {
  if (kind == "retract" || kind == "withdraw") return visit("to be taken back");
  return visit("to be given");
}

std::string state_name(const Visit& visit, store::DeliveryStatus status) {
  switch (status) {
    case store::DeliveryStatus::parked:
      return visit("parked");
    case store::DeliveryStatus::claimed:
      return visit("being given now");
    default:
      return visit("waiting");
  }
}

SheetLine line_of(const Visit& visit, const service::DeliveryLine& item) {
  SheetLine line;
  line.title = kind_name(visit, item.about) + " – " + act_name(visit, item.kind) + " – " +
               state_name(visit, item.status);
  line.detail = text::fill(visit("made {made}, next try {due}, tries so far: {n}"),
                           {{"made", day_and_time(visit, item.made_at)},
                            {"due", day_and_time(visit, item.due)},
                            {"n", std::to_string(item.attempts)}});
  line.quoted = item.reason;
  if (!item.may_be_decided) return line;
  line.forms.push_back({here, visit("Try again"), {{"do", "try_again"}, {"id", item.id}}});
  line.forms.push_back({here,
                        visit("Give it up"),
                        {{"do", "give_up"}, {"id", item.id}},
                        {{"reason", visit("Why is it given up?")}},
                        visit("Give it up")});
  return line;
}

Response shown(const Visit& visit, const service::DeliveryQueue& queue) {
  SheetView sheet;
  sheet.title = visit("Deliveries");
  sheet.lead =
      queue.switched_on.empty()
          ? visit("Nothing is written into the practice system: no kind is switched on.")
          : visit("What waits to be written into the practice system. Contents are not shown.");
  if (queue.is_paused) {
    SheetSection paused;
    paused.title = visit("Delivery is paused");
    paused.text = visit(
        "This store was restored or has moved. Nothing is given to the practice system, so "
        "that a copy never writes into the real record.");
    paused.forms.push_back(
        {here, visit("This is the practice's real store"), {{"do", "confirm_place"}}});
    sheet.sections.push_back(std::move(paused));
  }
  SheetSection waiting;
  waiting.title = visit("In the queue");
  waiting.text = text::fill(visit("Waiting: {waiting}. Parked: {parked}."),
                            {{"waiting", std::to_string(queue.counts.waiting)},
                             {"parked", std::to_string(queue.counts.parked)}});
  waiting.when_empty = visit("Nothing waits.");
  for (const auto& item : queue.lines) waiting.lines.push_back(line_of(visit, item));
  sheet.sections.push_back(std::move(waiting));
  return html(render(sheet, visit.page(Section::deliveries)));
}

}  // namespace

Response get_deliveries(const Visit& visit) {
  const auto queue = service::read_delivery_queue(visit.house(), visit.principal, here);
  return queue ? shown(visit, *queue) : refuse(visit, queue.refusal());
}

Response post_deliveries(const Visit& visit) {
  const auto fields = posted_form(visit);
  if (!fields) return refuse(visit, fields.refusal());
  const auto text = [&](std::string_view name) { return std::string(fields->get(name)); };
  const auto act = text("do");
  std::optional<service::DeliveryAct> wanted;
  if (act == "try_again") wanted = service::TryAgain{text("id")};
  if (act == "give_up") wanted = service::GiveUp{text("id"), text("reason")};
  if (act == "confirm_place") wanted = service::ConfirmPlace{};
  if (!wanted)
    return refuse(
        visit, service::invalid({{"do", "unknown", visit("Use one of the buttons on the page.")}}));
  const auto done = service::act_on_delivery_queue(visit.house(), visit.principal, here, *wanted);
  return done ? redirect(visit.request.prefix, here) : refuse(visit, done.refusal());
}

}  // namespace holdfast::web
