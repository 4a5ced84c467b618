// SPDX-License-Identifier: MIT
#include "service/erase_client.hpp"

#include <algorithm>
#include <filesystem>

#include "json/writer.hpp"
#include "service/backup.hpp"
#include "service/client_courses.hpp"
#include "service/course_engine.hpp"
#include "service/erasure_ledger.hpp"
#include "service/merged_files.hpp"
#include "service/records_officers.hpp"

namespace holdfast::service {
namespace {

Refusal refused(Refusal::Kind kind, std::string rule, std::string sentence,
                std::string field = {}) {
  return {kind, rule, sentence, {{std::move(field), std::move(rule), sentence}}};
}

Day years_after(Day day, int years) {
  const std::chrono::year_month_day date{day};
  auto later = date + std::chrono::years{years};
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return Day{later};
}

// How far an erasure goes, and whether it is one of the ledger's.
struct Reach {
  ClientId host_id;  // empty: not known any more
  std::int64_t copies = 0;
  bool is_again = false;
};

// What no erasure here can reach: copies in the practice system, and in backups.
void write_what_remains(json::Writer& writer, store::Reader& reader, const House& house,
                        const store::ClientKey& key) {
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
  if (is_on_server(house.store_path()))
    writer.begin_object().member("place", server_backups).end_object();
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

// What stood in other clients' courses by mistake has left with the file it belonged to.
void work_out_again(store::Unit& unit, const House& house,
                    const std::set<std::pair<CourseId, store::ClientKey>>& touched) {
  const auto now = house.now();
  const auto settings = house.detection_settings(unit);
  for (const auto& [id, subject] : touched) {
    if (!unit.people.client_of(subject)) continue;  // erased as well
    const auto course = unit.mirror.course(id);
    const auto lead =
        course && !course->clinicians.empty() ? course->clinicians.front() : ClinicianId{};
    rerun_course(unit, {{id, subject, house}, lead, now, house.day_of(now), &settings});
  }
  if (!touched.empty()) unit.alerts.rebuild();
}

// What erasing does within one transaction; answers the certificate.
std::string carry_out(store::Unit& unit, const House& house, const store::Erasure& erasure,
                      const Reach& reach) {
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
  write_what_remains(writer, unit, house, erasure.client);
  writer.key("copies_removed").integer(reach.copies);
  writer.key("rows").begin_object();
  const auto removed = unit.erasures.erase(erasure, reach.host_id);
  for (const auto& [table, rows] : removed.rows) writer.key(table).integer(rows);
  writer.end_object().end_object();
  work_out_again(unit, house, removed.touched);
  auto certificate = writer.take();
  unit.erasures.put_certificate(erasure.id, certificate, erasure.at);
  store::AuditEntry entry;
  entry.actor_kind = reach.is_again ? "holdfast" : "staff";
  entry.actor = reach.is_again ? std::string{} : erasure.asked_by;
  entry.outcome = "done";
  entry.why = reach.is_again ? "ledger" : "retention";
  entry.from = reach.is_again ? "open" : "erase";
  entry.action = "rating.erase";
  for (const auto& [rating, client] : removed.moved) {
    entry.client = client;
    entry.object = "rating:" + rating.value;
    unit.audit.append(entry, house.now());
  }
  entry.action = "client.erase";
  entry.client = erasure.client;
  entry.object = "erasure:" + erasure.id;
  unit.audit.append(entry, house.now());
  return certificate;
}

// What the wish itself lacks.
std::optional<Refusal> objection_to_wish(store::Reader& reader, const EraseWish& wish) {
  if (!reader.people.find_key(wish.client))
    return refused(Refusal::Kind::not_found, "unknown-client",
                   "The store holds nothing about this client.");
  if (wish.reason.empty())
    return refused(Refusal::Kind::invalid, "reason", "Say why the file is erased.");
  if (wish.asked_by.empty())
    return refused(Refusal::Kind::invalid, "asked_by", "Say who asks for it (a person's id).");
  return std::nullopt;
}

std::optional<Refusal> objection_of_file(store::Reader& reader, const House& house,
                                         const ClientId& client) {
  const auto files = files_of(reader, *reader.people.find_key(client));
  if (std::any_of(files.begin(), files.end(),
                  [&](const auto& file) { return reader.records.is_held(file); }))
    return refused(Refusal::Kind::conflict, "legal-hold",
                   "A legal hold stands on this file; it is not erased before the hold is lifted.");
  const auto ends = retention_ends(reader, house, client);
  if (ends && house.day_of(house.now()) < *ends)
    return refused(Refusal::Kind::conflict, "retention",
                   "This file is kept until " + to_text(*ends) +
                       " by the practice's retention rule (retention_years, retention_age).");
  return std::nullopt;
}

Refusal host_is_silent() {
  return refused(Refusal::Kind::unavailable, "host-unavailable",
                 "The practice system does not say who is a records officer now; nothing was "
                 "erased. Try again when it answers.");
}

}  // namespace

std::optional<Refusal> objection(House& house, const EraseWish& wish) {
  auto& store = house.store();
  if (auto refusal =
          store.read([&](store::Reader& reader) { return objection_to_wish(reader, wish); }))
    return refusal;
  const auto asker = is_records_officer(house, wish.asked_by);
  if (asker == HoldsRole::unavailable) return host_is_silent();
  if (asker == HoldsRole::no)
    return refused(Refusal::Kind::conflict, "not-an-officer",
                   "Who asks is not known as a records officer here. Name one by the id that the "
                   "practice system knows, or give them that role there first.",
                   "by");
  if (auto refusal = store.read(
          [&](store::Reader& reader) { return objection_of_file(reader, house, wish.client); }))
    return refusal;
  if (wish.agreed_by.empty() || wish.agreed_by == wish.asked_by) {
    if (!is_there_another_officer(house, wish.asked_by)) return std::nullopt;
    return refused(Refusal::Kind::conflict, "second-person",
                   "A second records officer has to agree to an erasure.", "agreed_by");
  }
  const auto second = is_records_officer(house, wish.agreed_by);
  if (second == HoldsRole::unavailable) return host_is_silent();
  if (second == HoldsRole::no)
    return refused(Refusal::Kind::conflict, "second-person",
                   "Who agrees is not known as a records officer here.", "agreed_by");
  return std::nullopt;
}

std::optional<Day> retention_ends(store::Reader& reader, const House& house,
                                  const ClientId& client) {
  std::optional<Day> last;
  const auto later = [&](Day day) { last = last ? std::max(*last, day) : day; };
  for (const auto& course : all_courses_of(reader, client)) {
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
  if (auto refusal = objection(house, wish)) return *refusal;
  const auto files = store.read([&](store::Reader& reader) {
    return files_of(reader, *reader.people.find_key(wish.client));
  });
  const bool is_file = !is_on_server(store.path());
  const auto copies = is_file ? copies_beside(store.path()) : std::vector<std::filesystem::path>{};
  Erased erased;
  for (const auto& key : files) {  // the client's own last: its certificate is the answer
    const auto known =
        store.read([&](store::Reader& reader) { return reader.people.client_of(key); });
    const auto host_id = known.value_or(ClientId{});
    store::Erasure erasure;
    erasure.id = store.ids().uuid();
    erasure.client = key;
    erasure.salt = store.ids().key();
    erasure.host_id_digest = store::sha256_hex(erasure.salt + host_id.value);
    erasure.reason = wish.reason;
    erasure.asked_by = wish.asked_by.value;
    erasure.agreed_by = wish.agreed_by.value;
    erasure.at = house.now();
    // The ledger first: an erasure that it does not know would come back with a restore.
    write_ledger(house, erasure);
    const Reach reach{host_id, static_cast<std::int64_t>(copies.size()), false};
    erased.id = erasure.id;
    erased.certificate =
        store.commit([&](store::Unit& unit) { return carry_out(unit, house, erasure, reach); });
  }
  std::error_code ignored;
  for (const auto& copy : copies) std::filesystem::remove(copy, ignored);
  erased.is_compacted = store.compact();
  return erased;
}

int erase_again(House& house) {
  int erased = 0;
  for (const auto& erasure : read_ledger(house)) {
    const auto is_known = [&](store::Reader& reader) {
      return reader.erasures.is_known(erasure.id);
    };
    if (house.store().read(is_known)) continue;
    erased += house.store().commit([&](store::Unit& unit) {
      if (is_known(unit)) return 0;  // by another process meanwhile
      carry_out(unit, house, erasure,
                {unit.people.client_of(erasure.client).value_or(ClientId{}), 0, true});
      return 1;
    });
  }
  return erased;
}

}  // namespace holdfast::service
