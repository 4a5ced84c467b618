// SPDX-License-Identifier: MIT
// rebuild: everything derived, worked out anew from the facts. verify: is the store whole?
#include <fmt/format.h>

#include <set>
#include <stdexcept>
#include <vector>

#include "json/parse.hpp"
#include "service/course_engine.hpp"
#include "service/house.hpp"
#include "service/tools/tools.hpp"
#include "store/alert_numbers.hpp"

namespace holdfast::service {
namespace {

// How the alerts of a course about one person stand.
std::string alerts_of(store::Reader& reader, const CourseOf& of) {
  std::string text;
  for (const auto& now : reader.alerts.everything_of_course(of.course)) {
    if (now.alert.subject != of.subject) continue;
    text += fmt::format("{} {} {} {} {} {} {} {}\n", now.alert.id.value, now.joins.value,
                        static_cast<int>(now.status), now.findings, to_text(now.last_day),
                        now.clinician.value, now.snoozed_until ? to_text(*now.snoozed_until) : "",
                        store::numbers_of(now.alert));
  }
  return text;
}

// Everything else that is derived, every bit of it.
std::string derived_of(store::Reader& reader, const CourseOf& of) {
  std::string text = alerts_of(reader, of);
  if (const auto state = reader.states.course(of.course, of.subject)) text += state->bytes;
  for (const auto& repair : reader.repairs.of_course(of.course)) {
    if (repair.subject != of.subject) continue;
    text += fmt::format("{} {} {} {} {:a} {:a} {:a} {} {} {} {} {}\n", repair.id.value,
                        repair.alert.value, repair.opened_by.value, repair.state, repair.level,
                        repair.lowest, repair.recovered, repair.ratings, repair.repeats,
                        repair.talked_through, repair.asks_for_new_level,
                        repair.closed ? to_text(*repair.closed) : "");
  }
  return text;
}

// Every course and person with ratings or a saved state.
std::vector<CourseFile> all_files(House& house) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  return house.store().read([&](store::Reader& reader) {
    std::vector<CourseFile> all;
    for (const auto& state : reader.states.all_courses()) {
      CourseFile file{{state.course, state.subject, house}, {}, now, today, nullptr};
      if (const auto course = reader.mirror.course(state.course))
        file.clinician = course->clinicians.front();
      all.push_back(std::move(file));
    }
    return all;
  });
}

// Does the work in one unit, which stands unless it was only to be compared.
template <class Work>
void in_a_unit(House& house, bool only_compare, Work&& work) {
  const auto stands = house.store().commit([&](store::Unit& unit) -> Result<bool> {
    work(unit);
    if (only_compare) return Problem{"", "compared", "only compared"};
    return true;
  });
  if (!only_compare && !stands) throw std::runtime_error("what was rebuilt could not be kept");
}

// The places of the courses whose alerts stand otherwise once their events have been read again.
std::set<std::size_t> rebuild_alerts(House& house, const std::vector<CourseFile>& all,
                                     bool only_compare) {
  std::set<std::size_t> differing;
  in_a_unit(house, only_compare, [&](store::Unit& unit) {
    std::vector<std::string> before;
    for (const auto& file : all) before.push_back(alerts_of(unit, file.of));
    unit.alerts.rebuild();
    for (std::size_t i = 0; i < all.size(); ++i)
      if (alerts_of(unit, all[i].of) != before[i]) differing.insert(i);
  });
  return differing;
}

bool differs_when_rebuilt(House& house, const CourseFile& file, bool only_compare) {
  bool differs = false;
  in_a_unit(house, only_compare, [&](store::Unit& unit) {
    const auto before = derived_of(unit, file.of);
    // Ratings that tell the rules nothing leave no state.
    if (!unit.states.course(file.of.course, file.of.subject) && facts_of(unit, file.of).empty())
      return;
    rerun_course(unit, file);
    differs = before != derived_of(unit, file.of);
  });
  return differs;
}

}  // namespace

Problems rebuild_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const bool only_compare = parsed->boolean_or("verify", false);
  std::uint64_t done = 0;
  std::string differing;
  std::size_t count = 0;
  const auto all = all_files(house);
  const auto with_other_alerts = rebuild_alerts(house, all, only_compare);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool differs = differs_when_rebuilt(house, all[i], only_compare);
    if (differs || with_other_alerts.contains(i)) {
      ++count;
      if (count <= 10) differing += (differing.empty() ? "" : ", ") + all[i].of.course.value;
    }
    io.progress(++done, all.size());
    if (io.is_cancelled()) break;
  }
  const auto are = only_compare ? " differ from their facts" : " differed and were corrected";
  io.write("out", fmt::format("{} courses, {}{}{}{}.\n", done, count, are, count > 0 ? ": " : "",
                              differing + (count > 10 ? " ..." : "")));
  if (only_compare && count > 0)
    return {{"", "differs",
             fmt::format("{} courses differ from their facts ({}{}); run 'holdfast rebuild'", count,
                         differing, count > 10 ? " ..." : "")}};
  return {};
}

// All that is wrong is told at once: who changed a row by hand had to take a trigger away first.
Problems verify_tool(House& house, std::string_view, ToolIo& io) {
  house.store().check();
  Problems problems;
  bool lacks_a_table = false;
  for (const auto& difference : house.store().schema_differences()) {
    problems.push_back({"schema", "tampered", difference + "; restore a backup"});
    lacks_a_table = lacks_a_table || difference.starts_with("table ");
  }
  if (lacks_a_table) return problems;  // what is in it cannot be read
  const auto add = [&](const Problems& more) {
    problems.insert(problems.end(), more.begin(), more.end());
  };
  std::string summary;
  add(check_audit(house, {}, summary));
  add(rebuild_tool(house, R"({"verify":true})", io));
  if (problems.empty()) io.write("out", "The database is whole; " + summary + "\n");
  return problems;
}

}  // namespace holdfast::service
