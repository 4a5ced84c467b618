// SPDX-License-Identifier: MIT
#include "gnumed.hpp"

#include <algorithm>

#include "clients.hpp"
#include "filing.hpp"
#include "tables.hpp"
#include "text.hpp"

namespace holdfast::adapters::gnumed {
namespace {

using payload::Json;

constexpr int known_version = 22;
constexpr const char* installation =
    "SELECT coalesce((regexp_match(current_database(), '_v([0-9]+)'))[1], '0')::int,"
    " (to_regclass('clin.encounter') IS NOT NULL)::int,"
    " (to_regclass('holdfast_gnumed.delivery') IS NOT NULL)::int WHERE $1 <> ''";
constexpr const char* known_zone =
    "SELECT (count(*) > 0)::int FROM pg_timezone_names WHERE name = $1";

std::string zone_name(const holdfast_host* base) {
  const auto* clock = extension_of<holdfast_host_clock>(base, HOLDFAST_HOST_CLOCK);
  const char* name = clock ? clock->zone(base) : nullptr;
  return name ? name : "UTC";
}

[[noreturn]] void deny(const char* what) {
  throw Failure(HOLDFAST_E_DENIED, std::string("this ") + what + " is not this clinician's");
}

void refuse_front_desk(const Actor& actor) {
  if (!actor.is_plugin && !actor.staff.is_clinician)
    throw Failure(HOLDFAST_E_DENIED, "only GNUmed's clinicians see this");
}

int known(std::string_view id, const char* what) {
  const auto key = key_of(checked_id(id));
  if (!key) throw Failure(HOLDFAST_E_NOT_FOUND, std::string("no such ") + what);
  return *key;
}

template <class Thing>
const Thing& only(const std::vector<Thing>& found, const char* what) {
  if (found.empty()) throw Failure(HOLDFAST_E_NOT_FOUND, std::string("no such ") + what);
  return found.front();
}

}  // namespace

Gnumed::Gnumed(const holdfast_host* base, const Settings& settings)
    : AdaptedHost(base, {HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION}),
      zone_(zone_name(base)),
      takes_comments_(settings.comments),
      database_(settings),
      changes_(database_, zone_) {
  check_installation();
}

void Gnumed::check_installation() {
  database_.read([&](Connection& connection) {
    int version = 0, is_gnumed = 0, is_installed = 0, has_zone = 0;
    std::string user = database_.user(), zone = zone_;
    ask(connection, installation, given(user), version, is_gnumed, is_installed);
    ask(connection, known_zone, given(zone), has_zone);
    if (is_gnumed == 0)
      throw Failure(HOLDFAST_E_INVALID,
                    "this is no GNUmed database; \"database\" is gnumed_v22, or what it was "
                    "restored as");
    if (version > known_version)
      throw Failure(HOLDFAST_E_UNSUPPORTED, "this is GNUmed's database version " +
                                                std::to_string(version) + "; this adapter knows " +
                                                std::to_string(known_version));
    if (is_installed == 0)
      throw Failure(HOLDFAST_E_UNAVAILABLE,
                    "Holdfast is not installed in this GNUmed database, or this account has no "
                    "access to it; GNUmed's administrator runs install.sh");
    if (has_zone == 0)
      throw Failure(HOLDFAST_E_INVALID,
                    "the host's time zone is not known to PostgreSQL; use an IANA name such as "
                    "Europe/Berlin");
  });
}

template <class Body>
std::string Gnumed::seen_by(std::string_view actor, Body&& body) {
  return database_.read([&](Connection& connection) -> std::string {
    const auto who = actor_of(connection, actor, database_.user());
    refuse_front_desk(who);
    return body(connection, who);
  });
}

std::string Gnumed::client(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Actor& who) {
    const int key = known(id, "client");
    const auto found = read_clients(connection, {zone_, {key}});
    const auto& client = only(found, "client");
    if (!who.is_plugin && !is_client_of(connection, key, who.staff.user)) deny("client");
    return Json(client).dump();
  });
}

std::string Gnumed::course(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Actor& who) {
    const int key = known(id, "course");
    const auto found = read_courses(connection, {zone_, {key}});
    const auto& course = only(found, "course");
    if (!who.is_plugin && !is_course_of(connection, key, who.staff.user)) deny("course");
    return Json(course).dump();
  });
}

