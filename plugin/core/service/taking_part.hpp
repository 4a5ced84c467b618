// SPDX-License-Identifier: MIT
// Who takes part: the course's own client, and in a couple, a family or a group the others. Each
// fills an own form, agrees or refuses for themselves, and has an own series.
#pragma once
#include <vector>

#include "service/course_access.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// In this session, the course's own client first.
std::vector<practice::Client> taking_part(store::Reader& reader, const SessionAccess& session);
// Empty `who`: the course's own client. Refused: invalid, field "who", for anybody else.
Reply<practice::Client> participant(store::Reader& reader, const SessionAccess& session,
                                    const ClientId& who);

// In any session of this course, or rated in it, the course's own client first.
std::vector<ClientId> participants_of(store::Reader& reader, const CourseId& course);

}  // namespace holdfast::service
