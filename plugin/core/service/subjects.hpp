// SPDX-License-Identifier: MIT
// In a couple, a family or a group each keeps an own series: a picture is about one of them at a
// time, and what the others answered is not in it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "service/read_picture.hpp"

namespace holdfast::service {

struct SubjectOfCourse {
  ClientKey key;
  std::string name;  // initials for who sees no names
};

// Who has ratings in this course, the course's own client first.
std::vector<SubjectOfCourse> subjects_of(House& house, const PictureOfCourse& picture);

// Whom something of a course is about, where that is not its own client.
struct Partner {
  ClientKey key;
  practice::Client client;
};
std::optional<Partner> partner_meant(store::Reader& reader, const ClientKey& subject,
                                     const ClientId& own);

// Leaves what is about this one alone, with the therapist's ratings of the same.
void keep_subject(PictureOfCourse& picture, const ClientKey& subject);

}  // namespace holdfast::service