std::string Gnumed::clinician(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Actor&) {
    const auto found = find_clinician(connection, known(id, "clinician"));
    if (!found) throw Failure(HOLDFAST_E_NOT_FOUND, "no such clinician");
    return Json(*found).dump();
  });
}

std::string Gnumed::session(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Actor& who) {
    const auto found = read_sessions(connection, {zone_, {known(id, "session")}});
    const auto& session = only(found, "session");
    if (!who.is_plugin && session.clinician != std::to_string(who.staff.pk) &&
        !is_course_of(connection, key_of(session.course).value_or(0), who.staff.user))
      deny("session");
    return Json(session).dump();
  });
}

std::string Gnumed::search(std::string_view actor, std::string_view query_json) {
  return seen_by(actor, [&](Connection& connection, const Actor&) {
    return search_clients(connection, {database_.user(), zone_}, query_json);
  });
}

std::string Gnumed::sessions(std::string_view actor, std::string_view query_json) {
  return seen_by(actor, [&](Connection& connection, const Actor&) {
    return list_sessions(connection, {database_.user(), zone_}, query_json);
  });
}

std::string Gnumed::changes(std::string_view cursor, std::uint32_t limit) {
  return changes_.since(cursor, limit);
}

std::string Gnumed::describe(std::string_view actor) {
  return database_.read([&](Connection& connection) {
    const auto who = actor_of(connection, actor, database_.user());
    if (who.is_plugin) throw Failure(HOLDFAST_E_NOT_FOUND, "the plugin itself is no person");
    return Json(person_of(who.staff)).dump();
  });
}

void Gnumed::may(const Question& question) {
  const bool reads = question.action == "read";
  if (!reads && question.action != "write")
    throw Failure(HOLDFAST_E_INVALID, "action: read or write");
  const auto kind = question.subject.substr(0, question.subject.find(':'));
  const auto id = question.subject.substr(std::min(kind.size() + 1, question.subject.size()));
  if (question.subject != "practice" && (id.empty() || (kind != "client" && kind != "course")))
    throw Failure(HOLDFAST_E_INVALID, "subject: client:ID, course:ID or practice");
  database_.read([&](Connection& connection) {
    const auto who = actor_of(connection, question.actor, database_.user());
    if (question.subject == "practice") {
      if (!reads) refuse_front_desk(who);
      return;
    }
    refuse_front_desk(who);
    const auto key = key_of(checked_id(id)).value_or(0);
    const auto& user = database_.user();
    const bool allowed = key > 0 && (kind == "client" ? is_client_of(connection, key, user)
                                                      : is_course_of(connection, key, user));
    if (!allowed) deny(kind == "client" ? "client" : "course");
  });
}

Staff Gnumed::writer(Connection& connection, std::string_view actor) const {
  refuse_front_desk(actor_of(connection, actor, database_.user()));
  return actor_of(connection, database_.user(), database_.user()).staff;
}

std::string Gnumed::put_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  const auto record = payload::parse_object(delivery.text, "record");
  const auto heading = record.get<payload::RecordHeading>();
  const auto receipt = database_.write([&](Connection& connection) {
    const auto from = writer(connection, delivery.actor);
    const auto client = key_of(heading.client);
    if (delivery.actor == database_.user() &&
        !(client && is_client_of(connection, *client, database_.user())))
      deny("client");
    return file_record(connection, {key, from, zone_, takes_comments_}, record);
  });
  return Json{{"schema", "holdfast.receipt/1"}, {"id", receipt}}.dump();
}

void Gnumed::retract_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  const auto reason = checked_reason(delivery.text);
  database_.write([&](Connection& connection) {
    writer(connection, delivery.actor);
    if (client_of_record(connection, key) != 0) gnumed::retract_record(connection, key, reason);
  });
}

void Gnumed::post_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  const auto notice = payload::parse_object(delivery.text, "notice").get<payload::Notice>();
  database_.write([&](Connection& connection) {
    const auto from = writer(connection, delivery.actor);
    gnumed::post_notice(connection, {key, from, zone_, takes_comments_}, notice);
  });
}

void Gnumed::withdraw_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  database_.write([&](Connection& connection) {
    writer(connection, delivery.actor);
    gnumed::withdraw_notice(connection, key);
  });
}

const void* Gnumed::serve(std::string_view id) const noexcept { return table_of(id); }

}  // namespace holdfast::adapters::gnumed
