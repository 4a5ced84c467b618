// SPDX-License-Identifier: MIT
#include "portal_mail.hpp"

#include "translation.hpp"

namespace holdfast::adapters::openemr {
namespace {

constexpr const char* title = "A form is waiting for you.";
constexpr const char* what_to_do = "Open the form";

// From the portal's page of messages, wherever OpenEMR is installed. The module puts the portal's
// own token in place of the x.
constexpr const char* portal_page =
    "../../interface/modules/custom_modules/oe-module-holdfast/public/portal.php/x";

// The portal finds mail by the name under which the client signed in (owner and recipient_id).
constexpr const char* select_login =
    "SELECT a.portal_username, CONCAT_WS(' ', p.fname, p.lname), COALESCE(p.language, '') "
    "FROM patient_data p JOIN patient_access_onsite a ON a.pid = p.pid "
    "WHERE p.pid = ? AND p.allow_patient_portal = 'YES' AND a.portal_username <> ''";
constexpr const char* select_sender =
    "SELECT CONCAT_WS(' ', fname, lname) FROM users WHERE username = ?";
constexpr const char* insert_mail =
    "INSERT INTO onsite_mail (date, body, owner, user, groupname, authorized, activity, title, "
    "assigned_to, message_status, mail_chain, sender_id, sender_name, recipient_id, "
    "recipient_name, reply_mail_chain) "
    "VALUES (?, ?, ?, ?, 'Default', 1, 1, ?, '', 'New', 0, ?, ?, ?, ?, 0)";
// A message that answers none begins a chain of its own.
constexpr const char* begin_chain = "UPDATE onsite_mail SET mail_chain = id WHERE id = ?";
constexpr const char* remember_mail =
    "INSERT INTO holdfast_mail (notice_key, pid, mail, owner, posted_at) VALUES (?, ?, ?, ?, ?)";

constexpr const char* is_mailed =
    "SELECT CAST(1 AS CHAR) FROM holdfast_mail WHERE notice_key = ? FOR UPDATE";
constexpr const char* select_mailed =
    "SELECT CAST(mail AS CHAR), CAST(pid AS CHAR), owner FROM holdfast_mail "
    "WHERE notice_key = ? AND withdrawn_at IS NULL FOR UPDATE";
// As the portal itself archives one.
constexpr const char* archive =
    "UPDATE onsite_mail SET message_status = 'Delete', activity = 1, deleted = 1, delete_date = ? "
    "WHERE id = ? AND owner = ?";
constexpr const char* forget = "UPDATE holdfast_mail SET withdrawn_at = ? WHERE notice_key = ?";

std::string as_html(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

// The portal shows a message as HTML that it has cleaned.
std::string body_of(Reader& reader, const std::string& language, const std::string& link) {
  auto body = "<p>" + as_html(in_words(reader, language, title)) + "</p>";
  if (!link.empty())
    body += "<p><a href=\"" + as_html(portal_page + link) + "\">" +
            as_html(in_words(reader, language, what_to_do)) + "</a></p>";
  return body;
}

}  // namespace

bool post_mail(Reader& reader, const Posting& posting, const std::string& sender) {
  const auto& setup = reader.setup();
  const auto pid = number_of(posting.notice.client);
  if (!setup.features.portal_mail || !setup.settings.portal_mail || !pid) return false;
  auto& connection = reader.connection();
  if (connection.any(is_mailed, {posting.key})) return true;
  const auto login = connection.first(3, select_login, {*pid});
  if (!login) return false;
  const auto name = connection.first(1, select_sender, {sender});
  Chart chart{reader, posting.at};
  const auto& owner = login->text(0);
  const auto language = login->text(2);
  const auto mail =
      connection.inserted(insert_mail, {chart.now(), body_of(reader, language, posting.notice.link),
                                        owner, sender, in_words(reader, language, title), sender,
                                        name ? name->text(0) : sender, owner, login->text(1)});
  connection.change(begin_chain, {mail});
  connection.change(remember_mail, {posting.key, *pid, mail, owner, chart.now()});
  chart.log({"patient-record-insert", "oe-system",
             "holdfast: portal message " + std::to_string(mail) + " sent", *pid});
  return true;
}

bool withdraw_mail(Reader& reader, const std::string& key, payload::Instant at) {
  if (!reader.setup().features.portal_mail) return false;
  auto& connection = reader.connection();
  const auto known = connection.first(3, select_mailed, {key});
  if (!known) return false;
  Chart chart{reader, at};
  connection.change(archive, {chart.now(), known->number(0), known->text(2)});
  connection.change(forget, {chart.now(), key});
  chart.log({"patient-record-update", "oe-system",
             "holdfast: portal message " + known->text(0) + " taken back", known->number(1)});
  return true;
}

}  // namespace holdfast::adapters::openemr
