// SPDX-License-Identifier: MIT
#include "open_emr.hpp"

#include <holdfast/cpp/checked_text.hpp>
#include <holdfast/cpp/payload_json.hpp>

#include "changes.hpp"
#include "filing.hpp"
#include "look.hpp"
#include "notices.hpp"
#include "queries.hpp"

namespace holdfast::adapters::openemr {
namespace {

using payload::Json;

// The clinic's limit for what is known of who may see whom.
constexpr std::int64_t oldest_knowledge_seconds = 300;

std::string zone_name(const holdfast_host* base) {
  const auto* clock = extension_of<holdfast_host_clock>(base, HOLDFAST_HOST_CLOCK);
  const char* name = clock ? clock->zone(base) : nullptr;
  return name ? name : "UTC";
}

template <class Thing>
const Thing& there(const std::optional<Thing>& thing) {
  if (!thing) throw Failure(HOLDFAST_E_NOT_FOUND, "there is none with this id");
  return *thing;
}

void must(bool allowed) {
  if (!allowed) throw Failure(HOLDFAST_E_DENIED, "this actor may not");
}

bool may_client(Reader& reader, Sight& sight, std::string_view id, bool reads) {
  if (!reader.client(id)) return false;
  const auto pid = *number_of(id);
  return reads ? sight.reads_client(pid) : sight.writes_client(pid);
}

bool may_course(Reader& reader, Sight& sight, std::string_view id, bool reads) {
  if (!reader.course(id)) return false;
  const auto course = *course_id(id);
  return reads ? sight.reads_course(course) : sight.writes_course(course);
}

}  // namespace

OpenEmr::OpenEmr(const holdfast_host* base, Settings settings)
    : AdaptedHost(base, {HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION}),
      settings_(std::move(settings)),
      zone_(zone_name(base)),
      database_(settings_.address) {
  features_ = database_.read([](Connection& connection) { return features_of(connection); });
  for (const auto& sentence : features_.off) say("openemr " + settings_.site + ": " + sentence);
  database_.write([](Connection& connection) { make_epoch(connection); });
  look_again();
}

payload::Instant OpenEmr::now() const {
  if (const auto* clock = base_table<holdfast_host_clock>())
    return payload::Instant{std::chrono::milliseconds{clock->now_ms(base())}};
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void OpenEmr::say(const std::string& sentence) const {
  if (const auto* log = base_table<holdfast_host_log>())
    log->log(base(), HOLDFAST_LOG_WARNING, str(sentence));
}

Reader OpenEmr::reader_over(Connection& connection) const {
  return {connection, {features_, settings_, zone_, zone_.day_of(now())}};
}

void OpenEmr::look_again() {
  database_.write([&](Connection& connection) {
    auto reader = reader_over(connection);
    look(reader, now().time_since_epoch().count());
  });
}

template <class Body>
std::string OpenEmr::seen_by(std::string_view actor, Body&& body) {
  const auto who = checked_id(actor);
  bool is_old = false;
  const auto answer = [&] {
    return database_.read([&](Connection& connection) -> std::string {
      if (looked_too_long_ago(connection, now().time_since_epoch().count(),
                              oldest_knowledge_seconds)) {
        is_old = true;
        return {};
      }
      auto reader = reader_over(connection);
      Sight sight{reader, who};
      return body(reader, sight);
    });
  };
  auto text = answer();
  if (!is_old) return text;
  look_again();
  is_old = false;
  text = answer();
  // Another process is looking at this moment: better no answer than one from old knowledge.
  if (is_old) throw Failure(HOLDFAST_E_UNAVAILABLE, "who may see whom is being read; try again");
  return text;
}

std::string OpenEmr::client(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Reader& reader, Sight& sight) {
    const auto found = there(reader.client(checked_id(id)));
    must(sight.reads_client(*number_of(found.id)));
    return Json(found).dump();
  });
}

std::string OpenEmr::course(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Reader& reader, Sight& sight) {
    const auto found = there(reader.course(checked_id(id)));
    must(sight.reads_course(*course_id(found.id)));
    return Json(found).dump();
  });
}

std::string OpenEmr::clinician(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Reader& reader, Sight&) {
    return Json(there(reader.clinician(checked_id(id)))).dump();
  });
}

