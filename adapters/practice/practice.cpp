// SPDX-License-Identifier: MIT
#include "practice.hpp"

#include <Poco/Data/Extraction.h>
#include <Poco/Data/Statement.h>

#include <holdfast/cpp/checked_text.hpp>
#include <holdfast/cpp/host_tables.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <random>

#include "changes.hpp"
#include "demo.hpp"
#include "filing.hpp"
#include "queries.hpp"
#include "reader.hpp"
#include "schema.hpp"
#include "writer.hpp"

namespace holdfast::adapters::practice {
namespace {

using payload::Json;
using Poco::Data::Keywords::into;  // not the sink of guard.hpp
using Poco::Data::Keywords::now;
using Poco::Data::Keywords::use;

std::string zone_name(const holdfast_host* base) {
  const auto* clock = extension_of<holdfast_host_clock>(base, HOLDFAST_HOST_CLOCK);
  const char* name = clock ? clock->zone(base) : nullptr;
  return name ? name : "UTC";
}

std::string file_of(const holdfast_host* base, const Settings& settings) {
  if (!settings.file.empty()) return settings.file.string();
  const auto* store = extension_of<holdfast_host_store>(base, HOLDFAST_HOST_STORE);
  const char* directory = store ? store->directory(base) : nullptr;
  if (!directory)
    throw Failure(HOLDFAST_E_INVALID,
                  "practice adapter: this host has no directory of its own; set \"file\"");
  return std::string{directory} + "/practice.db";
}

std::string setting(Connection& connection, std::string name) {
  std::string value;
  connection << "SELECT value FROM setting WHERE name = $1", use(name), into(value), now;
  return value;
}

void set(Connection& connection, std::string name, std::string value) {
  connection << "INSERT INTO setting (name, value) VALUES ($1, $2) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      use(name), use(value), now;
}

bool is_empty(Connection& connection) {
  bool empty = false;
  connection << "SELECT NOT EXISTS (SELECT 1 FROM change) AND NOT EXISTS (SELECT 1 FROM person)",
      into(empty), now;
  return empty;
}

// Tells this file's cursors from any other file's.
std::string fresh_epoch() {
  std::random_device device;
  return std::to_string((static_cast<std::uint64_t>(device()) << 32) | device());
}

std::string name_of(const DemoWish& wish) {
  return "demo-" + std::to_string(wish.seed) + "-" + payload::to_text(wish.today);
}

void fill_with_demo(Connection& connection, const DemoWish& wish, const Zone& zone) {
  absorb(connection, make_demo(wish, zone), zone);
  set(connection, "demo", name_of(wish));
  set(connection, "demo_seed", std::to_string(wish.seed));
  set(connection, "demo_today", payload::to_text(wish.today));
  set(connection, "epoch", name_of(wish));
}

// A demo stays the practice that it was made as: at a later start only a wish for another one is
// refused.
void check_demo(Connection& connection, const Settings& settings) {
  if (setting(connection, "demo").empty())
    throw Failure(HOLDFAST_E_CONFLICT,
                  "the practice file holds a real practice: demo wants an empty file of its own");
  const bool other_seed =
      settings.demo_seed && std::to_string(*settings.demo_seed) != setting(connection, "demo_seed");
  const bool other_day = settings.demo_today && payload::to_text(*settings.demo_today) !=
                                                    setting(connection, "demo_today");
  if (other_seed || other_day)
    throw Failure(HOLDFAST_E_CONFLICT,
                  "the practice file holds a demo of another seed or day: "
                  "leave both out, or give an empty file");
}

}  // namespace

Practice::Practice(const holdfast_host* base, const Settings& settings)
    : AdaptedHost(base, {HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION}),
      zone_(zone_name(base)),
      database_(file_of(base, settings)) {
  migrate(database_);
  fill(settings);
}

void Practice::fill(const Settings& settings) {
  const auto contents =
      settings.import_file.empty() ? Contents{} : read_contents_file(settings.import_file);
  database_.write([&](Connection& connection) {
    if (setting(connection, "epoch").empty()) set(connection, "epoch", fresh_epoch());
    const auto zone_before = setting(connection, "zone");
    if (zone_before != zone_.name()) {
      if (!zone_before.empty()) follow_zone(connection, zone_);
      set(connection, "zone", zone_.name());
    }
    if (settings.demo && is_empty(connection))
      fill_with_demo(connection, wish_of(settings), zone_);
    else if (settings.demo)
      check_demo(connection, settings);
    if (!settings.import_file.empty()) absorb(connection, contents, zone_);
  });
}

DemoWish Practice::wish_of(const Settings& settings) const {
  const auto seed = settings.demo_seed.value_or(1);
  if (settings.demo_today) return {seed, *settings.demo_today, {}};
  const auto hour = std::chrono::floor<std::chrono::hours>(
      now() - zone_.instant_of(today(), std::chrono::minutes{0}));
  return {seed, today(), static_cast<int>(hour.count())};
}

payload::Instant Practice::now() const {
  if (const auto* clock = base_table<holdfast_host_clock>())
    return payload::Instant{std::chrono::milliseconds{clock->now_ms(base())}};
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

template <class Body>
std::string Practice::seen_by(std::string_view actor, Body&& body) {
  const auto who = checked_id(actor);
  return database_.read([&](Connection& connection) -> std::string {
    return body(connection, sight_of_actor(connection, who, today()));
  });
}

std::string Practice::client(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Sight& sight) {
    const auto found = find_client(connection, checked_id(id));
    if (!found) throw Failure(HOLDFAST_E_NOT_FOUND, "no such client");
    if (!may_read_client(connection, sight, found->id))
      throw Failure(HOLDFAST_E_DENIED, "this client is not this actor's");
    return Json(as_seen(*found, sight)).dump();
  });
}

