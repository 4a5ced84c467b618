// SPDX-License-Identifier: MIT
// A course as the graph draws it: what stands where along the sessions.
#pragma once
#include <map>
#include <vector>

#include "service/read_picture.hpp"
#include "web/chart/course_graph.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

constexpr double usual = 1.75;  // usual range = M -/+ 1.75 sd (detection.md, "Sentences")

// The sessions along the x axis, and where each rating stands among them. A rating without an
// appointment gets a place of its own.
struct Axis {
  std::vector<chart::Slot> slots;
  std::vector<SessionId> sessions;  // of each slot; empty: no appointment
  std::map<SessionId, int> of_session;
  std::map<RatingId, int> of_rating;
};
Axis axis_of(const service::PictureOfCourse& picture, Instant now);
chart::Point point_of(const service::PictureOfCourse& picture, const store::StoredRating& rating,
                      int slot);
chart::CourseGraph graph_of(const service::PictureOfCourse& picture, const Axis& axis,
                            const Visit& visit);

// What a client and their therapist look at together: the client's own ratings with their usual
// range, and nothing that was said about them.
chart::CourseGraph shared_graph_of(const service::PictureOfCourse& picture, const Axis& axis,
                                   const Visit& visit);

}  // namespace holdfast::web
