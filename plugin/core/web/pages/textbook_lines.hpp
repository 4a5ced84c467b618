// SPDX-License-Identifier: MIT
// What the fixed lines of the textbooks say of a rating: a cut-off, a drop since the last rating,
// one area that is low. They can be shown in the picture and are never an alert: of ratings that
// lie high as a rule they speak at every other session.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "service/read_picture.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

// By rating, already translated; nothing for a rating about which no line says anything.
std::map<RatingId, std::vector<std::string>> textbook_remarks(
    const service::PictureOfCourse& picture, const Visit& visit);

inline constexpr double textbook_drop = 2.5;     // POMP: one point of forty
inline constexpr double textbook_low_area = 75;  // POMP: 7.5 of ten
inline constexpr double textbook_cut_off = 90;   // POMP: 36 of forty

}  // namespace holdfast::web
