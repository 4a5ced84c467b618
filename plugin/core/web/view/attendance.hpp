// SPDX-License-Identifier: MIT
// What a session that did not take place is called.
#pragma once
#include <string>

#include "alliance/words.hpp"
#include "text/language.hpp"

namespace holdfast::web {

// Empty for a session that is booked or was held: nothing needs saying.
inline std::string attendance_text(Attendance attendance, const text::Language& language) {
  switch (attendance) {
    case Attendance::booked:
    case Attendance::held:
      return {};
    case Attendance::no_show:
      return language.translate("did not come");
    case Attendance::cancelled_by_client:
      return language.translate("cancelled by the client");
    case Attendance::cancelled_late:
      return language.translate("cancelled late");
    case Attendance::cancelled_by_practice:
      return language.translate("cancelled by the practice");
  }
  return {};
}

}  // namespace holdfast::web
