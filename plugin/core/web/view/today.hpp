// SPDX-License-Identifier: MIT
// The first page of the day. At the front desk the same list without scores, alerts or sentences.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "alliance/moment.hpp"
#include "alliance/words.hpp"
#include "web/view/page.hpp"

namespace holdfast::web {

enum class FormState {
  not_due,  // the schedule asks for none
  due,      // to be given
  given,    // link sent or device handed over, no answer yet
  done,
  declined,
  overdue,  // session held, form asked for, nothing came
};

struct TodaySession {
  std::chrono::minutes start{};  // since midnight in the practice's zone
  std::string client;            // name, or initials
  std::string client_href;       // picture; empty where this person may not open it (front desk)
  int number = 0;                // rank among held sessions, counting this one; 0: not known
  Attendance attendance = Attendance::booked;
  std::string clinician;  // shown at the front desk and to teams; may be empty
  std::string facility;   // shown where the day's sessions are at several; may be empty
  FormState client_form = FormState::not_due;
  FormState therapist_form = FormState::not_due;
  std::string hand_over_href;       // empty: not offered
  std::string therapist_form_href;  // empty: not offered
  std::string give_href;            // link, code or paper; empty: not offered
  bool is_now = false;              // the session under way or next
  // Never filled for the front desk.
  std::string check_in;  // one line of the open check-in
  std::string check_in_href;
};

struct TodayCheckIn {
  std::string client;
  std::string client_href;
  std::string sentence;
  std::string href;
  Day since;
  int count = 1;  // findings of the same cause that joined it
  bool is_strong = false;
};

struct SinceLast {
  std::string text;  // "3 clients answered", already translated
  std::string href;  // may be empty
};

struct OverdueForm {
  std::string client;
  std::string client_href;
  Day session_day;
  std::string give_href;
  std::string pick;  // field that ticks it, to ask no more; empty: not offered
};

// "Read today": a risk answer. No score, no content.
struct ReadToday {
  std::string client;
  std::string href;
};

struct TodayView {
  Day day;
  Role seen_as = Role::therapist;  // front_desk leaves out everything clinical, whatever is filled
  std::vector<ReadToday> read_today;
  std::vector<SinceLast> since_last;
  std::optional<Day> last_here;
  std::vector<TodaySession> sessions;
  std::vector<TodayCheckIn> check_ins;
  std::vector<OverdueForm> overdue;
  std::string previous_href, next_href;  // the days beside; may be empty
  // Of a day that one page does not hold; empty: it does.
  std::string earlier_href, later_href;
  std::string part;           // "41 to 80 of 5,000", already translated
  bool has_search = false;    // by a client's name
  std::string search;         // what is sought
  bool is_first_day = false;  // nobody has rated yet: the page teaches
  std::string action;         // path of what is done with ticked forms (POST); may be empty
  std::string problem;        // what was wrong with it; may be empty
};

std::string render(const TodayView& today, const Page& page);

}  // namespace holdfast::web
