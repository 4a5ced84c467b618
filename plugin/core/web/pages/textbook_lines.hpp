// SPDX-License-Identifier: MIT
// What the fixed lines of the textbooks say of a rating: a cut-off, a drop since the last rating,
// one area that is low. They can be shown in the picture and are never an alert: of ratings that
// lie high as a rule they speak at every other session.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "service/read_picture.hpp"
#include "web/pages/picture_graph.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

// By rating, already translated; nothing for a rating about which no line says anything.
std::map<RatingId, std::vector<std::string>> textbook_remarks(
    const service::PictureOfCourse& picture, const Visit& visit);

// The same lines for the graph.
chart::FixedLines fixed_lines_of(const service::PictureOfCourse& picture, const Axis& axis,
                                 const Visit& visit);

}  // namespace holdfast::web
