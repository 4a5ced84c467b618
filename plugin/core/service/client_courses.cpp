// SPDX-License-Identifier: MIT
#include "service/client_courses.hpp"

#include <algorithm>

namespace holdfast::service {

std::vector<practice::Course> all_courses_of(const store::Reader& reader, const ClientId& client) {
  auto courses = reader.mirror.courses_of_client(client);
  const auto key = reader.people.find_key(client);
  if (!key) return courses;
  for (const auto& id : reader.states.courses_of(*key)) {
    const bool is_known = std::any_of(courses.begin(), courses.end(),
                                      [&](const auto& course) { return course.id == id; });
    if (is_known) continue;
    auto course = reader.mirror.course(id).value_or(practice::Course{});
    course.id = id;
    course.client = client;
    courses.push_back(std::move(course));
  }
  return courses;
}

ClinicianId lead_of(const store::Reader& reader, const CourseId& id, const ClinicianId& otherwise) {
  const auto course = reader.mirror.course(id);
  return course && !course->clinicians.empty() ? course->clinicians.front() : otherwise;
}

}  // namespace holdfast::service
