// SPDX-License-Identifier: MIT
// A course as it may be shown: ratings, numbers, alerts and repairs, without what is sealed.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "service/annotations.hpp"
#include "service/course_access.hpp"
#include "service/course_engine.hpp"
#include "service/reply.hpp"
#include "store/pages.hpp"

namespace holdfast::service {

struct PictureOfCourse {
  CourseAccess access;
  bool may_act = false;       // own course or cover: may rate, hand over, open a check-in
  store::CoursePicture held;  // sealed ratings, their alerts and their comments taken out
  std::vector<store::StoredRating> outcomes;  // taken out of `held` too: no rule looks at them
  std::string clinician;                      // name of the leading clinician
  std::map<RatingId, detection::Step> steps;
  std::vector<Annotated> annotations;  // of what may be shown, in order
  std::map<RatingId, std::string> comments;
  std::map<RepairId, std::vector<store::RepairEvent>> repair_events;
  std::set<SessionId> sealed_sessions;  // a client's rating is there, and may not be shown yet
  std::map<store::ClientKey, std::set<SessionId>> sealed_of;  // the same by whose it is
};

// Takes out what is about those whom `is_out` names.
void leave_out(PictureOfCourse& picture,
               const std::function<bool(const store::ClientKey&)>& is_out);

// What a carer may see of their ward: the ward's own ratings, with the usual range, and nothing
// that was said, marked or rated about them. Refused as the age limit and the ward say.
Reply<PictureOfCourse> read_as_carer(House& house, const access::Principal& principal,
                                     const CourseId& course, std::string_view from);

// `about`: the key of the one person whom the page shows, or what was asked for; empty: the client.
// None: everybody in the course is shown.
Reply<PictureOfCourse> read_picture(House& house, const access::Principal& principal,
                                    const CourseId& course, std::string_view from,
                                    std::optional<std::string_view> about = {});

}  // namespace holdfast::service
