// SPDX-License-Identifier: MIT
#include "adapter.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "file_target.hpp"
#include "gateway/table.hpp"
#include "mapping/people.hpp"
#include "tables.hpp"

namespace holdfast::adapters::fhir {
namespace {

constexpr std::size_t max_key_bytes = 256;
constexpr std::size_t most_checked = 500;  // clients whose relation a search asks for

std::string zone_name(const holdfast_host* base) {
  const auto* clock = extension_of<holdfast_host_clock>(base, HOLDFAST_HOST_CLOCK);
  const char* name = clock ? clock->zone(base) : nullptr;
  return name ? name : "UTC";
}

std::string checked(std::string_view text, std::size_t most, const char* what) {
  bool is_utf8 = true;
  try {
    (void)Json(std::string(text)).dump();
  } catch (const Json::exception&) {
    is_utf8 = false;
  }
  if (text.size() > most || !is_utf8)
    throw Failure(HOLDFAST_E_INVALID,
                  std::string{what} + ": over " + std::to_string(most) + " bytes or not UTF-8");
  return std::string{text};
}

std::string checked_id(std::string_view id) { return checked(id, payload::max_id_bytes, "id"); }

std::string checked_key(std::string_view key) {
  if (key.empty()) throw Failure(HOLDFAST_E_INVALID, "key: empty");
  return checked(key, max_key_bytes, "key");
}

[[noreturn]] void deny(const char* why) { throw Failure(HOLDFAST_E_DENIED, why); }

template <class Thing>
Thing there(std::optional<Thing> thing, const char* what) {
  if (!thing) throw Failure(HOLDFAST_E_NOT_FOUND, std::string("no such ") + what);
  return std::move(*thing);
}

bool has_role(const payload::Person& person, const char* role) {
  return std::find(person.roles.begin(), person.roles.end(), role) != person.roles.end();
}

std::unique_ptr<Target> target_for(const Settings& settings, Server& server) {
  if (settings.transport == Settings::Transport::file)
    return std::make_unique<FileTarget>(settings);
  return std::make_unique<ServerTarget>(settings, server);
}

}  // namespace

Adapter::Adapter(const holdfast_host* base, Settings settings)
    : TranslatingHost(base, settings.names),
      settings_(std::move(settings)),
      http_(settings_),
      tokens_(settings_, http_),
      server_(settings_, http_, tokens_),
      directory_(settings_, server_, zone_name(base)),
      state_(directory_of_base() + "/fhir.db"),
      sync_(settings_, server_, directory_, state_,
            [this](const std::string& sentence) { warn(sentence); }),
      target_(target_for(settings_, server_)),
      deliveries_(settings_, *target_, state_, directory_of_base() + "/fhir.lock") {
  if (settings_.transport == Settings::Transport::file && !base_table<holdfast_host_clients>())
    throw Failure(
        HOLDFAST_E_INVALID,
        "fhir adapter: \"transport\" = \"file\" is for a program that embeds Holdfast and "
        "knows its people itself; this one does not. Name a FHIR server in \"base\"");
  if (!settings_.keys.empty()) publish_keys();
  if (settings_.gateway.is_on())
    gateway_ = std::make_unique<gateway::Gateway>(
        settings_, state_, directory_of_base(),
        [this](const std::string& role) { return directory_.clinician_in_role(role); });
}

// Whoever serves the site's web pages serves this file, for the authorization server to fetch.
void Adapter::publish_keys() const {
  const auto file = directory_of_base() + "/jwks.json";
  const auto text = tokens_.public_keys().dump(1) + "\n";
  const auto fresh = file + ".new";
  const int out = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool is_whole =
      out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (out >= 0) ::close(out);
  if (!is_whole || std::rename(fresh.c_str(), file.c_str()) != 0)
    throw Failure(HOLDFAST_E_UNAVAILABLE, "fhir adapter: jwks.json cannot be written");
}

std::string Adapter::directory_of_base() const {
  const auto* store = base_table<holdfast_host_store>();
  const char* directory = store ? store->directory(base()) : nullptr;
  if (!directory)
    throw Failure(HOLDFAST_E_INVALID,
                  "fhir adapter: this host has no directory of its own, and the adapter needs one");
  return directory;
}

payload::Instant Adapter::now() const {
  if (const auto* clock = base_table<holdfast_host_clock>())
    return payload::Instant{std::chrono::milliseconds{clock->now_ms(base())}};
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void Adapter::warn(const std::string& sentence) const {
  if (const auto* log = base_table<holdfast_host_log>())
    log->log(base(), HOLDFAST_LOG_WARNING, str(sentence));
}

std::optional<payload::Person> Adapter::acting(std::string_view actor) {
  const auto id = checked_id(actor);
  if (id == HOLDFAST_ACTOR_SYSTEM) return std::nullopt;
  // Files know nobody: only Holdfast itself writes them.
  const bool knows = !id.empty() && settings_.transport == Settings::Transport::http;
  auto person = knows ? directory_.person(id) : std::nullopt;
  if (!person) deny("nobody whom the FHIR server knows is acting");
  return person;
}

bool Adapter::sees(const std::optional<payload::Person>& who, const std::string& client) {
  if (!who) return true;
  if (who->client == client && !client.empty()) return true;
  if (std::find(who->cares_for.begin(), who->cares_for.end(), client) != who->cares_for.end())
    return true;
  if (has_role(*who, "front_desk") || has_role(*who, "records_officer")) return true;
  return has_role(*who, "therapist") && !who->clinician.empty() &&
         directory_.treats(who->clinician, client);
}

bool Adapter::edits(const std::optional<payload::Person>& who, const std::string& client) {
  if (!who || has_role(*who, "records_officer")) return true;
  return has_role(*who, "therapist") && directory_.treats(who->clinician, client);
}

std::string Adapter::client(std::string_view actor, std::string_view id) {
  const auto who = acting(actor);
  const auto found = there(directory_.client(checked_id(id)), "client");
  if (!sees(who, found.id)) deny("this client is not this actor's");
  return Json(found).dump();
}

std::string Adapter::course(std::string_view actor, std::string_view id) {
  const auto who = acting(actor);
  const auto found = there(directory_.course(checked_id(id)), "course");
  if (!sees(who, found.client)) deny("this course is not this actor's");
  return Json(found).dump();
}

std::string Adapter::clinician(std::string_view actor, std::string_view id) {
  (void)acting(actor);
  return Json(there(directory_.clinician(checked_id(id)), "clinician")).dump();
}

std::string Adapter::session(std::string_view actor, std::string_view id) {
  const auto who = acting(actor);
  const auto found = there(directory_.session(checked_id(id)), "session");
  if (who) {
    const auto course = there(directory_.course(found.course), "course");
    if (!sees(who, course.client)) deny("this session is not this actor's");
  }
  return Json(found).dump();
}

std::string Adapter::search(std::string_view actor, std::string_view query_json) {
  const auto who = acting(actor);
  const auto query = payload::parse_object(query_json, "client query").get<payload::ClientQuery>();
  if (query.limit < 1 || query.limit > 1000)
    throw Failure(HOLDFAST_E_INVALID, "client query: limit is 1 to 1000");
  const auto most = static_cast<std::size_t>(query.limit);
  Json answer{{"schema", "holdfast.clients/1"}, {"clients", Json::array()}};
  auto& found = answer["clients"];
  std::size_t looked_at = 0;
  for (const auto& client : directory_.clients(query.text, most)) {
    if (found.size() == most || (who && ++looked_at > most_checked)) break;
    if (sees(who, client.id)) found.push_back(client);
  }
  return answer.dump();
}

std::string Adapter::sessions(std::string_view actor, std::string_view query_json) {
  const auto who = acting(actor);
  const auto query =
      payload::parse_object(query_json, "session query").get<payload::SessionQuery>();
  if (query.limit < 1 || query.limit > 1000 || query.to < query.from)
    throw Failure(HOLDFAST_E_INVALID, "session query: limit is 1 to 1000, to is not before from");
  const auto found = directory_.sessions(query);
  std::string text = R"({"schema":"holdfast.sessions/1","sessions":[)";
  int given = 0;
  bool is_more = found.is_cut;
  constexpr std::size_t most_bytes = payload::max_payload_bytes - 1024;
  for (const auto& session : found.sessions) {
    if (who) {
      const auto course = directory_.course(session.course);
      if (!course || !sees(who, course->client)) continue;
    }
    const auto one = Json(session).dump();
    is_more = given == query.limit || text.size() + one.size() > most_bytes || found.is_cut;
    if (given == query.limit || text.size() + one.size() > most_bytes) break;
    text += (given++ > 0 ? "," : "") + one;
  }
  return text + (is_more ? R"(],"more":true})" : R"(],"more":false})");
}

std::string Adapter::changes(std::string_view cursor, std::uint32_t limit) {
  return sync_.changes(cursor, limit, now());
}

std::string Adapter::describe(std::string_view actor) {
  const auto id = checked_id(actor);
  return Json(there(directory_.person(id), "user")).dump();
}

void Adapter::may(const Question& question) {
  const bool reads = question.action == "read";
  if (!reads && question.action != "write")
    throw Failure(HOLDFAST_E_INVALID, "action: read or write");
  const auto colon = question.subject.find(':');
  const auto kind = question.subject.substr(0, colon);
  const auto id = colon == std::string_view::npos ? std::string{}
                                                  : checked_id(question.subject.substr(colon + 1));
  if (question.subject != "practice" && (id.empty() || (kind != "client" && kind != "course")))
    throw Failure(HOLDFAST_E_INVALID, "subject: client:ID, course:ID or practice");
  const auto who = acting(question.actor);
  if (question.subject == "practice") {
    const bool is_staff = !who || who->kind == "staff";
    if (!(reads ? is_staff : !who || has_role(*who, "admin"))) deny("this actor may not");
    return;
  }
  std::string client = id;
  if (kind == "course")
    client = there(directory_.course(id), "course").client;
  else
    (void)there(directory_.client(id), "client");
  if (!(reads ? sees(who, client) : edits(who, client))) deny("this actor may not");
}

void Adapter::must_write(std::string_view actor, const std::string& client) {
  const auto who = acting(actor);
  if (settings_.transport == Settings::Transport::http)
    (void)there(directory_.client(client), "client");
  if (!edits(who, client)) deny("this actor may not write into that file");
}

std::string Adapter::put_record(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  const auto heading = payload::parse_object(delivery.text, "record");
  const payload::Fields fields{heading, "record"};
  fields.expect_schema("holdfast.record/1");
  must_write(delivery.actor, fields.id("client"));
  const auto reference = deliveries_.put({key, std::string{delivery.text}, now()});
  return Json{{"schema", "holdfast.receipt/1"}, {"id", reference}}.dump();
}

void Adapter::retract(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  (void)checked(delivery.text, 1024, "reason");
  if (acting(delivery.actor)) deny("what was delivered is Holdfast's own to take back");
  deliveries_.retract(key);
}

void Adapter::post_notice(const Delivery& delivery) {
  const auto key = checked_key(delivery.key);
  const auto who = acting(delivery.actor);
  if (who && who->kind != "staff") deny("notices are for the practice's staff to send");
  const auto notice = payload::parse_object(delivery.text, "notice").get<payload::Notice>();
  if (settings_.transport == Settings::Transport::http) {
    const bool is_known = notice.to.starts_with("Practitioner/") &&
                          directory_.clinician(notice.to.substr(13)).has_value();
    if (!is_known)
      throw Failure(HOLDFAST_E_NOT_FOUND, "notice: the FHIR server has no such practitioner");
  }
  deliveries_.post({key, std::string{delivery.text}, now()});
}

gateway::Answered Adapter::answer_gateway(gateway::Exchange exchange,
                                          const gateway::AskPlugin& plugin) {
  exchange.now = std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count();
  return gateway_->answer(exchange, plugin,
                          [this](const std::string& sentence) { warn(sentence); });
}

const void* Adapter::serve(std::string_view id) const noexcept {
  if (id == HOLDFAST_ADAPTER_GATEWAY) return gateway_ ? &gateway::table : nullptr;
  if (const auto* own = table_of(id, settings_.transport == Settings::Transport::http)) return own;
  return TranslatingHost::serve(id);
}

}  // namespace holdfast::adapters::fhir
