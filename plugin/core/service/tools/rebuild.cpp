// SPDX-License-Identifier: MIT
// rebuild: everything derived, worked out anew from the facts. verify: is the store whole?
#include <set>

#include "json/parse.hpp"
#include "service/course_engine.hpp"
#include "service/house.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

struct Stored {
  CourseFile file;
  std::string state;
};

// Every course and subject that has a saved state.
std::vector<Stored> stored_states(House& house) {
  const auto now = house.now();
  const auto today = house.day_of(now);
  return house.store().read([&](store::Reader& reader) {
    std::vector<Stored> all;
    for (const auto& state : reader.states.all_courses()) {
      CourseFile file{{state.course, state.subject}, {}, now, today, nullptr};
      if (const auto course = reader.mirror.course(state.course))
        file.clinician = course->clinicians.front();
      all.push_back({file, state.state.bytes});
    }
    return all;
  });
}

}  // namespace

Problems rebuild_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const bool only_compare = parsed->boolean_or("verify", false);
  std::uint64_t done = 0, differing = 0;
  const auto all = stored_states(house);
  for (const auto& stored : all) {
    const auto from_facts = house.store().read(
        [&](store::Reader& reader) { return state_from_facts(reader, stored.file); });
    if (from_facts != stored.state) ++differing;
    if (!only_compare)
      house.store().commit([&](store::Unit& unit) { rerun_course(unit, stored.file); });
    io.progress(++done, all.size());
    if (io.is_cancelled()) break;
  }
  io.write("out",
           std::to_string(done) + " courses, " + std::to_string(differing) +
               (only_compare ? " differ from their facts.\n" : " differed and were corrected.\n"));
  if (only_compare && differing > 0)
    return {
        {"", "differs",
         std::to_string(differing) + " courses differ from their facts; run 'holdfast rebuild'"}};
  return {};
}

Problems verify_tool(House& house, std::string_view, ToolIo& io) {
  house.store().check();
  const auto verified =
      house.store().read([](store::Reader& reader) { return reader.audit.verify(); });
  if (verified.finding)
    return {
        {"audit", "chain",
         "audit line " + std::to_string(verified.finding->number) + ": " + verified.finding->what}};
  io.write("out", "The database is whole; " + std::to_string(verified.lines) +
                      " audit lines, chain head " + verified.head + "\n");
  return {};
}

}  // namespace holdfast::service
