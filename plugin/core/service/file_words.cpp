// SPDX-License-Identifier: MIT
#include "service/file_words.hpp"

#include <span>
#include <utility>

namespace holdfast::service {
namespace {

constexpr std::string_view marked(std::string_view sentence) { return sentence; }

using Words = std::pair<std::string_view, std::string_view>;

std::string_view in(std::span<const Words> list, std::string_view word) {
  for (const auto& [known, words] : list)
    if (known == word) return words;
  return word;
}

constexpr Words actions[] = {
    {"picture.read", marked("looked at the ratings")},
    {"check_in.read", marked("looked at a check-in")},
    {"check_in.act", marked("worked on a check-in")},
    {"check_in.open", marked("worked on a check-in")},
    {"rating.submit", marked("entered a rating")},
    {"rating.decline", marked("left a form unanswered")},
    {"ratings.import", marked("brought in old ratings")},
    {"risk.read", marked("read an answer about safety")},
    {"break_glass.use", marked("used the emergency access")},
    {"today.read", marked("looked at the day")},
    {"caseload.read", marked("looked at the list of clients")},
    {"supervision.read", marked("looked at the supervision page")},
    {"audit.read", marked("looked at this log")},
    {"records.desk", marked("opened the records officer's list")},
    {"rating.open", marked("looked at a rating")},
    {"ratings.list", marked("looked at the ratings")},
    {"settings.preview", marked("looked at the report card")},
    {"course.transfer", marked("the course went over to a colleague")},
    {"client.merge", marked("another file of the client was merged into this one")},
    {"client.unmerge", marked("a merged file was taken out again")},
    {"client.export", marked("took a copy of the file")},
    {"client.erase", marked("erased the file")},
};
// By how they begin, where one sentence says enough of them all.
constexpr Words kinds_of_action[] = {
    {"form.", marked("gave or opened a form")},
    {"record", marked("opened the file as records officer")},
    {"file.", marked("opened the file as records officer")},
    {"consent.", marked("noted what was agreed")},
    {"carer.", marked("looked at the ratings")},
    {"rating.", marked("took a rating out of the file")},
    {"report_card.", marked("looked at the report card")},
    {"deliver", marked("looked at or changed deliveries")},
    {"settings.", marked("looked at or changed settings")},
    {"detection_settings.", marked("looked at or changed settings")},
    {"people.", marked("looked at or changed settings")},
};
constexpr Words reasons[] = {
    {"own course", marked("own client")},
    {"cover", marked("stands in for the therapist")},
    {"supervision", marked("supervision")},
    {"external supervision", marked("supervision")},
    {"break-glass", marked("emergency access")},
    {"access-request", marked("a request to see the file")},
    {"not permitted", marked("refused: no right to")},
    {"administration", marked("administration")},
    {"role", marked("their role")},
    {"records", marked("their role")},
    {"practice system", marked("told by the practice system")},
};
constexpr Words rules[] = {
    {"A", marked("Rule A · sudden dip")},
    {"B", marked("Rule B · lower two times running")},
    {"E", marked("Rule E · score and tension together")},
    {"L", marked("Rule L · low start")},
    {"N", marked("Rule N · absence")},
    {"T", marked("Rule T · the client said so")},
    {"", marked("Opened by the therapist")},
};
constexpr Words events[] = {
    {"acknowledged", marked("Acknowledged")},
    {"snoozed", marked("snoozed")},
    {"not_a_dip", marked("Closed: not a dip")},
    {"logged", marked("What was done")},
    {"reopened", marked("Opened again")},
    {"joined", marked("A later finding joined")},
    {"withdrawn", marked("Withdrawn: data corrected")},
    {"handed_over", marked("Handed over to another therapist")},
    {"closed", marked("Closed")},
};
constexpr Words repairs[] = {
    {"open", marked("Open")},
    {"opened", marked("Open")},
    {"improving", marked("Improving")},
    {"repaired", marked("Repaired")},
    {"new level", marked("New level")},
    {"ended", marked("Ended")},
    {"unrepaired", marked("Not repaired")},
    {"transferred", marked("Transferred")},
};
constexpr Words ways[] = {
    {"kiosk", marked("on the practice's device")}, {"link", marked("by a link")},
    {"code", marked("by a typed code")},           {"paper", marked("on paper")},
    {"staff", marked("typed by staff")},           {"therapist", marked("by the therapist")},
};
constexpr Words actors[] = {
    {"client", marked("the client")}, {"carer", marked("a carer")},
    {"kiosk", marked("the client")},  {"tool", marked("the practice's operator")},
    {"holdfast", "Holdfast"},
};
constexpr Words deliveries[] = {
    {"client_total", marked("Total of a client's form")},
    {"subscales", marked("Parts of a client's form")},
    {"client_form", marked("Client's form with its answers")},
    {"therapist_rating", marked("Therapist's rating")},
    {"therapist_form", marked("Therapist's form with its answers")},
    {"comment", marked("Comment")},
    {"alert", marked("Check-in notice")},
    {"alert_record", marked("Check-in as a mark in the record")},
    {"repair", marked("Repair")},
    {"notice", marked("Notice")},
};

}  // namespace

std::string_view action_words(std::string_view action) {
  const auto words = in(actions, action);
  if (words != action) return words;
  for (const auto& [beginning, kind] : kinds_of_action)
    if (action.starts_with(beginning)) return kind;
  return action;
}

std::string_view reason_words(std::string_view why) { return in(reasons, why); }
std::string_view rule_words(std::string_view rule) { return in(rules, rule); }
std::string_view event_words(std::string_view kind) { return in(events, kind); }
std::string_view repair_words(std::string_view state) { return in(repairs, state); }
std::string_view way_words(std::string_view way) { return in(ways, way); }
std::string_view actor_words(std::string_view actor_kind) { return in(actors, actor_kind); }
std::string_view delivery_words(std::string_view about) { return in(deliveries, about); }

std::string_view words_for(store::Purpose purpose) {
  switch (purpose) {
    case store::Purpose::forms:
      return marked("Forms");
    case store::Purpose::reminders:
      return marked("Reminders");
    case store::Purpose::supervision:
      return marked("Supervision");
    case store::Purpose::write_back:
      return marked("Writing into the practice system");
    case store::Purpose::carer_view:
      return marked("A carer's look");
    case store::Purpose::research:
      return marked("Research");
  }
  return {};
}

std::string_view words_for(store::ConsentAnswer answer) {
  switch (answer) {
    case store::ConsentAnswer::informed:
      return marked("was informed");
    case store::ConsentAnswer::agreed:
      return marked("agreed");
    case store::ConsentAnswer::refused:
      return marked("said no");
    case store::ConsentAnswer::withdrawn:
      return marked("took the agreement back");
  }
  return {};
}

std::string_view words_for(store::AlertStatus status) {
  switch (status) {
    case store::AlertStatus::open:
      return marked("open");
    case store::AlertStatus::acknowledged:
      return marked("acknowledged");
    case store::AlertStatus::snoozed:
      return marked("snoozed");
    case store::AlertStatus::closed:
      return marked("closed");
    case store::AlertStatus::withdrawn:
      return marked("withdrawn: data corrected");
  }
  return {};
}

std::string_view words_for(store::EndOfRating how) {
  switch (how) {
    case store::EndOfRating::voided:
      return marked("voided");
    case store::EndOfRating::moved:
      return marked("moved");
    case store::EndOfRating::matched:
      return marked("matched with its session");
    case store::EndOfRating::corrected:
      return marked("corrected");
  }
  return {};
}

std::string_view words_for(store::FormStatus status) {
  switch (status) {
    case store::FormStatus::given:
      return marked("not opened yet");
    case store::FormStatus::opened:
      return marked("opened, not sent yet");
    case store::FormStatus::done:
      return marked("answered");
    case store::FormStatus::declined:
      return marked("left unanswered");
    case store::FormStatus::expired:
      return marked("its time ended");
    case store::FormStatus::taken_back:
      return marked("taken back");
  }
  return {};
}

}  // namespace holdfast::service
