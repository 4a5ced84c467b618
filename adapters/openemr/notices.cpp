// SPDX-License-Identifier: MIT
#include "notices.hpp"

#include <holdfast/cpp/guard.hpp>

#include "access.hpp"
#include "portal_mail.hpp"
#include "translation.hpp"

namespace holdfast::adapters::openemr {
namespace {

// What waits, never about whom.
const char* sentence(const std::string& category) {
  if (category == "check_in") return "A check-in waits in Holdfast.";
  if (category == "read_today") return "Something in Holdfast is to be read today.";
  if (category == "form_due") return "A session form is due in Holdfast.";
  if (category == "handover") return "A hand-over waits in Holdfast.";
  return "A delivery waits for the administrator in Holdfast.";
}

bool is_urgent(const std::string& category) { return category == "read_today"; }

// As many whole UTF-8 characters as the column takes.
std::string at_most(std::string text, std::size_t characters) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80 && ++count > characters)
      return text.substr(0, i);
  return text;
}

std::int64_t put_message(Chart& chart, Connection& connection, const std::string& user,
                         const std::string& text) {
  const auto body = chart.now().substr(0, 16) + " (oe-system to " + user + ") " + text;
  return connection.inserted(
      "INSERT INTO pnotes (date, body, pid, user, groupname, activity, authorized, title, "
      "assigned_to, deleted, message_status, update_by, update_date) "
      "VALUES (?, ?, 0, 'oe-system', 'Default', 1, 0, 'Holdfast', ?, 0, 'New', 1, ?)",
      {chart.now(), body, user, chart.now()});
}

std::int64_t put_reminder(Chart& chart, Reader& reader, std::int64_t person,
                          const payload::Notice& notice) {
  auto& connection = reader.connection();
  const auto& setup = reader.setup();
  const auto text = in_words(reader, "", sentence(notice.category));
  const auto due = notice.due ? setup.zone.day_of(*notice.due) : setup.today;
  const auto id = connection.inserted(
      "INSERT INTO dated_reminders (dr_from_ID, dr_message_text, dr_message_sent_date, "
      "dr_message_due_date, pid, message_priority, message_processed, processed_date, "
      "dr_processed_by) "
      "VALUES (?, ?, ?, ?, 0, ?, 0, NULL, 0)",
      {person, at_most(text, setup.features.reminder_length), chart.now(), payload::to_text(due),
       std::int64_t{is_urgent(notice.category) ? 1 : 2}});
  connection.change("INSERT INTO dated_reminders_link (dr_id, to_id) VALUES (?, ?)", {id, person});
  return id;
}

}  // namespace

void post_notice(Reader& reader, const Posting& posting) {
  auto& connection = reader.connection();
  const auto& to = posting.notice.to;
  const auto person =
      to.starts_with("staff:") ? number_of(std::string_view(to).substr(6)) : std::nullopt;
  const auto user =
      person ? connection.first(
                   1, "SELECT username FROM users WHERE id = ? AND username <> '' AND active = 1",
                   {*person})
             : std::nullopt;
  if (!user) throw Failure(HOLDFAST_E_NOT_FOUND, "notice: this practice has no such person");
  if (connection.any("SELECT CAST(1 AS CHAR) FROM holdfast_notice WHERE notice_key = ? FOR UPDATE",
                     {posting.key}))
    return;
  // What is for a client is told to the therapist where the client cannot be reached here.
  if (post_mail(reader, posting, user->text(0))) return;
  Chart chart{reader, posting.at};
  const auto message = put_message(chart, connection, user->text(0),
                                   in_words(reader, "", sentence(posting.notice.category)));
  const auto& setup = reader.setup();
  const auto reminder = setup.settings.reminders && setup.features.reminders
                            ? put_reminder(chart, reader, *person, posting.notice)
                            : 0;
  connection.change(
      "INSERT INTO holdfast_notice (notice_key, person, pnote, reminder, posted_at) "
      "VALUES (?, ?, ?, ?, ?)",
      {posting.key, *person, message, reminder, chart.now()});
  chart.log({"patient-record-insert", "oe-system",
             "holdfast: message " + std::to_string(message) + " sent", 0});
}

void withdraw_notice(Reader& reader, const std::string& key, payload::Instant at) {
  if (withdraw_mail(reader, key, at)) return;
  auto& connection = reader.connection();
  const auto known = connection.first(3,
                                      "SELECT CAST(pnote AS CHAR), CAST(reminder AS CHAR), "
                                      "CAST(person AS CHAR) FROM holdfast_notice "
                                      "WHERE notice_key = ? AND withdrawn_at IS NULL FOR UPDATE",
                                      {key});
  if (!known) return;
  Chart chart{reader, at};
  connection.change(
      "UPDATE pnotes SET message_status = 'Done', activity = 0, update_by = 1, update_date = ? "
      "WHERE id = ?",
      {chart.now(), known->number(0)});
  if (known->number(1) != 0)
    connection.change(
        "UPDATE dated_reminders SET message_processed = 1, processed_date = ?, dr_processed_by = ? "
        "WHERE dr_id = ?",
        {chart.now(), known->number(2), known->number(1)});
  connection.change("UPDATE holdfast_notice SET withdrawn_at = ? WHERE notice_key = ?",
                    {chart.now(), key});
  chart.log({"patient-record-update", "oe-system",
             "holdfast: message " + known->text(0) + " taken back", 0});
}

}  // namespace holdfast::adapters::openemr
