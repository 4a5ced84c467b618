// SPDX-License-Identifier: MIT
// Annotations of a picture, placed: what stands under the graph now, what in the rows of the table.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "service/read_picture.hpp"
#include "text/language.hpp"

namespace holdfast::web {

// Of the latest client rating and its session, and where the present baseline began.
std::vector<std::string> notes_of(const service::PictureOfCourse& picture,
                                  const text::Language& language);

// "third fall in a row; answered in 3 seconds", by the rating it is about.
std::map<RatingId, std::string> remarks_of(const service::PictureOfCourse& picture,
                                           const text::Language& language);

}  // namespace holdfast::web
