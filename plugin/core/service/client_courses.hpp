// SPDX-License-Identifier: MIT
#pragma once
#include <vector>

#include "store/unit.hpp"

namespace holdfast::service {

// The client's courses as the host tells them, and every other course that holds a rating about
// them: one that the host has taken away since, or that another client's file was merged from. Of a
// course that the host no longer tells, only id and client are known.
std::vector<practice::Course> all_courses_of(const store::Reader& reader, const ClientId& client);

// Under whom what is found in a course is filed, whoever led the session: the course's lead. Where
// the host tells of no course, `otherwise`.
ClinicianId lead_of(const store::Reader& reader, const CourseId& course,
                    const ClinicianId& otherwise);

}  // namespace holdfast::service