std::string OpenEmr::session(std::string_view actor, std::string_view id) {
  return seen_by(actor, [&](Reader& reader, Sight& sight) {
    const auto found = there(reader.visit(checked_id(id)));
    must(sight.reads_visit(found));
    return Json(found.session).dump();
  });
}

std::string OpenEmr::search(std::string_view actor, std::string_view query_json) {
  return seen_by(actor, [&](Reader& reader, Sight& sight) {
    const auto query =
        payload::parse_object(query_json, "client query").get<payload::ClientQuery>();
    return search_clients(reader, sight, query);
  });
}

std::string OpenEmr::sessions(std::string_view actor, std::string_view query_json) {
  return seen_by(actor, [&](Reader& reader, Sight& sight) {
    const auto query =
        payload::parse_object(query_json, "session query").get<payload::SessionQuery>();
    return list_sessions(reader, sight, query);
  });
}

std::string OpenEmr::changes(std::string_view cursor, std::uint32_t limit) {
  look_again();
  return database_.read([&](Connection& connection) {
    auto reader = reader_over(connection);
    return changes_since(reader, cursor, limit);
  });
}

std::string OpenEmr::describe(std::string_view actor) {
  const auto who = checked_id(actor);
  return database_.read([&](Connection& connection) {
    auto reader = reader_over(connection);
    return Json(person_of(reader, who)).dump();
  });
}

void OpenEmr::may(const Question& question) {
  const bool reads = question.action == "read";
  if (!reads && question.action != "write")
    throw Failure(HOLDFAST_E_INVALID, "action: read or write");
  const auto kind = question.subject.substr(0, question.subject.find(':'));
  const auto id =
      checked_id(question.subject.substr(std::min(kind.size() + 1, question.subject.size())));
  if (question.subject != "practice" && (id.empty() || (kind != "client" && kind != "course")))
    throw Failure(HOLDFAST_E_INVALID, "subject: client:ID, course:ID or practice");
  const auto who = checked_id(question.actor);
  if (who != HOLDFAST_ACTOR_SYSTEM) describe(who);  // nobody is NOT_FOUND, not DENIED
  seen_by(who, [&](Reader& reader, Sight& sight) {
    if (kind == "practice")
      must(reads ? sight.is_staff() : sight.administers());
    else
      must(kind == "client" ? may_client(reader, sight, id, reads)
                            : may_course(reader, sight, id, reads));
    return std::string{};
  });
}

std::string OpenEmr::put_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  const auto record = payload::parse_object(delivery.text, "record");
  const auto heading = record.get<payload::RecordHeading>();
  const auto receipt = database_.write([&](Connection& connection) {
    auto reader = reader_over(connection);
    Sight sight{reader, actor};
    const auto pid = number_of(heading.client);
    if (actor != HOLDFAST_ACTOR_SYSTEM) must(pid && sight.writes_client(*pid));
    return file_record(reader, {key, record, now()});
  });
  return Json{{"schema", "holdfast.receipt/1"}, {"id", receipt}}.dump();
}

void OpenEmr::retract_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  const auto reason = checked_reason(delivery.text);
  database_.write([&](Connection& connection) {
    auto reader = reader_over(connection);
    Sight sight{reader, actor};
    const auto pid = patient_of_record(connection, key);
    if (pid == 0) return;
    must(sight.writes_client(pid));
    openemr::retract_record(reader, {key, reason, now()});
  });
}

void OpenEmr::post_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  const auto notice = payload::parse_object(delivery.text, "notice").get<payload::Notice>();
  database_.write([&](Connection& connection) {
    auto reader = reader_over(connection);
    must(Sight{reader, actor}.is_staff());
    openemr::post_notice(reader, {key, notice, now()});
  });
}

void OpenEmr::withdraw_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key), actor = checked_id(delivery.actor);
  database_.write([&](Connection& connection) {
    auto reader = reader_over(connection);
    must(Sight{reader, actor}.is_staff());
    openemr::withdraw_notice(reader, key, now());
  });
}

const void* OpenEmr::serve(std::string_view id) const noexcept {
  return HostTables<OpenEmr>::of(id);
}

}  // namespace holdfast::adapters::openemr
