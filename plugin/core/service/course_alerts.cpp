// SPDX-License-Identifier: MIT
#include "service/course_alerts.hpp"

#include <algorithm>
#include <map>

#include "store/alert_numbers.hpp"

namespace holdfast::service {
namespace {

using store::AlertStatus;

std::string key_of(const store::StoredAlert& alert) {
  return alert.rule + "|" + alert.rating.value + "|" +
         (alert.rating.empty() ? alert.session.value : "");
}

}  // namespace

store::StoredAlert CourseAlerts::file(store::StoredAlert alert) {
  alert.id = AlertId{unit_.ids.uuid()};
  if (alert.kind == store::AlertKind::check_in)
    if (const auto open = unit_.alerts.open_of_cause(alert.course, alert.subject, alert.cause))
      alert.joins = open->alert.id;
  unit_.alerts.insert(alert);
  return alert;
}

void CourseAlerts::record(const AlertId& alert, std::string_view kind, std::string numbers) {
  store::AlertEvent event;
  event.id = unit_.ids.uuid();
  event.alert = alert;
  event.kind = kind;
  if (kind == "withdrawn" || kind == "reopened") event.reason = "data corrected";
  event.at = file_.now;
  event.numbers = std::move(numbers);
  unit_.alerts.record(event);
}

CourseAlerts::Filed CourseAlerts::filed() const {
  auto all = unit_.alerts.everything_of_course(file_.of.course);
  std::erase_if(all, [&](const store::AlertNow& one) {
    return one.alert.subject != file_.of.subject || one.alert.kind == store::AlertKind::own;
  });
  return all;
}

CourseAlerts::Settled CourseAlerts::settle(std::vector<store::StoredAlert>& found) {
  Settled settled;
  if (const auto before = filed(); !before.empty()) {
    take_up(before, found);
    withdraw(settled);
  }
  for (auto& alert : found)
    if (alert.id.empty()) {
      alert = file(std::move(alert));
      settled.raised.push_back(alert);
    }
  if (stands_.empty()) return settled;
  std::map<AlertId, AlertId> counts_for;
  for (const auto& one : filed()) counts_for.emplace(one.alert.id, one.joins);
  for (auto& alert : found) alert.joins = counts_for[alert.id];
  return settled;
}

// What an earlier correction took away and the facts bear out again comes back. What is found with
// other numbers than before says so, and keeps those it was found with.
void CourseAlerts::take_up(const Filed& before, std::vector<store::StoredAlert>& found) {
  std::map<std::string, const store::AlertNow*> by_key;
  for (const auto& one : before) by_key.emplace(key_of(one.alert), &one);
  for (auto& alert : found) {
    const auto known = by_key.find(key_of(alert));
    if (known == by_key.end()) continue;
    const auto& now = *known->second;
    alert.id = now.alert.id;
    stands_.insert(alert.id);
    if (now.status == AlertStatus::withdrawn) record(alert.id, "reopened");
    if (auto numbers = numbers_of(alert); numbers != numbers_of(now.alert))
      record(alert.id, "recalculated", std::move(numbers));
  }
}

// What the facts no longer bear out stays as "withdrawn: data corrected". Findings that joined such
// a check-in and stand do not go with it: the earliest takes its place.
void CourseAlerts::withdraw(Settled& settled) {
  const auto all = filed();
  std::set<AlertId> heads;
  for (const auto& one : all) {
    if (one.joins.empty()) {
      heads.insert(one.alert.id);
    } else if (!stands_.contains(one.alert.id) && one.status != AlertStatus::withdrawn) {
      record(one.alert.id, "withdrawn");
      settled.withdrawn.push_back(one.alert.id);
    }
  }
  for (const auto& one : all) {
    if (!one.joins.empty()) {
      if (heads.insert(one.joins).second) promote_among(all, one.joins);  // erased
      continue;
    }
    if (stands_.contains(one.alert.id)) continue;
    promote_among(all, one.alert.id);
    if (one.status == AlertStatus::withdrawn) continue;
    record(one.alert.id, "withdrawn");
    settled.withdrawn.push_back(one.alert.id);
  }
}

void CourseAlerts::promote_among(const Filed& all, const AlertId& head) {
  const auto next = std::find_if(all.begin(), all.end(), [&](const store::AlertNow& one) {
    return one.joins == head && stands_.contains(one.alert.id);
  });
  if (next != all.end()) record(next->alert.id, "promoted");
}

}  // namespace holdfast::service
