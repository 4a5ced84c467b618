// SPDX-License-Identifier: MIT
#include "service/mirror_host.hpp"

#include <set>

#include "service/course_engine.hpp"
#include "service/follow_host.hpp"
#include "service/house.hpp"

namespace holdfast::service {
namespace {

using practice::Change;
using practice::ChangeKind;
using practice::Outcome;

constexpr std::uint32_t page_size = 500;  // changes a transaction

// Fetches what the host did not send along. A thing that is gone by now counts as removed.
template <class T>
void complete(Change& change, const practice::Answer<T>& answer) {
  if (answer)
    change.data = *answer.value;
  else
    change.removed = true;
}

bool is_transient(Outcome outcome) {
  return outcome == Outcome::unavailable || outcome == Outcome::failed;
}

// Empty when the change is complete; else why the host could not be asked.
std::string fetch(const practice::Host& host, Change& change) {
  if (change.removed || !std::holds_alternative<std::monostate>(change.data)) return {};
  const auto ask = [&](const auto& answer) {
    if (is_transient(answer.outcome)) return answer.why;
    complete(change, answer);
    return std::string{};
  };
  constexpr std::string_view self = practice::system_actor;
  switch (change.kind) {
    case ChangeKind::client:
    case ChangeKind::merge:
    case ChangeKind::unmerge:
      return ask(host.client(self, ClientId{change.id}));
    case ChangeKind::clinician:
      return ask(host.clinician(self, ClinicianId{change.id}));
    case ChangeKind::course:
      return ask(host.course(self, CourseId{change.id}));
    case ChangeKind::session:
      return ask(host.session(self, SessionId{change.id}));
  }
  return {};
}

struct Putting {
  store::Mirror& mirror;
  void operator()(std::monostate) const {}
  template <class T>
  void operator()(const T& thing) const {
    mirror.put(thing);
  }
};

void store_change(store::Mirror& mirror, const Change& change) {
  if (!change.removed) return std::visit(Putting{mirror}, change.data);
  switch (change.kind) {
    case ChangeKind::client:
      return mirror.remove(ClientId{change.id});
    case ChangeKind::clinician:
      return mirror.remove(ClinicianId{change.id});
    case ChangeKind::course:
      return mirror.remove(CourseId{change.id});
    case ChangeKind::session:
      return mirror.remove(SessionId{change.id});
    case ChangeKind::merge:
    case ChangeKind::unmerge:
      return;
  }
}

bool counts_alike(const practice::Session& one, const practice::Session& other) {
  return one.course == other.course && one.attendance == other.attendance &&
         one.start == other.start && one.day == other.day;
}

bool ends_otherwise(store::Unit& unit, const Change& change) {
  const auto* after = std::get_if<practice::Course>(&change.data);
  if (!after) return false;
  const auto before = unit.mirror.course(after->id);
  return before && before->ended != after->ended;
}

// Courses that end, or whose held or missed sessions change, with this page: facts that the rules
// and the repairs look at.
std::set<CourseId> touched_courses(store::Unit& unit, const std::vector<Change>& changes) {
  std::set<CourseId> touched;
  for (const auto& change : changes) {
    if (change.kind == ChangeKind::course && ends_otherwise(unit, change))
      touched.insert(CourseId{change.id});
    if (change.kind != ChangeKind::session) continue;
    const auto before = unit.mirror.session(SessionId{change.id});
    const auto* after = std::get_if<practice::Session>(&change.data);
    if (before && after && counts_alike(before->session, *after)) continue;
    if (before) touched.insert(before->session.course);
    if (after && after->attendance != Attendance::booked) touched.insert(after->course);
  }
  return touched;
}

// Nobody has rated yet, and a client stayed away: rule N asks whether to reach out.
bool was_missed_lately(store::Reader& reader, const CourseId& course, const House& house) {
  constexpr std::chrono::days lately{14};
  const auto now = house.now();
  for (const auto& [session, number] : reader.mirror.sessions_of_course(course))
    if (session.attendance == Attendance::no_show && session.start <= now &&
        session.day + lately >= house.day_of(now))
      return true;
  return false;
}

void rerun_courses(store::Unit& unit, const House& house, const std::set<CourseId>& courses) {
  const auto now = house.now();
  const auto settings = house.detection_settings(unit);
  for (const auto& id : courses) {
    std::set<store::ClientKey> subjects;
    for (const auto& rating : unit.ratings.of_course(id)) subjects.insert(rating.subject);
    const auto course = unit.mirror.course(id);
    if (subjects.empty() && course && was_missed_lately(unit, id, house))
      subjects.insert(unit.people.key_of(course->client));
    const auto lead = course ? course->clinicians.front() : ClinicianId{};
    for (const auto& subject : subjects)
      rerun_course(unit, {{id, subject, house}, lead, now, house.day_of(now), &settings});
  }
}

}  // namespace

Mirrored mirror_host(House& house, std::chrono::milliseconds budget) {
  const auto end = std::chrono::steady_clock::now() + budget;
  auto cursor = house.store().read([](store::Reader& reader) { return reader.mirror.cursor(); });
  for (;;) {
    auto answer = house.host().changes(cursor, page_size);
    if (answer.outcome == Outcome::unsupported) return {};
    if (answer.outcome == Outcome::invalid && !cursor.empty()) {
      cursor.clear();  // the host forgot where we were: everything again
      continue;
    }
    if (!answer) return {false, "mirror: " + answer.why};
    auto& page = *answer.value;
    for (auto& change : page.changes)
      if (auto trouble = fetch(house.host(), change); !trouble.empty())
        return {false, "mirror: " + trouble};
    if (!page.changes.empty() || page.cursor != cursor)
      house.store().commit([&](store::Unit& unit) {
        const auto touched = touched_courses(unit, page.changes);
        for (const auto& change : page.changes) {
          follow_transfer(unit, house, change);
          store_change(unit.mirror, change);
          follow_merge(unit, house, change);
        }
        rerun_courses(unit, house, touched);
        unit.mirror.put_cursor(page.cursor, house.now());
      });
    cursor = page.cursor;
    if (!page.more) return {};
    if (std::chrono::steady_clock::now() >= end) return {true, {}};
  }
}

}  // namespace holdfast::service
