// SPDX-License-Identifier: MIT
#include "practice.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "fault.hpp"

namespace faulty {
namespace {

using holdfast::Failure;
namespace payload = holdfast::payload;

constexpr std::string_view lists[] = {"clinician", "client", "course", "session"};

bool is_utf8(std::string_view text) {
  try {
    return Json(std::string(text)).dump().size() > 0;
  } catch (const std::exception&) {
    return false;
  }
}

std::string checked_id(std::string_view id) {
  if (is_fault("crash-on-odd-id") && !is_utf8(id)) ::raise(SIGSEGV);
  if (is_fault("id-ends-at-nul")) id = id.substr(0, id.find('\0'));
  if (is_fault("id-quoted")) id = id.substr(0, id.find_first_of("'\"\n%;\\ \t"));
  if (id.size() > 128 && !is_fault("id-any-size"))
    throw Failure(HOLDFAST_E_INVALID, "id: too long");
  if (id.size() > 127 && is_fault("id-short")) throw Failure(HOLDFAST_E_INVALID, "id: too long");
  if (!is_fault("id-any-bytes") && !is_utf8(id)) throw Failure(HOLDFAST_E_INVALID, "id: not UTF-8");
  return std::string(id);
}

payload::Instant start_of(const Json& session) {
  return *payload::parse_instant(session["start"].get<std::string>());
}

}  // namespace

Json parsed(std::string_view text, const char* what) {
  const auto size = payload::max_payload_bytes;
  if (is_fault("json-any-size")) return payload::parse_object(text, what, {size * 4, 32});
  if (is_fault("json-any-depth")) return payload::parse_object(text, what, {size, 1000});
  if (is_fault("json-any-keys")) return Json::parse(text);
  if (is_fault("json-deep-crash") && text.starts_with("[[[[")) ::raise(SIGSEGV);
  if (is_fault("json-half")) {
    auto found = Json::parse(text, nullptr, false);
    if (found.is_discarded() && !text.empty()) return Json::object();
  }
  if (is_fault("json-any-type") && !Json::parse(text, nullptr, false).is_object())
    return Json::object();
  if (is_fault("json-latin")) {
    std::string plain;
    for (const char c : text) plain += static_cast<unsigned char>(c) < 128 ? c : '?';
    return payload::parse_object(plain, what);
  }
  return payload::parse_object(text, what);
}

void refuse_unknown_fields(const Json& json) {
  if (json.contains("a_field_of_tomorrow")) throw Failure(HOLDFAST_E_INVALID, "unknown field");
}

std::string receipt(unsigned long number) {
  Json json{{"schema", "holdfast.receipt/1"}, {"id", "record-" + std::to_string(number)}};
  if (is_fault("receipt-shape")) json["id"] = 17;
  return json.dump();
}

std::atomic<int> Practice::instances_{0};

int Practice::records_made() {
  static int made = 0;
  return ++made;
}

namespace {
std::atomic<int> inside{0};
bool was_forked = false;
}  // namespace

OneAtATime::OneAtATime() {
  if (!is_fault("one-at-a-time")) return;
  if (inside++ > 0) {
    --inside;
    throw Failure(HOLDFAST_E_STATE, "somebody is inside");
  }
  ::usleep(1000);
}
OneAtATime::~OneAtATime() {
  if (is_fault("one-at-a-time")) --inside;
}

Practice::Practice(const holdfast_host* base, const Json& config)
    : AdaptedHost(base, {"Faulty practice", "1.0.0"}) {
  std::ifstream in(config.at("practice").get<std::string>());
  const auto whole = Json::parse(in);
  for (const auto kind : lists)
    for (const auto& each : whole[std::string(kind) + "s"])
      things_[std::string(kind)].push_back(each);
  for (const auto& user : whole["users"]) things_["user"].push_back(user);
  if (is_fault("harmed-by-fork"))
    ::pthread_atfork(
        nullptr, [] { was_forked = true; }, nullptr);
  if (is_fault("create-thread")) std::thread([] { ::pause(); }).detach();
  if (is_fault("create-descriptor")) (void)!::open("/dev/null", O_RDONLY);
  if (is_fault("create-mask")) ::signal(SIGPIPE, SIG_IGN);
  if (is_fault("public-files")) std::ofstream(file("public.txt")) << "for all to read";
}

Practice::~Practice() {
  if (is_fault("child-harms")) std::ofstream(file("harmed")) << "yes";
}

std::string Practice::file(const char* name) const {
  const auto* store = base_table<holdfast_host_store>();
  return std::string(store->directory(base())) + "/" + name;
}

const Json* Practice::find(std::string_view kind, std::string_view id) const {
  const auto list = things_.find(kind);
  if (list == things_.end()) return nullptr;
  for (const auto& each : list->second)
    if (each["id"] == id) return &each;
  return nullptr;
}

std::string Practice::client_of(const Json& thing, std::string_view kind) const {
  if (kind == "client") return thing["id"];
  if (kind == "course") return thing["client"];
  const auto* course = find("course", thing["course"].get<std::string>());
  return course ? (*course)["client"] : "";
}

bool Practice::reads(std::string_view actor, std::string_view client) const {
  if (actor == HOLDFAST_ACTOR_SYSTEM) return !is_fault("system-denied");
  if (is_fault("odd-actor") && actor.starts_with(HOLDFAST_ACTOR_SYSTEM)) return true;
  const auto* user = find("user", actor);
  if (is_fault("stranger-reads") && !actor.empty() && !user) return true;
  if (is_fault("nobody-reads") && actor.empty()) return true;
  if (!user) return false;
  if (!user->value("active", true) && !is_fault("expired-reads")) return false;
  if (is_fault("all-read-all") || is_fault("expired-reads")) return true;
  if (is_fault("own-denied")) return false;
  for (const auto& course : things_.find("course")->second)
    if (course["client"] == client && course["clinicians"][0] == (*user)["clinician"]) return true;
  return false;
}

void Practice::must_read(std::string_view actor, const Json& thing, std::string_view kind) const {
  if (kind == "clinician") {
    if (actor.empty()) throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
    return;
  }
  const auto client = client_of(thing, kind);
  if (reads(actor, client)) return;
  const auto* found = find("client", client);
  throw Failure(HOLDFAST_E_DENIED, is_fault("refusal-tells") && found
                                       ? (*found)["name"].get<std::string>() + " is not yours"
                                       : "not this actor's");
}

Json Practice::told(const Json& thing, std::string_view kind) const {
  auto json = thing;
  if (is_fault("shape-" + std::string(kind))) json["id"] = 17;
  if (kind == "course" && is_fault("dangling-course")) json["client"] = "nobody";
  if (kind == "session" && is_fault("dangling-session")) json["course"] = "nothing";
  if (kind == "session" && is_fault("wrong-day"))
    json["day"] = json["start"].get<std::string>().substr(0, 10);
  if (kind == "session" && is_fault("series-collapsed")) json["id"] = "s-1";
  if (kind == "session" && is_fault("no-show-is-held") && json["attendance"] == "no_show")
    json["attendance"] = "held";
  if (kind == "client" && is_fault("dangling-merge") && json.contains("merged_into"))
    json["merged_into"] = "nobody";
  if (is_fault("deep-answer")) {
    Json deep;
    for (int i = 0; i < 40; ++i) deep = Json{{"in", deep}};
    json["deep"] = deep;
  }
  return json;
}

std::string Practice::get(std::string_view kind, std::string_view actor, std::string_view id) {
  const auto wanted = checked_id(id);
  const OneAtATime only;
  if (was_forked || (is_fault("child-harms") && std::ifstream(file("harmed"))))
    throw Failure(HOLDFAST_E_UNAVAILABLE, "a child has spoilt it");
  if (is_fault("borrows")) {
    if (last_id_.ptr) (void)std::string(holdfast::view(last_id_));
    last_id_ = holdfast::str(id);
  }
  if (is_fault("reads-on")) (void)std::string(id.data(), id.size() + 1);
  if (is_fault("leaks")) std::memset(::malloc(4096), 1, 4096);
  if (is_fault("hangs")) ::pause();
  if (is_fault("null-actor-crashes") && actor.data() == nullptr) ::raise(SIGSEGV);
  if (actor.empty() && !is_fault("nobody-reads"))
    throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
  const auto* found = find(kind, wanted);
  if (!found && is_fault("unknown-is-first")) found = &things_.find(kind)->second.front();
  if (!found) throw Failure(HOLDFAST_E_NOT_FOUND, is_fault("no-reason") ? "" : "no such thing");
  if (kind == "client" && is_fault("other-client")) found = &things_["client"].back();
  if (kind == "session" && is_fault("other-session")) found = &things_["session"].back();
  must_read(actor, *found, kind);
  auto json = told(*found, kind);
  if (kind == "session" && is_fault("get-differs")) json["minutes"] = 1;
  if (kind == "client" && is_fault("large-answer")) json["padding"] = std::string(300'000, 'x');
  return json.dump();
}

std::string Practice::search(std::string_view actor, std::string_view text) {
  const OneAtATime only;
  const auto json = parsed(text, "client query");
  if (is_fault("unknown-query-field")) refuse_unknown_fields(json);
  payload::ClientQuery query;
  if (is_fault("json-half") || is_fault("json-any-type") || is_fault("any-schema"))
    query = {json.value("text", ""), json.value("limit", 50)};
  else
    query = json.get<payload::ClientQuery>();
  const auto* user = find("user", actor);
  if (actor != HOLDFAST_ACTOR_SYSTEM && !user && !is_fault("nobody-searches"))
    throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
  Json found = Json::array();
  const auto lower = [](std::string name) {
    for (auto& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return name;
  };
  for (const auto& client : things_["client"]) {
    if (client.contains("merged_into") || is_fault("search-empty")) continue;
    const auto name = lower(client["name"]);
    const bool matches =
        is_fault("search-like") || name.find(lower(query.text)) != std::string::npos;
    const bool may = is_fault("search-all") || is_fault("nobody-searches") ||
                     reads(actor, client["id"].get<std::string>());
    if (matches && may &&
        (static_cast<int>(found.size()) < query.limit || is_fault("search-no-limit")))
      found.push_back(told(client, "client"));
  }
  if (is_fault("search-ghost"))
    found.push_back({{"schema", "holdfast.client/1"}, {"id", "ghost"}, {"name", "G"}});
  Json answer{{"schema", "holdfast.clients/1"}, {"clients", found}};
  if (is_fault("large-answer")) answer["padding"] = std::string(300'000, 'x');
  if (is_fault("clients-shape")) answer.erase("clients");
  return answer.dump();
}

std::string Practice::sessions(std::string_view actor, std::string_view text) {
  const OneAtATime only;
  const auto json = parsed(text, "session query");
  if (is_fault("unknown-query-field")) refuse_unknown_fields(json);
  payload::SessionQuery query;
  if (is_fault("any-day") || is_fault("json-half") || is_fault("json-any-type")) {
    query.from = payload::parse_day(json.value("from", "")).value_or(payload::Day{});
    query.to = payload::parse_day(json.value("to", "")).value_or(payload::Day{});
    query.course = json.value("course", "");
    query.limit = json.value("limit", 200);
  } else {
    query = json.get<payload::SessionQuery>();
  }
  if ((query.limit < 1 || query.limit > 1000) && !is_fault("any-limit"))
    throw Failure(HOLDFAST_E_INVALID, "limit: 1 to 1000");
  if (query.to < query.from && !is_fault("any-day"))
    throw Failure(HOLDFAST_E_INVALID, "to before from");
  if (actor != HOLDFAST_ACTOR_SYSTEM && !find("user", actor) && !is_fault("nobody-lists"))
    throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
  std::vector<Json> found;
  for (const auto& session : things_["session"]) {
    auto day = *payload::parse_day(session["day"].get<std::string>());
    const bool changes_clocks = session["id"] == "s-4";
    if (is_fault("clock-change") && changes_clocks && query.to - query.from == std::chrono::days{1})
      continue;
    if (is_fault("utc-list")) day = std::chrono::floor<std::chrono::days>(start_of(session));
    const bool is_in =
        day >= query.from && (is_fault("to-inclusive") ? day <= query.to : day < query.to);
    const bool of_course =
        query.course.empty() || is_fault("any-course") || session["course"] == query.course;
    const bool may = is_fault("list-all") || is_fault("nobody-lists") ||
                     reads(actor, client_of(session, "session"));
    const auto attendance = session["attendance"].get<std::string>();
    if (is_fault("no-show-hidden") && attendance == "no_show") continue;
    if (is_fault("cancelled-hidden") && attendance.starts_with("cancelled")) continue;
    if (is_fault("booked-hidden") && attendance == "booked") continue;
    if (is_fault("held-hidden") && attendance == "held") continue;
    if (is_in && of_course && may) found.push_back(told(session, "session"));
  }
  std::sort(found.begin(), found.end(), [](const Json& a, const Json& b) {
    const bool less =
        std::pair{start_of(a), a["id"].dump()} < std::pair{start_of(b), b["id"].dump()};
    return is_fault("out-of-order") ? !less && a != b : less;
  });
  const auto limit = static_cast<std::size_t>(query.limit);
  const bool more = found.size() > limit && !is_fault("no-more");
  if (found.size() > limit && !is_fault("list-no-limit")) found.resize(limit);
  Json answer{{"schema", "holdfast.sessions/1"}, {"sessions", found}, {"more", more}};
  if (is_fault("sessions-shape")) answer.erase("more");
  return answer.dump();
}

std::vector<Json> Practice::all_changes() const {
  std::vector<Json> all;
  for (const auto kind : lists)
    for (const auto& each : things_.find(kind)->second) {
      all.push_back({{"kind", kind}, {"id", each["id"]}, {"data", told(each, kind)}});
      if (is_fault("stale-data")) all.back()["data"]["stale"] = true;
    }
  if (is_fault("forward")) std::reverse(all.begin(), all.end());
  return all;
}

std::string Practice::changes(std::string_view cursor, std::uint32_t limit) {
  if ((limit < 1 || limit > 1000) && !is_fault("any-change-limit"))
    throw Failure(HOLDFAST_E_INVALID, "limit: 1 to 1000");
  const std::string prefix = is_fault("cursor-forgotten") ? std::to_string(number_) + ":" : "at ";
  std::size_t at = 0;
  const auto all = all_changes();
  if (!cursor.empty() && !is_fault("any-cursor")) {
    at = cursor.starts_with(prefix)
             ? std::strtoul(std::string(cursor.substr(prefix.size())).c_str(), nullptr, 10)
             : 9999;
    if (at > all.size() || prefix + std::to_string(at) != cursor)
      throw Failure(HOLDFAST_E_INVALID, "not a cursor of this host");
  }
  if (is_fault("endless-changes") && at == all.size()) at = 0;
  if (is_fault("changes-shift")) at += (limit == 1 && at == 3) ? 1 : 0;
  static std::atomic<int> times{0};
  if (is_fault("changes-differ") && ++times % 2 == 0)
    at = std::min<std::size_t>(at + 1, all.size());
  if (is_fault("changes-per-thread")) {
    static const thread_local int number = ++times;
    if (number % 2 == 0) at = std::min<std::size_t>(at + 1, all.size());
  }
  Json page{{"schema", "holdfast.changes/1"}, {"changes", Json::array()}};
  for (; at < all.size() && page["changes"].size() < limit; ++at)
    page["changes"].push_back(all[at]);
  page["cursor"] = prefix + std::to_string(at);
  if (is_fault("long-cursor")) page["cursor"] = std::string(600, 'c');
  page["more"] = at < all.size() || is_fault("endless-changes") ||
                 (is_fault("never-at-end") && times++ < 100 && limit == 100);
  if (is_fault("changes-shape")) page["more"] = "no";
  if (is_fault("changes-no-id") && !page["changes"].empty()) page["changes"][0]["id"] = "";
  return page.dump();
}

std::string Practice::describe(std::string_view actor) {
  const auto* user = find("user", checked_id(actor));
  if (!user && is_fault("stranger-described")) user = &things_["user"].front();
  if (!user) throw Failure(HOLDFAST_E_NOT_FOUND, "no such user");
  if (!user->value("active", true) && !is_fault("expired-reads"))
    throw Failure(HOLDFAST_E_DENIED, "has left");
  auto person = *user;
  person.erase("active");
  if (is_fault("person-shape")) person["kind"] = "robot";
  if (is_fault("person-no-roles")) person.erase("roles");
  return person.dump();
}

void Practice::may(std::string_view actor, std::string_view action, std::string_view subject) {
  const OneAtATime only;
  checked_id(actor);
  if (is_fault("may-always")) return;
  if (action != "read" && action != "write" && !is_fault("may-any-action"))
    throw Failure(HOLDFAST_E_INVALID, "action: read or write");
  if (subject == "practice" && (actor == HOLDFAST_ACTOR_SYSTEM || find("user", actor))) return;
  const auto colon = std::min(subject.find(':'), subject.size());
  const auto kind = subject.substr(0, colon),
             id = subject.substr(std::min(colon + 1, subject.size()));
  if (is_fault("may-any-subject")) return;
  if ((kind != "client" && kind != "course") || id.empty())
    throw Failure(subject == "practice" ? HOLDFAST_E_DENIED : HOLDFAST_E_INVALID, "subject");
  const auto* found = find(kind, id);
  if (is_fault("may-unknown") && !found && actor == HOLDFAST_ACTOR_SYSTEM) return;
  if (!found || !reads(actor, client_of(*found, kind))) throw Failure(HOLDFAST_E_DENIED, "may not");
}

// Lines of "key<TAB>value", keys written in hex, under a lock that reaches over processes.
std::map<std::string, std::string> Practice::stored(const char* name) const {
  std::map<std::string, std::string> all;
  std::ifstream in(file(name));
  for (std::string key, value; in >> key >> value;) all.emplace(key, value);
  return all;
}

void Practice::store(const char* name, std::string_view key, std::string_view value) {
  const int out = ::open(file(name).c_str(), O_WRONLY | O_APPEND | O_CREAT, 0600);
  const auto line = std::string(key) + " " + std::string(value) + "\n";
  (void)!::write(out, line.data(), line.size());
  ::close(out);
}

void Practice::forget(const char* name) { ::unlink(file(name).c_str()); }

}  // namespace faulty