std::string Practice::course(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Sight& sight) {
    const auto found = find_course(connection, checked_id(id));
    if (!found) throw Failure(HOLDFAST_E_NOT_FOUND, "no such course");
    if (!may_read_course(connection, sight, found->id))
      throw Failure(HOLDFAST_E_DENIED, "this course is not this actor's");
    return Json(*found).dump();
  });
}

std::string Practice::clinician(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Sight&) {
    const auto found = find_clinician(connection, checked_id(id));
    if (!found) throw Failure(HOLDFAST_E_NOT_FOUND, "no such clinician");
    return Json(*found).dump();
  });
}

std::string Practice::session(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Connection& connection, const Sight& sight) {
    const auto found = find_session(connection, checked_id(id), zone_);
    if (!found) throw Failure(HOLDFAST_E_NOT_FOUND, "no such session");
    if (!may_read_session(connection, sight, found->id))
      throw Failure(HOLDFAST_E_DENIED, "this session is not this actor's");
    return Json(*found).dump();
  });
}

std::string Practice::search(std::string_view actor, std::string_view query_json) {
  return seen_by(actor, [&](Connection& connection, const Sight& sight) {
    const auto query =
        payload::parse_object(query_json, "client query").get<payload::ClientQuery>();
    return search_clients(connection, sight, query);
  });
}

std::string Practice::sessions(std::string_view actor, std::string_view query_json) {
  return seen_by(actor, [&](Connection& connection, const Sight& sight) {
    const auto query =
        payload::parse_object(query_json, "session query").get<payload::SessionQuery>();
    return list_sessions(connection, sight, {query, zone_});
  });
}

std::string Practice::changes(std::string_view cursor, std::uint32_t limit) {
  return database_.read(
      [&](Connection& connection) { return changes_since(connection, cursor, limit); });
}

std::string Practice::describe(std::string_view actor) {
  const auto id = checked_id(actor);
  return database_.read([&](Connection& connection) {
    const auto user = find_user(connection, id);
    if (!user) throw Failure(HOLDFAST_E_NOT_FOUND, "no such user");
    if (!user->active) throw Failure(HOLDFAST_E_DENIED, "this user has left the practice");
    return Json(static_cast<const payload::Person&>(*user)).dump();
  });
}

void Practice::may(const Question& question) {
  const auto actor = checked_id(question.actor);
  const bool reads = question.action == "read";
  if (!reads && question.action != "write")
    throw Failure(HOLDFAST_E_INVALID, "action: read or write");
  const auto kind = question.subject.substr(0, question.subject.find(':'));
  const auto rest = question.subject.substr(std::min(kind.size() + 1, question.subject.size()));
  const auto id = checked_id(rest);
  if (question.subject != "practice" && (id.empty() || (kind != "client" && kind != "course")))
    throw Failure(HOLDFAST_E_INVALID, "subject: client:ID, course:ID or practice");
  const bool allowed = database_.read([&](Connection& connection) {
    if (actor != HOLDFAST_ACTOR_SYSTEM && !find_user(connection, actor))
      throw Failure(HOLDFAST_E_NOT_FOUND, "no such user");
    const auto sight = sight_of_actor(connection, actor, today());
    if (kind == "practice") return reads ? sight.enters_practice : sight.administers_practice;
    if (kind == "client") {
      if (!find_client(connection, id)) return false;
      return reads ? may_read_client(connection, sight, id)
                   : may_write_client(connection, sight, id);
    }
    if (!find_course(connection, id)) return false;
    return reads ? may_read_course(connection, sight, id) : may_write_course(connection, sight, id);
  });
  if (!allowed) throw Failure(HOLDFAST_E_DENIED, "this actor may not");
}

std::string Practice::put_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  const auto heading = payload::parse_object(delivery.text, "record").get<payload::RecordHeading>();
  const auto receipt = database_.write([&](Connection& connection) {
    const auto sight = sight_of_actor(connection, actor, today());
    if (!sight.edits_everyone && !may_write_client(connection, sight, heading.client))
      throw Failure(HOLDFAST_E_DENIED, "this actor may not write into that file");
    return file_record(connection, {key, std::string{delivery.text}, now()}, heading);
  });
  return Json{{"schema", "holdfast.receipt/1"}, {"id", receipt}}.dump();
}

void Practice::retract_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  const auto reason = checked_reason(delivery.text);
  database_.write([&](Connection& connection) {
    const auto sight = sight_of_actor(connection, actor, today());
    const auto client = client_of_record(connection, key);
    if (client.empty()) return;
    if (!may_write_client(connection, sight, client))
      throw Failure(HOLDFAST_E_DENIED, "this actor may not write into that file");
    practice::retract_record(connection, key, reason, now());
  });
}

void Practice::post_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  const auto notice = payload::parse_object(delivery.text, "notice").get<payload::Notice>();
  database_.write([&](Connection& connection) {
    if (!sight_of_actor(connection, actor, today()).enters_practice)
      throw Failure(HOLDFAST_E_DENIED, "notices are for the practice's staff to send");
    practice::post_notice(connection, {key, std::string{delivery.text}, now()}, notice);
  });
}

void Practice::withdraw_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  database_.write([&](Connection& connection) {
    if (!sight_of_actor(connection, actor, today()).enters_practice)
      throw Failure(HOLDFAST_E_DENIED, "notices are for the practice's staff to take back");
    practice::withdraw_notice(connection, key, now());
  });
}

const void* Practice::serve(std::string_view id) const noexcept {
  return HostTables<Practice>::of(id);
}

}  // namespace holdfast::adapters::practice
