// SPDX-License-Identifier: MIT
#include "chart.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdio>
#include <holdfast/cpp/guard.hpp>
#include <random>

namespace holdfast::adapters::openemr {
namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += digits[bytes[i] >> 4];
    text += digits[bytes[i] & 15];
  }
  return text;
}

std::string sha3_512(const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (EVP_Digest(text.data(), text.size(), digest, &length, EVP_sha3_512(), nullptr) != 1)
    throw Failure(HOLDFAST_E_INTERNAL, "this machine's OpenSSL has no SHA3-512");
  return hexadecimal(digest, length);
}

std::string base64(const std::string& text) {
  std::string coded(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(coded.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  coded.resize(static_cast<std::size_t>(length));
  return coded;
}

// RFC 4122 version 4 with the time in front, as OpenEMR's own: rows made together lie together.
std::string fresh_uuid(payload::Instant now) {
  std::random_device device;
  std::array<unsigned char, 16> bytes{};
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const std::uint32_t random = device();
    for (std::size_t k = 0; k < 4; ++k)
      bytes[i + k] = static_cast<unsigned char>(random >> (8 * k));
  }
  const auto tens_of_microseconds =
      static_cast<std::uint64_t>(now.time_since_epoch().count()) * 100;
  for (std::size_t i = 0; i < 6; ++i)
    bytes[i] = static_cast<unsigned char>(tens_of_microseconds >> (8 * (5 - i)));
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3f) | 0x80);
  return hexadecimal(bytes.data(), bytes.size());
}

std::string wall_clock(const Zone& zone, payload::Instant now) {
  const auto day = zone.day_of(now);
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(now - zone.instant_of(day, std::chrono::minutes{0}))
          .count();
  char text[32];
  std::snprintf(text, sizeof text, " %02d:%02d:%02d", static_cast<int>(seconds / 3600 % 24),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return payload::to_text(day) + text;
}

}  // namespace

Chart::Chart(Reader& reader, payload::Instant now)
    : connection_(reader.connection()),
      features_(reader.setup().features),
      instant_(now),
      now_(wall_clock(reader.setup().zone, now)) {}

std::string Chart::uuid_for(const char* table) {
  const auto uuid = fresh_uuid(instant_);
  connection_.change(
      "INSERT INTO uuid_registry (uuid, table_name, table_id, table_vertical, couchdb, "
      "document_drive, mapped, created) VALUES (UNHEX(?), ?, 'id', '', '', 0, 0, ?)",
      {uuid, table, now_});
  return uuid;
}

std::string Chart::with_dashes(const std::string& uuid) {
  return uuid.substr(0, 8) + "-" + uuid.substr(8, 4) + "-" + uuid.substr(12, 4) + "-" +
         uuid.substr(16, 4) + "-" + uuid.substr(20);
}

std::string Chart::group_of(const std::string& user) {
  const auto row = connection_.first(
      1, "SELECT CAST(name AS CHAR(255)) FROM `groups` WHERE user = ? LIMIT 1", {user});
  return row && !row->text(0).empty() ? row->text(0) : "Default";
}

void Chart::list_form(const Form& form) {
  connection_.change(
      "INSERT INTO forms (date, encounter, form_name, form_id, pid, user, groupname, authorized, "
      "deleted, formdir, provider_id) VALUES (?, ?, ?, ?, ?, ?, ?, 1, 0, ?, ?)",
      {now_, form.encounter, form.name, form.id, form.pid, form.user, group_of(form.user),
       form.directory, form.provider});
}

void Chart::unlist_form(std::string_view directory, std::int64_t form_id) {
  connection_.change("UPDATE forms SET deleted = 1 WHERE formdir = ? AND form_id = ?",
                     {std::string(directory), form_id});
}

void Chart::log(const Event& event) {
  if (!features_.audit) return;
  const auto comment = base64(event.comment), group = group_of(event.user);
  const std::string category = "holdfast", from = "holdfast";
  const auto id = connection_.inserted(
      "INSERT INTO log (date, event, category, user, groupname, comments, user_notes, patient_id, "
      "success, crt_user, log_from, menu_item_id, ccda_doc_id) "
      "VALUES (?, ?, ?, ?, ?, ?, '', ?, 1, '', ?, NULL, NULL)",
      {now_, event.event, category, event.user, group, comment, event.pid, from});
  // What OpenEMR joins to make the checksum of a line, in its order.
  const auto checksum = sha3_512(now_ + event.event + category + event.user + group + comment +
                                 std::to_string(event.pid) + "1" + from);
  connection_.change(
      "INSERT INTO log_comment_encrypt (log_id, encrypt, checksum, checksum_api, version) "
      "VALUES (?, 'No', ?, '', 4)",
      {id, checksum});
}

bool Chart::is_locked(std::int64_t encounter) {
  if (!features_.locks) return true;
  return connection_.any(
      "SELECT CAST(1 AS CHAR) FROM esign_signatures WHERE `table` = 'form_encounter' AND tid = ? "
      "AND is_lock = 1 LIMIT 1",
      {encounter});
}

bool Chart::is_form_locked(std::string_view directory, std::int64_t form_id) {
  if (!features_.locks) return true;
  return connection_.any(
      "SELECT CAST(1 AS CHAR) FROM forms f JOIN esign_signatures s ON s.`table` = 'forms' "
      "AND s.tid = f.id AND s.is_lock = 1 WHERE f.formdir = ? AND f.form_id = ? LIMIT 1",
      {std::string(directory), form_id});
}

bool Chart::is_registered() {
  return connection_.any(
      "SELECT CAST(1 AS CHAR) FROM registry WHERE directory = ? AND state = 1 LIMIT 1",
      {form_directory});
}

}  // namespace holdfast::adapters::openemr
