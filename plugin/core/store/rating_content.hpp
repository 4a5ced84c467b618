// SPDX-License-Identifier: MIT
// What a rating says, as one text with its salt, of which the audit log keeps a digest: so that a
// row that was changed by hand shows.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/ratings.hpp"

namespace holdfast::store {

// As it is about to be stored. The order of comments does not matter.
std::string content_of(const StoredRating& rating, const std::vector<StoredAnswer>& answers,
                       std::vector<StoredComment> comments);
// As it stands, or stood before it ended; none: there is no such rating.
std::optional<std::string> stored_content(const Ratings& ratings, const RatingId& id);

}  // namespace holdfast::store
