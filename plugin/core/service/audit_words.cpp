// SPDX-License-Identifier: MIT
#include "service/audit_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace holdfast::service {
namespace {

struct Words {
  std::string_view code, english;
};

constexpr std::string_view marked(std::string_view sentence) { return sentence; }

// By subject. Looking and doing are told apart: a refused look is no deed.
constexpr std::array actions{
    Words{"picture.read", marked("looked at the ratings")},
    Words{"carer.read", marked("looked at the ratings as a carer")},
    Words{"check_in.read", marked("looked at a check-in")},
    Words{"check_in.act", marked("worked on a check-in")},
    Words{"check_in.open", marked("opened a check-in")},
    Words{"letter.read", marked("read what a client wrote to them alone")},
    Words{"risk.read", marked("read an answer that had to be read the same day")},
    Words{"ratings.list", marked("looked at the list of ratings")},
    Words{"rating.open", marked("looked at one rating")},
    Words{"rating.submit", marked("entered a rating")},
    Words{"rating.decline", marked("noted that the form was declined")},
    Words{"rating.void", marked("took a rating out of the file")},
    Words{"rating.move", marked("moved a rating to whom it belongs")},
    Words{"rating.match", marked("said which session a rating is about")},
    Words{"rating.erase", marked("erased a rating with the file it came from")},
    Words{"ratings.import", marked("imported ratings")},
    Words{"form.offer", marked("looked at the ways to give a form")},
    Words{"form.give", marked("gave a form")},
    Words{"form.open", marked("opened a form")},
    Words{"form.paper", marked("opened a form to print or to enter")},
    Words{"form.take_back", marked("took a form back")},
    Words{"consent.read", marked("looked at what was agreed")},
    Words{"consent.note", marked("noted what was agreed")},
    Words{"break_glass.search", marked("searched for a client in an emergency")},
    Words{"break_glass.use", marked("used the emergency access")},
    Words{"today.read", marked("looked at the day")},
    Words{"caseload.read", marked("looked at the list of clients")},
    Words{"supervision.read", marked("looked at the supervision page")},
    Words{"report_card.read", marked("looked at the report card")},
    Words{"settings.preview", marked("tried other settings on past ratings")},
    Words{"audit.read", marked("looked at this log")},
    Words{"audit.export", marked("exported this log")},
    Words{"records.desk", marked("looked at the records desk")},
    Words{"records.read", marked("opened the file as records officer")},
    Words{"records.document", marked("opened the file as one document")},
    Words{"records.request", marked("noted a request to see the file")},
    Words{"records.answer", marked("answered a request to see the file")},
    Words{"records.hold", marked("put a hold on the file")},
    Words{"records.lift_hold", marked("lifted a hold on the file")},
    Words{"records.ask_erasure", marked("asked for the file to be erased")},
    Words{"records.take_back_erasure", marked("took back the wish to erase the file")},
    Words{"records.erase", marked("agreed to erase the file")},
    Words{"records.certificate", marked("looked at a certificate of erasure")},
    Words{"records.erasures", marked("looked at the list of erasures")},
    Words{"records.retention", marked("looked at which files may be erased")},
    Words{"client.erase", marked("erased the file")},
    Words{"client.export", marked("exported a client's file")},
    Words{"client.merge", marked("joined two files of one client")},
    Words{"client.unmerge", marked("parted two files that had been joined")},
    Words{"course.transfer", marked("passed a course to another therapist")},
    Words{"practice.may_export", marked("looked at the page for exports")},
    Words{"practice.export", marked("exported everything")},
    Words{"research.export", marked("exported a set for research")},
    Words{"settings.read", marked("looked at settings")},
    Words{"settings.change", marked("changed settings")},
    Words{"detection_settings.read", marked("looked at the rules for check-ins")},
    Words{"detection_settings.change", marked("changed the rules for check-ins")},
    Words{"schedule.read", marked("looked at which form is given when")},
    Words{"schedule.change", marked("changed which form is given when")},
    Words{"people.read", marked("looked at who covers and who supervises")},
    Words{"people.change", marked("changed who covers and who supervises")},
    Words{"deliveries.read", marked("looked at deliveries")},
    Words{"deliveries.change", marked("worked on deliveries")},
    Words{"delivery.release", marked("released a delivery")},
    Words{"delivery.drop", marked("dropped a delivery")},
    Words{"delivery.confirm_place", marked("confirmed where deliveries go")},
    Words{"store.backup", marked("made a backup")},
    Words{"store.restore", marked("restored a backup")},
    Words{"store.set_back", marked("found that the store had been set back")},
};

constexpr std::array reasons{
    Words{"care", marked("care")},
    Words{"own course", marked("own client")},
    Words{"own form", marked("their own form")},
    Words{"carer", marked("cares for the client")},
    Words{"carer's form", marked("cares for the client")},
    Words{"invitation", marked("a form that was given")},
    Words{"cover", marked("stands in for the therapist")},
    Words{"supervision", marked("supervision")},
    Words{"external supervision", marked("supervision")},
    Words{"break-glass", marked("emergency access")},
    Words{"access-request", marked("a request to see the file")},
    Words{"records", marked("keeps the records")},
    Words{"retention", marked("the time to keep it is over")},
    Words{"ledger", marked("erased before a backup was restored")},
    Words{"read today", marked("to be read the same day")},
    Words{"wrong_person", marked("about another person")},
    Words{"test", marked("only a test")},
    Words{"duplicate", marked("entered twice")},
    Words{"practice system", marked("as the practice system says")},
    Words{"anchor", marked("the noted end of the log does not fit")},
    Words{"not permitted", marked("refused: no right to")},
    Words{"administration", marked("administration")},
    Words{"role", marked("their role")},
};

constexpr std::array actors{
    Words{"client", marked("the client")},
    Words{"carer", marked("a carer")},
    Words{"kiosk", marked("the client, on a handed-over device")},
    Words{"tool", marked("a tool of the operator")},
    Words{"holdfast", marked("Holdfast by itself")},
    Words{"nobody", marked("somebody who is not signed in")},
    Words{"staff", marked("somebody of the staff")},
};

// A line that a later or an earlier version wrote.
constexpr std::string_view unknown = marked("did something that this version has no word for");

const Words* find(std::span<const Words> words, std::string_view code) {
  const auto found =
      std::find_if(words.begin(), words.end(), [&](const Words& one) { return one.code == code; });
  return found == words.end() ? nullptr : &*found;
}

}  // namespace

std::string action_text(std::string_view action, const text::Language& language) {
  const auto* words = find(actions, action);
  return language.translate(words ? words->english : unknown);
}

std::string actor_text(std::string_view kind, const text::Language& language) {
  const auto* words = find(actors, kind);
  return language.translate(words ? words->english : actors.back().english);
}

std::string reason_text(std::string_view why, const text::Language& language) {
  const auto* words = find(reasons, why);
  return words ? language.translate(words->english) : std::string(why);
}

}  // namespace holdfast::service
