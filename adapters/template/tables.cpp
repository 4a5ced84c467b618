// SPDX-License-Identifier: MIT
// The functions that Holdfast calls. Each one checks what came, asks the practice, decides whether
// this actor may know, and puts JSON into the sink; a Failure that is thrown becomes a status.
#include "tables.hpp"

#include <algorithm>

namespace mine {
namespace {

using holdfast::Failure;
using holdfast::guarded;
using holdfast::put;
using holdfast::view;
using payload::Json;

const Practice& practice_of(const holdfast_host* host) {
  return static_cast<const Adapter&>(holdfast::AdaptedHost::of(host)).practice();
}

std::string_view checked(std::string_view id) {
  if (id.size() > payload::max_id_bytes) throw Failure(HOLDFAST_E_INVALID, "id: over 128 bytes");
  try {
    (void)Json(std::string(id)).dump();
  } catch (const Json::exception&) {
    throw Failure(HOLDFAST_E_INVALID, "id: not UTF-8");
  }
  return id;
}

void must_read(const Practice& practice, std::string_view actor, std::string_view client) {
  if (!practice.may_read(actor, client))
    throw Failure(HOLDFAST_E_DENIED, "this client is not this actor's");
}

void must_be_somebody(const Practice& practice, std::string_view actor) {
  if (actor != HOLDFAST_ACTOR_SYSTEM && !practice.person(actor))
    throw Failure(HOLDFAST_E_DENIED, "nobody of this practice is acting");
}

template <class Thing>
const Thing& there(const Thing* thing) {
  if (!thing) throw Failure(HOLDFAST_E_NOT_FOUND, "there is none with this id");
  return *thing;
}

const std::string& client_of(const Practice& practice, const payload::Session& session) {
  return there(practice.course(session.course)).client;
}

holdfast_status get_client(const holdfast_host* host, holdfast_str actor, holdfast_str id,
                           const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    must_be_somebody(practice, checked(view(actor)));
    const auto& client = there(practice.client(checked(view(id))));
    must_read(practice, view(actor), client.id);
    put(*out, Json(client).dump());
  });
}

holdfast_status get_course(const holdfast_host* host, holdfast_str actor, holdfast_str id,
                           const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    must_be_somebody(practice, checked(view(actor)));
    const auto& course = there(practice.course(checked(view(id))));
    must_read(practice, view(actor), course.client);
    put(*out, Json(course).dump());
  });
}

holdfast_status get_clinician(const holdfast_host* host, holdfast_str actor, holdfast_str id,
                              const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    must_be_somebody(practice, checked(view(actor)));
    put(*out, Json(there(practice.clinician(checked(view(id))))).dump());
  });
}

std::string in_small_letters(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  return text;
}

holdfast_status search(const holdfast_host* host, holdfast_str actor, holdfast_str query_json,
                       const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    must_be_somebody(practice, checked(view(actor)));
    const auto query =
        payload::parse_object(view(query_json), "client query").get<payload::ClientQuery>();
    Json found = Json::array();
    for (const auto& client : practice.clients()) {
      const auto name = in_small_letters(client.name);
      if (static_cast<int>(found.size()) < query.limit && client.merged_into.empty() &&
          name.find(in_small_letters(query.text)) != std::string::npos &&
          practice.may_read(view(actor), client.id))
        found.push_back(client);
    }
    put(*out, Json{{"schema", "holdfast.clients/1"}, {"clients", found}}.dump());
  });
}

holdfast_status get_session(const holdfast_host* host, holdfast_str actor, holdfast_str id,
                            const holdfast_sink* out, holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    must_be_somebody(practice, checked(view(actor)));
    const auto& session = there(practice.session(checked(view(id))));
    must_read(practice, view(actor), client_of(practice, session));
    put(*out, Json(session).dump());
  });
}

holdfast_status list_sessions(const holdfast_host* host, holdfast_str actor,
                              holdfast_str query_json, const holdfast_sink* out,
                              holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    must_be_somebody(practice, checked(view(actor)));
    const auto query =
        payload::parse_object(view(query_json), "session query").get<payload::SessionQuery>();
    if (query.limit < 1 || query.limit > 1000 || query.to < query.from)
      throw Failure(HOLDFAST_E_INVALID, "session query: limit is 1 to 1000, to is after from");
    Json answer{{"schema", "holdfast.sessions/1"}, {"sessions", Json::array()}, {"more", false}};
    for (const auto& session : practice.sessions(query.from, query.to)) {
      if (!query.course.empty() && session.course != query.course) continue;
      if (!practice.may_read(view(actor), client_of(practice, session))) continue;
      answer["more"] = static_cast<int>(answer["sessions"].size()) == query.limit;
      if (answer["more"]) break;
      answer["sessions"].push_back(session);
    }
    put(*out, answer.dump());
  });
}

holdfast_status describe(const holdfast_host* host, holdfast_str actor, const holdfast_sink* out,
                         holdfast_error* err) {
  return guarded(
      err, [&] { put(*out, Json(there(practice_of(host).person(checked(view(actor))))).dump()); });
}

holdfast_status may(const holdfast_host* host, holdfast_str actor, holdfast_str action,
                    holdfast_str subject, holdfast_error* err) {
  return guarded(err, [&] {
    const auto& practice = practice_of(host);
    const auto what = view(subject),
               colon_and_id = what.substr(std::min(what.find(':'), what.size()));
    if (view(action) != "read" && view(action) != "write")
      throw Failure(HOLDFAST_E_INVALID, "action: read or write");
    must_be_somebody(practice, checked(view(actor)));
    if (what == "practice") return;
    if (colon_and_id.size() < 2) throw Failure(HOLDFAST_E_INVALID, "subject: client:ID, course:ID");
    const auto id = colon_and_id.substr(1);
    if (what.starts_with("client:"))
      return must_read(practice, view(actor), there(practice.client(id)).id);
    if (what.starts_with("course:"))
      return must_read(practice, view(actor), there(practice.course(id)).client);
    throw Failure(HOLDFAST_E_INVALID, "subject: client:ID, course:ID or practice");
  });
}

constexpr holdfast_host_clients clients{sizeof clients, 0,          get_client,
                                        search,         get_course, get_clinician};
constexpr holdfast_host_sessions sessions{sizeof sessions, 0, get_session, list_sessions};
constexpr holdfast_host_identity identity{sizeof identity, 0, describe, may};

}  // namespace

// Anything else comes from the base host: log, clock, store. When your system can take notes or
// messages, add records/1 and notify/1 here; when it knows what changed, changes/1.
const void* Adapter::serve(std::string_view id) const noexcept {
  if (id == HOLDFAST_HOST_CLIENTS) return &clients;
  if (id == HOLDFAST_HOST_SESSIONS) return &sessions;
  if (id == HOLDFAST_HOST_IDENTITY) return &identity;
  return nullptr;
}

}  // namespace mine
