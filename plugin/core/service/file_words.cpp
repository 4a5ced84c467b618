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
    {"promoted", marked("Takes the place of a check-in that was withdrawn")},
    {"recalculated", marked("Worked out again: data corrected")},
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

std::string_view rule_words(std::string_view rule) { return in(rules, rule); }
std::string_view event_words(std::string_view kind) { return in(events, kind); }
std::string_view repair_words(std::string_view state) { return in(repairs, state); }
std::string_view way_words(std::string_view way) { return in(ways, way); }
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
