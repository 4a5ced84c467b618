// SPDX-License-Identifier: MIT
// What became of the forms that a session asks for: all in, or what keeps it from that. In a couple
// or a group everybody who takes part is asked, so one answer closes nothing for the others.
#pragma once
#include "service/schedule.hpp"
#include "store/pages.hpp"

namespace holdfast::service {

enum class FormsIn {
  none_asked,  // and none given
  open,        // one at least is still to be given
  given,       // of the others one at least waits for its answer
  declined,    // all that is left out was left out by those who were asked
  done,
};

struct SessionForms {
  const House& house;
  const Schedule& schedule;
  const store::TodayRow& row;
};

FormsIn forms_in(const SessionForms& session, Rater rater);

}  // namespace holdfast::service
