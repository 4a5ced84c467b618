// SPDX-License-Identifier: MIT
// What somebody who cares for a client sees: the ratings of each ward that the practice's age limit
// and the ward let them see, and for the others that they see nothing.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "service/read_picture.hpp"

namespace holdfast::service {

struct Ward {
  practice::Client client;
  std::optional<int> shown_until;        // age; none: nothing is shown
  std::vector<PictureOfCourse> courses;  // as read_as_carer() answers them
};

// Refused: denied to all but carers. Separated carers are separate people in the host; neither
// learns here that there is another.
Reply<std::vector<Ward>> read_wards(House& house, const access::Principal& principal,
                                    std::string_view from);

}  // namespace holdfast::service
