// SPDX-License-Identifier: MIT
#include "facts.hpp"

namespace holdfast::conform {
namespace {

constexpr int most_pages = 100'000;

Json got(const Calls& calls, const std::string& kind, const std::string& id) {
  if (kind == "client") return calls.client(itself, id).json();
  if (kind == "course") return calls.course(itself, id).json();
  if (kind == "clinician") return calls.clinician(itself, id).json();
  return calls.session(itself, id).json();
}

void add(Practice& practice, const std::string& kind, Json thing) {
  if (kind == "clinician") practice.clinicians.push_back(std::move(thing));
  if (kind == "client") practice.clients.push_back(std::move(thing));
  if (kind == "course") practice.courses.push_back(std::move(thing));
  if (kind == "session") practice.sessions.push_back(std::move(thing));
}

// Without changes/1: clients by an empty search, the rest by following what names them.
Practice read_by_asking(const Calls& calls) {
  Practice practice;
  const Json query{{"schema", "holdfast.client-query/1"}, {"text", ""}, {"limit", 200}};
  const auto clients = calls.search(itself, query).json();
  for (const auto& client : clients.value("clients", Json::array()))
    practice.clients.push_back(client);
  const auto list = calls.sessions(itself, session_query("2000-01-01", "2100-01-01")).json();
  std::set<std::string> courses, clinicians;
  for (const auto& session : list.value("sessions", Json::array())) {
    practice.sessions.push_back(session);
    const auto course = session.value("course", ""), clinician = session.value("clinician", "");
    if (courses.insert(course).second) practice.courses.push_back(got(calls, "course", course));
    if (clinicians.insert(clinician).second)
      practice.clinicians.push_back(got(calls, "clinician", clinician));
  }
  return practice;
}

}  // namespace

Facts parse_facts(std::string_view json) {
  Facts facts;
  const auto object = payload::parse_object(json, "facts");
  const payload::Fields fields{object, "facts"};
  fields.expect_schema("holdfast.conform-facts/1");
  facts.expired_actor = fields.text_if("expired_actor");
  facts.person = fields.text_if("person");
  for (const auto& entry : fields.list("actors")) {
    const payload::Fields one{entry, "facts: actors"};
    facts.actors.push_back({one.text("actor"), one.texts("reads"), one.texts("not_reads"),
                            one.texts("writes"), one.texts("not_writes")});
  }
  return facts;
}

std::vector<Json> sweep(const Calls& calls, std::uint32_t limit) {
  std::vector<Json> all;
  std::string cursor;
  for (int page = 0; page < most_pages; ++page) {
    const auto answer = calls.changes(cursor, limit).json();
    must(answer.contains("cursor") && answer["cursor"].is_string(), "changes without a cursor");
    const auto entries = answer.value("changes", Json::array());
    must(entries.size() <= limit, "more changes than the limit");
    for (const auto& change : entries) all.push_back(change);
    if (!answer.value("more", false)) return all;
    must(!entries.empty() || answer["cursor"] != cursor, "changes go on without getting further");
    cursor = answer["cursor"].get<std::string>();
  }
  fail("changes never come to an end");
}

Practice read_practice(const Calls& calls) {
  if (!extension_of<holdfast_host_changes>(calls.host(), HOLDFAST_HOST_CHANGES))
    return read_by_asking(calls);
  Practice practice;
  for (const auto& change : sweep(calls, 1000)) {
    const auto kind = change.value("kind", ""), id = change.value("id", "");
    if (change.value("removed", false)) continue;
    if (kind == "merge" || kind == "unmerge") continue;
    add(practice, kind, change.contains("data") ? change["data"] : got(calls, kind, id));
  }
  return practice;
}

const Json& any(const std::vector<Json>& all, const char* what) {
  if (all.empty()) skip(std::string("the test practice holds no ") + what);
  return all.front();
}

std::string id_of(const Json& thing) { return thing.value("id", ""); }

Json session_query(std::string_view from, std::string_view to, int limit) {
  return {{"schema", "holdfast.session-query/1"}, {"from", from}, {"to", to}, {"limit", limit}};
}

std::vector<Json> sessions_between(const Calls& calls, payload::Day from, payload::Day to) {
  const auto answer =
      calls.sessions(itself, session_query(payload::to_text(from), payload::to_text(to))).json();
  std::vector<Json> all;
  for (const auto& session : answer.value("sessions", Json::array())) all.push_back(session);
  if (!answer.value("more", false)) return all;
  const auto half = from + (to - from) / 2;
  must(half != from, "one day with more sessions than a list may hold");
  all = sessions_between(calls, from, half);
  for (auto& session : sessions_between(calls, half, to)) all.push_back(std::move(session));
  return all;
}

}  // namespace holdfast::conform
