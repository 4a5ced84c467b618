// SPDX-License-Identifier: MIT
// A check-in and what people do about it. Everything done is an event; nothing is taken back.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "detection/annotation.hpp"
#include "detection/thresholds.hpp"
#include "service/course_access.hpp"
#include "service/reply.hpp"
#include "service/sent_once.hpp"
#include "store/unit.hpp"

namespace holdfast::service {

inline constexpr std::chrono::days longest_snooze{90};

struct CheckIn {
  CourseAccess course;
  store::AlertNow now;
  std::vector<store::AlertEvent> events;
  std::vector<store::StoredAlert> joined;
  std::optional<store::RepairNow> repair;
  std::vector<store::RepairEvent> repair_events;
  std::vector<store::StoredRating> ratings;  // of the course about this subject, unsealed, in order
  std::vector<detection::Annotation> annotations;  // of its rating and its session
  // What the page works out: the ratings that its silence covered, unsealed ones, in order.
  struct Silent {
    double score = 0, z = 0;  // POMP
    bool ends = false;
  };
  std::vector<Silent> silent;
  detection::Thresholds thresholds;  // of the version that it was found with
  struct Absence {
    int held_before = 0;      // sessions of the course
    int forms_before = 0;     // completed by the client
    std::optional<int> days;  // since the newest check-in of a rating, up to 14
    Attendance attendance = Attendance::no_show;
  };
  std::optional<Absence> absence;  // rule N
  int session_number = 0;
  bool may_act = false;
  bool is_sealed = false;  // then no number of it may be shown
  store::Alerts::Budget budget;
};

Reply<CheckIn> read_check_in(House& house, const access::Principal& principal, const AlertId& id);

struct Acknowledge {};
struct Snooze {
  std::string until;  // YYYY-MM-DD, after today and within 90 days
  std::string reason;
};
struct NotADip {
  std::string cause;  // of not_a_dip_causes
  std::string reason;
};
struct LogWhatWasDone {
  std::string strain;  // none, moving_away, moving_against, both, unsure
  std::vector<std::string> tried;
  std::string words;  // the client's, as the therapist heard them
  bool talked_through = false;
};
struct Reopen {};
struct AnswerNewLevel {
  bool accept = false;
};
using CheckInAct =
    std::variant<Acknowledge, Snooze, NotADip, LogWhatWasDone, Reopen, AnswerNewLevel>;

// Refused: not_found, denied, invalid (fields "until", "reason", "cause", "strain", "words"),
// conflict when the check-in is withdrawn, or the key came with another act.
Reply<store::AlertStatus> act_on_check_in(House& house, const access::Principal& principal,
                                          const AlertId& id, const CheckInAct& act,
                                          const SentOnce& sent = {});

// A therapist opens one without a score.
struct OwnCheckIn {
  CourseId course;
  std::string reason;
  store::ClientKey about = {};  // who has ratings in the course; empty: its own client
};
// Refused: not_found, denied, invalid (fields "reason", "about"), conflict as above.
Reply<AlertId> open_check_in(House& house, const access::Principal& principal,
                             const OwnCheckIn& wish, const SentOnce& sent = {});

inline constexpr std::size_t reason_limit = 2000;  // bytes of a reason or of the client's words

}  // namespace holdfast::service
