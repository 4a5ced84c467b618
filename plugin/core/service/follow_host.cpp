// SPDX-License-Identifier: MIT
#include "service/follow_host.hpp"

#include <algorithm>

#include "service/client_courses.hpp"
#include "service/end_rating.hpp"
#include "service/merge_consents.hpp"

namespace holdfast::service {
namespace {

using practice::ChangeKind;
using store::AlertStatus;

constexpr std::string_view merge_reason = "merge", unmerge_reason = "unmerge";

bool is_live(AlertStatus status) {
  return status == AlertStatus::open || status == AlertStatus::acknowledged ||
         status == AlertStatus::snoozed;
}

// Open check-ins go to the new clinician; a repair that is under way ends here.
void hand_over(store::Unit& unit, const House& house, const store::Transfer& transfer) {
  for (const auto& alert : unit.alerts.of_course(transfer.course)) {
    if (!is_live(alert.status) || alert.clinician != transfer.from) continue;
    store::AlertEvent event;
    event.id = unit.ids.uuid();
    event.alert = alert.alert.id;
    event.kind = "handed_over";
    event.handed_to = transfer.to;
    event.at = transfer.made_at;
    unit.alerts.record(event);
  }
  for (auto& repair : unit.repairs.of_course(transfer.course)) {
    if (repair.state != "open" && repair.state != "improving") continue;
    store::RepairEvent event;
    event.id = unit.ids.uuid();
    event.repair = repair.id;
    event.course = repair.course;
    event.subject = repair.subject;
    event.kind = "transferred";
    event.at = transfer.made_at;
    unit.repairs.record(event);
    repair.state = "transferred";
    repair.closed = house.day_of(transfer.made_at);
    unit.repairs.put(repair);
  }
}

// The host may have told of the merge alone: the mirror remembers whose file it is now.
void remember_merge(store::Unit& unit, const ClientId& gone, const ClientId& into) {
  auto known = unit.mirror.client(gone);
  if (!known || known->merged_into == into) return;
  known->merged_into = into;
  unit.mirror.put(*known);
}

void note(store::Unit& unit, const House& house, std::string action,
          const store::ClientKey& client) {
  store::AuditEntry entry;
  entry.actor_kind = "holdfast";
  entry.action = std::move(action);
  entry.outcome = "done";
  entry.why = "practice system";
  entry.from = "tick";
  entry.client = client;
  unit.audit.append(entry, house.now());
}

}  // namespace

void follow_transfer(store::Unit& unit, const House& house, const practice::Change& change) {
  const auto* after = std::get_if<practice::Course>(&change.data);
  if (change.kind != ChangeKind::course || change.removed || !after) return;
  const auto before = unit.mirror.course(after->id);
  if (!before || before->clinicians.empty() || after->clinicians.empty()) return;
  const auto& from = before->clinicians.front();
  // Who stays in the team has handed nothing over.
  if (std::find(after->clinicians.begin(), after->clinicians.end(), from) !=
      after->clinicians.end())
    return;
  const store::Transfer transfer{unit.ids.uuid(),
                                 after->id,
                                 unit.people.key_of(after->client),
                                 from,
                                 after->clinicians.front(),
                                 {},
                                 house.now()};
  unit.records.insert(transfer);
  hand_over(unit, house, transfer);
  note(unit, house, "course.transfer", transfer.client);
}

void follow_merge(store::Unit& unit, const House& house, const practice::Change& change) {
  const bool is_merge = change.kind == ChangeKind::merge;
  if ((!is_merge && change.kind != ChangeKind::unmerge) || change.id.empty() ||
      change.into.empty() || change.id == change.into)
    return;
  const ClientId gone{change.id}, survivor{change.into};
  remember_merge(unit, gone, is_merge ? survivor : ClientId{});
  if (!unit.people.find_key(gone)) return;  // nothing was ever kept about them
  const auto gone_key = unit.people.key_of(gone), survivor_key = unit.people.key_of(survivor);
  const auto& from = is_merge ? gone_key : survivor_key;
  std::vector<practice::Course> courses = all_courses_of(unit, gone);
  for (auto& course : all_courses_of(unit, survivor)) {
    const bool is_known = std::any_of(courses.begin(), courses.end(),
                                      [&](const auto& known) { return known.id == course.id; });
    if (!is_known) courses.push_back(std::move(course));
  }
  bool is_changed = false;
  for (auto& course : courses) {
    bool is_moved_here = false;
    for (const auto& rating : unit.ratings.of_course(course.id)) {
      if (rating.subject != from) continue;
      if (!is_merge) {
        // Back goes only what the merge brought.
        const auto brought = unit.ratings.find(rating.takes_place_of);
        if (!brought || brought->subject != gone_key) continue;
      }
      move_in(unit, house,
              {rating,
               course,
               is_merge ? survivor : gone,
               std::string(is_merge ? merge_reason : unmerge_reason),
               {},
               true});
      is_moved_here = is_changed = true;
    }
    // The course goes along, until the host tells it otherwise.
    if (!is_moved_here || !unit.mirror.course(course.id)) continue;
    course.client = is_merge ? survivor : gone;
    unit.mirror.put(course);
  }
  const MergedKeys keys{gone_key, survivor_key};
  is_changed |= is_merge ? merge_consents(unit, house, keys) : unmerge_consents(unit, house, keys);
  if (is_changed) note(unit, house, is_merge ? "client.merge" : "client.unmerge", survivor_key);
}

}  // namespace holdfast::service
