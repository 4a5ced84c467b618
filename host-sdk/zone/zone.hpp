// SPDX-License-Identifier: MIT
// The practice's time zone: which day an instant falls on there, and the reverse.
#pragma once
#include <chrono>
#include <holdfast/cpp/moment.hpp>
#include <string>
#include <string_view>

namespace date {
class time_zone;
}

namespace holdfast {

class Zone {
 public:
  // `name` is an IANA name. Throws Failure(INVALID) when the machine does not know it.
  explicit Zone(std::string name);

  const std::string& name() const { return name_; }
  payload::Day day_of(payload::Instant instant) const;
  // What a clock on the wall there shows; the earlier instant where it shows that twice, the first
  // instant after a gap where it never does.
  payload::Instant instant_of(payload::Day day, std::chrono::minutes after_midnight) const;

 private:
  std::string name_;
  const date::time_zone* zone_;  // the tz library's, for the life of the process
};

}  // namespace holdfast
