// SPDX-License-Identifier: MIT
#include "service/erase_client.hpp"

#include <algorithm>
#include <filesystem>

#include "json/writer.hpp"
#include "service/backup.hpp"
#include "service/erasure_ledger.hpp"
#include "store/sqlite_connection.hpp"

namespace holdfast::service {
namespace {

Refusal refused(Refusal::Kind kind, std::string rule, std::string sentence) {
  return {kind, rule, sentence, {{"", std::move(rule), sentence}}};
}

Day years_after(Day day, int years) {
  const std::chrono::year_month_day date{day};
  auto later = date + std::chrono::years{years};
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return Day{later};
}

std::optional<Refusal> objection(store::Reader& reader, const House& house, const EraseWish& wish) {
  const auto key = reader.people.find_key(wish.client);
  if (!key)
    return refused(Refusal::Kind::not_found, "unknown-client",
                   "The store holds nothing about this client.");
  if (wish.reason.empty())
    return refused(Refusal::Kind::invalid, "reason", "Say why the file is erased.");
  if (wish.asked_by.empty())
    return refused(Refusal::Kind::invalid, "asked_by", "Say who asks for it (a person's id).");
  if (reader.records.is_held(*key))
    return refused(Refusal::Kind::conflict, "legal-hold",
                   "A legal hold stands on this file; it is not erased before the hold is lifted.");
  const auto ends = retention_ends(reader, house, wish.client);
  if (ends && house.day_of(house.now()) < *ends)
    return refused(Refusal::Kind::conflict, "retention",
                   "This file is kept until " + to_text(*ends) +
                       " by the practice's retention rule (retention_years, retention_age).");
  const auto officers = reader.people.with_role(Role::records_officer);
  const bool there_is_another =
      std::any_of(officers.begin(), officers.end(),
                  [&](const PersonId& officer) { return officer != wish.asked_by; });
  if (there_is_another && (wish.agreed_by.empty() || wish.agreed_by == wish.asked_by))
    return refused(Refusal::Kind::conflict, "second-person",
                   "A second records officer has to agree to an erasure.");
  if (!wish.agreed_by.empty() && there_is_another &&
      std::find(officers.begin(), officers.end(), wish.agreed_by) == officers.end())
    return refused(Refusal::Kind::conflict, "second-person",
                   "Who agrees is not known as a records officer here.");
  return std::nullopt;
}

// What no erasure here can reach: copies in the practice system, and in backups.
void write_what_remains(json::Writer& writer, store::Reader& reader, const store::ClientKey& key) {
  writer.key("in_the_practice_system").begin_array();
  const auto given = reader.outbox.done_of_client(key);
  for (const auto& one : given) {
    if (one.kind != "put" && one.kind != "post") continue;
    const bool is_taken_back = std::any_of(given.begin(), given.end(), [&](const auto& other) {
      return other.key == one.key && (other.kind == "retract" || other.kind == "withdraw");
    });
    writer.begin_object()
        .member("kind", one.about)
        .member("name", one.host_name)
        .key("entered_in_error")
        .boolean(is_taken_back)
        .end_object();
  }
  writer.end_array().key("in_backups").begin_array();
  for (const auto& backup : known_backups(reader))
    writer.begin_object()
        .member("at", to_text(backup.at))
        .member("place", backup.place)
        .member("sha256", backup.sha256)
        .end_object();
  writer.end_array();
}

// Copies of the whole store that stand beside it: made before migrations, moved aside by restores.
std::vector<std::filesystem::path> copies_beside(const std::string& path) {
  std::vector<std::filesystem::path> copies;
  std::error_code ignored;
  const std::filesystem::path file(path);
  const auto name = file.filename().string();
  for (const auto& entry : std::filesystem::directory_iterator(file.parent_path(), ignored)) {
    const auto other = entry.path().filename().string();
    for (const char* kind : {".schema-", ".before-restore-", ".backup-", ".restoring-"})
      if (other.starts_with(name + kind)) copies.push_back(entry.path());
  }
  return copies;
}

// Freed pages are zero already (secure_delete); this shortens the file and empties its log.
bool compact(const House& house) {
  try {
    store::SqliteConnection connection(
        {.path = house.store_path(), .practice = house.config().practice_id});
    connection.execute("VACUUM");
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    return true;
  } catch (const store::Failure&) {
    return false;
  }
}

}  // namespace

std::optional<Day> retention_ends(store::Reader& reader, const House& house,
                                  const ClientId& client) {
  std::optional<Day> last;
  const auto later = [&](Day day) { last = last ? std::max(*last, day) : day; };
  for (const auto& course : reader.mirror.courses_of_client(client)) {
    for (const auto& [session, number] : reader.mirror.sessions_of_course(course.id))
      later(session.day);
    for (const auto& rating : reader.ratings.of_course(course.id)) later(rating.day);
    if (course.ended) later(*course.ended);
  }
  const auto& config = house.config();
  if (last) last = years_after(*last, config.retention_years);
  if (config.retention_age > 0)
    if (const auto known = reader.mirror.client(client); known && known->birth_date)
      later(years_after(*known->birth_date, config.retention_age));
  return last;
}

Reply<Erased> erase_client(House& house, const EraseWish& wish) {
  auto& store = house.store();
  if (auto refusal =
          store.read([&](store::Reader& reader) { return objection(reader, house, wish); }))
    return *refusal;
  store::Erasure erasure;
  erasure.id = store.ids().uuid();
  erasure.salt = store.ids().key();
  erasure.host_id_digest = store::sha256_hex(erasure.salt + wish.client.value);
  erasure.reason = wish.reason;
  erasure.asked_by = wish.asked_by.value;
  erasure.agreed_by = wish.agreed_by.value;
  erasure.at = house.now();
  erasure.client =
      *store.read([&](store::Reader& reader) { return reader.people.find_key(wish.client); });
  // The ledger first: an erasure that it does not know would come back with a restore.
  write_ledger(house, erasure);
  const bool is_file = !is_on_server(store.path());
  const auto copies = is_file ? copies_beside(store.path()) : std::vector<std::filesystem::path>{};
  Erased erased;
  erased.certificate = store.commit([&](store::Unit& unit) -> std::string {
    json::Writer writer;
    writer.begin_object()
        .member("schema", "holdfast.erasure-certificate/1")
        .member("id", erasure.id)
        .member("at", to_text(erasure.at))
        .member("reason", erasure.reason)
        .member("asked_by", erasure.asked_by)
        .member("agreed_by", erasure.agreed_by)
        .member("client_digest", erasure.host_id_digest)
        .member("salt", erasure.salt);
    write_what_remains(writer, unit, erasure.client);
    writer.key("copies_removed").integer(static_cast<std::int64_t>(copies.size()));
    writer.key("rows").begin_object();
    for (const auto& [table, rows] : unit.erasures.erase(erasure, wish.client))
      writer.key(table).integer(rows);
    writer.end_object().end_object();
    auto certificate = writer.take();
    unit.erasures.put_certificate(erasure.id, certificate, erasure.at);
    store::AuditEntry entry;
    entry.actor_kind = "staff";
    entry.actor = wish.asked_by.value;
    entry.action = "client.erase";
    entry.outcome = "done";
    entry.why = "retention";
    entry.from = "erase";
    entry.client = erasure.client;
    entry.object = "erasure:" + erasure.id;
    unit.audit.append(entry, erasure.at);
    return certificate;
  });
  std::error_code ignored;
  for (const auto& copy : copies) std::filesystem::remove(copy, ignored);
  erased.is_compacted = !is_file || compact(house);
  return erased;
}

}  // namespace holdfast::service
