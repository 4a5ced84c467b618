// SPDX-License-Identifier: MIT
// demo-ratings: a file of made-up ratings for every held session the mirror knows, for `import`.
#include <fmt/format.h>

#include "json/parse.hpp"
#include "service/demo_ratings.hpp"
#include "service/house.hpp"
#include "service/tools/tools.hpp"

namespace holdfast::service {
namespace {

constexpr std::array<Story, 7> stories{Story::recent_dip, Story::repaired, Story::steady,
                                       Story::ceiling,    Story::told_us,  Story::unrepaired,
                                       Story::low_start};

std::string line(const practice::Course& course, const practice::Session& session,
                 const char* form) {
  return fmt::format("{},{},{},{},screen,en", course.id.value, session.id.value,
                     to_text(session.day), form);
}

std::string client_row(const DemoAnswers& answers) {
  const auto& [goals, tasks, bond, overall] = answers.lines;
  return fmt::format(
      ",,,{},{},{},{},{},{}", goals, tasks, bond, overall, answers.tension,
      answers.resolved && answers.tension > 0 ? std::to_string(*answers.resolved) : std::string{});
}

// An outcome measure at every fourth session, lower as the course goes on, which here is better.
std::string outcome_row(std::uint64_t seed, std::size_t place, std::size_t count) {
  const int first = 10 + static_cast<int>(seed % 9);
  const int gone = static_cast<int>(8 * place / count);
  const int total = first - gone + static_cast<int>((seed + place / 4) % 3);
  return fmt::format(",,{},,,,,,", total);
}

std::vector<practice::Session> held_sessions(House& house, const CourseId& course) {
  std::vector<practice::Session> held;
  for (auto& [session, number] : house.store().read(
           [&](store::Reader& reader) { return reader.mirror.sessions_of_course(course); }))
    if (session.attendance == Attendance::held) held.push_back(std::move(session));
  return held;
}

std::string rows_of(House& house, const practice::Course& course, Story story, std::uint64_t seed) {
  const auto held = held_sessions(house, course.id);
  std::vector<DemoSession> sessions;
  for (const auto& session : held) sessions.push_back({session.day, &session == &held.back()});
  const auto ratings = demo_ratings(story, seed, sessions);
  std::string rows;
  for (std::size_t i = 0; i < held.size(); ++i) {
    const auto& rating = ratings[i];
    // The latest session keeps the therapist's form open, so that there is something to fill in.
    if (rating.client)
      rows += line(course, held[i], "holdfast-session") + client_row(*rating.client) + "\n";
    else if (rating.declined)
      rows += line(course, held[i], "holdfast-session") + ",1,,,,,,,\n";
    if (rating.therapist && !sessions[i].is_latest) {
      const auto& [goals, tasks, bond, overall] = *rating.therapist;
      rows += line(course, held[i], "holdfast-session-therapist") +
              fmt::format(",,,{},{},{},{},,\n", goals, tasks, bond, overall);
    }
    if (i % 4 == 0)
      rows += line(course, held[i], "phq-9") + outcome_row(seed, i, held.size()) + "\n";
  }
  return rows;
}

}  // namespace

Problems demo_ratings_tool(House& house, std::string_view options, ToolIo& io) {
  const auto parsed = json::parse(options.empty() ? "{}" : options);
  if (!parsed) return parsed.problems();
  const auto* seed = parsed->find("seed");
  io.write("out",
           "course,session,date,instrument,mode,language,declined,total,item.goals,item.tasks,"
           "item.bond,item.overall,item.tension,item.resolution\n");
  std::uint64_t place = seed ? static_cast<std::uint64_t>(seed->number()) * 1000 : 1000;
  const auto clinicians =
      house.store().read([](store::Reader& reader) { return reader.mirror.clinicians(); });
  for (const auto& clinician : clinicians) {
    const auto courses = house.store().read(
        [&](store::Reader& reader) { return reader.mirror.courses_of_clinician(clinician.id); });
    std::size_t told = 0;
    for (const auto& course : courses) {
      if (course.setting == "group" || course.clinicians.front() != clinician.id) continue;
      io.write("out", rows_of(house, course, stories[told++ % stories.size()], ++place));
    }
  }
  return {};
}

}  // namespace holdfast::service
