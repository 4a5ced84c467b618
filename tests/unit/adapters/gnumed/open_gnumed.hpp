// SPDX-License-Identifier: MIT
// The adapter opened through its C entry, as one of the invented people of the tests' own GNUmed
// (tests/gnumed/server.sh), which HOLDFAST_TEST_GNUMED names.
#pragma once
#include <holdfast/holdfast.h>
#include <libpq-fe.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <holdfast/cpp/guard.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <memory>
#include <string>
#include <vector>

namespace gnumed_test {

using holdfast::payload::Json;

inline constexpr const char* plugin_itself = HOLDFAST_ACTOR_SYSTEM;
inline constexpr const char* tessa = "hf-tessa";
inline constexpr const char* ben = "hf-ben";
inline constexpr const char* frieda = "hf-frieda";

struct Server {
  std::string folder, port;
};
inline Server server() {
  const char* state = std::getenv("HOLDFAST_TEST_GNUMED");
  Server found;
  std::ifstream in(state ? state : "");
  REQUIRE(in >> found.folder >> found.port);
  return found;
}

// One statement by the server's administrator, or in the name of `user`; the first column of all
// rows.
inline std::vector<std::string> sql(const std::string& text, const std::string& user = {}) {
  const auto at = server();
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
      PQconnectdb(
          ("host=" + at.folder + " port=" + at.port + " user=postgres dbname=gnumed_v22").c_str()),
      PQfinish);
  REQUIRE(PQstatus(connection.get()) == CONNECTION_OK);
  const auto run = [&](const std::string& statement) {
    return std::unique_ptr<PGresult, void (*)(PGresult*)>(
        PQexec(connection.get(), statement.c_str()), PQclear);
  };
  if (!user.empty()) run("SET SESSION AUTHORIZATION \"" + user + "\"");
  run("SET default_transaction_read_only TO off; SET client_min_messages TO error");
  const auto result = run(text);
  INFO(PQresultErrorMessage(result.get()));
  const auto status = PQresultStatus(result.get());
  REQUIRE((status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK));
  std::vector<std::string> rows;
  for (int row = 0; row < PQntuples(result.get()); ++row)
    rows.emplace_back(PQgetvalue(result.get(), row, 0));
  return rows;
}
inline std::string one(const std::string& text, const std::string& user = {}) {
  const auto rows = sql(text, user);
  REQUIRE(rows.size() == 1);
  return rows.front();
}

// The invented clients, by last name.
inline std::string client(const std::string& last_name) {
  return one("SELECT id_identity FROM dem.names WHERE active AND lastnames = '" + last_name + "'");
}
inline std::string session_of(const std::string& client, int number) {
  return one("SELECT pk FROM holdfast_gnumed.session WHERE client = " + client +
             " ORDER BY started OFFSET " + std::to_string(number - 1) + " LIMIT 1");
}

struct BaseHost {
  BaseHost() { abi = {sizeof abi, 1, 0, 0, this, "base", "1", extension}; }
  BaseHost(const BaseHost&) = delete;
  BaseHost& operator=(const BaseHost&) = delete;
  static BaseHost& of(const holdfast_host* host) { return *static_cast<BaseHost*>(host->data); }
  static const void* extension(const holdfast_host*, const char* id) {
    static const holdfast_host_clock clock{
        sizeof clock, 0, [](const holdfast_host*) { return int64_t{1795430400000}; },
        [](const holdfast_host* h) -> const char* { return of(h).zone.c_str(); }};
    return std::string_view{id} == HOLDFAST_HOST_CLOCK ? &clock : nullptr;
  }
  holdfast_host abi{};
  std::string zone = "Europe/Berlin";
};

struct Answer {
  holdfast_status status = HOLDFAST_OK;
  std::string text, why;
  Json json() const { return Json::parse(text); }
};

template <class Function, class... Arguments>
Answer ask(Function function, Arguments... arguments) {
  Answer answer;
  const auto sink = holdfast::into(answer.text);
  holdfast_error error{};
  error.size = sizeof error;
  if constexpr (std::is_invocable_v<Function, Arguments..., const holdfast_sink*, holdfast_error*>)
    answer.status = function(arguments..., &sink, &error);
  else
    answer.status = function(arguments..., &error);
  answer.why = error.message;
  return answer;
}

class OpenGnumed {
 public:
  explicit OpenGnumed(const std::string& user, const Json& more = Json::object()) {
    const auto at = server();
    Json config{{"host", "127.0.0.1"},
                {"port", at.port},
                {"database", "gnumed_v22"},
                {"user", user},
                {"password", user}};
    config.update(more);
    holdfast_error error{};
    error.size = sizeof error;
    const auto text = config.dump();
    host = holdfast_adapter_entry_of(1)->create(&base.abi, holdfast::str(text), &error);
    why = error.message;
    code = error.code;
  }
  ~OpenGnumed() {
    if (host) holdfast_adapter_entry_of(1)->destroy(host);
  }
  OpenGnumed(const OpenGnumed&) = delete;
  OpenGnumed& operator=(const OpenGnumed&) = delete;

  template <class Table>
  const Table* table(const char* id) const {
    REQUIRE(host != nullptr);
    return static_cast<const Table*>(host->get_extension(host, id));
  }
  Answer client(std::string_view actor, std::string_view id) const {
    return ask(table<holdfast_host_clients>(HOLDFAST_HOST_CLIENTS)->get, host, holdfast::str(actor),
               holdfast::str(id));
  }
  Answer course(std::string_view actor, std::string_view id) const {
    return ask(table<holdfast_host_clients>(HOLDFAST_HOST_CLIENTS)->course, host,
               holdfast::str(actor), holdfast::str(id));
  }
  Answer session(std::string_view actor, std::string_view id) const {
    return ask(table<holdfast_host_sessions>(HOLDFAST_HOST_SESSIONS)->get, host,
               holdfast::str(actor), holdfast::str(id));
  }
  Answer describe(std::string_view actor) const {
    return ask(table<holdfast_host_identity>(HOLDFAST_HOST_IDENTITY)->describe, host,
               holdfast::str(actor));
  }
  Answer may(std::string_view actor, std::string_view action, const std::string& subject) const {
    return ask(table<holdfast_host_identity>(HOLDFAST_HOST_IDENTITY)->may, host,
               holdfast::str(actor), holdfast::str(action), holdfast::str(subject));
  }
  Answer changes(std::string_view cursor, std::uint32_t limit = 1000) const {
    return ask(table<holdfast_host_changes>(HOLDFAST_HOST_CHANGES)->since, host,
               holdfast::str(cursor), limit);
  }
  Answer put(std::string_view key, const Json& record) const {
    const auto text = record.dump();
    return ask(table<holdfast_host_records>(HOLDFAST_HOST_RECORDS)->put, host,
               holdfast::str(plugin_itself), holdfast::str(key), holdfast::str(text));
  }
  Answer retract(std::string_view key) const {
    return ask(table<holdfast_host_records>(HOLDFAST_HOST_RECORDS)->retract, host,
               holdfast::str(plugin_itself), holdfast::str(key), holdfast::str("entered in error"));
  }
  Answer post(std::string_view key, const Json& notice) const {
    const auto text = notice.dump();
    return ask(table<holdfast_host_notify>(HOLDFAST_HOST_NOTIFY)->post, host,
               holdfast::str(plugin_itself), holdfast::str(key), holdfast::str(text));
  }
  Answer withdraw(std::string_view key) const {
    return ask(table<holdfast_host_notify>(HOLDFAST_HOST_NOTIFY)->withdraw, host,
               holdfast::str(plugin_itself), holdfast::str(key));
  }
  // All changes to the end, from `cursor` on, which moves there.
  std::vector<Json> follow(std::string& cursor) const {
    std::vector<Json> all;
    for (;;) {
      const auto answer = changes(cursor);
      INFO(answer.why);
      REQUIRE(answer.status == HOLDFAST_OK);
      const auto page = answer.json();
      for (const auto& change : page["changes"]) all.push_back(change);
      cursor = page["cursor"].get<std::string>();
      if (!page["more"].get<bool>()) return all;
    }
  }

  BaseHost base;
  const holdfast_host* host = nullptr;
  std::string why;
  int32_t code = 0;
};

inline Json total_of(const std::string& client, const std::string& session, const char* value) {
  return {{"schema", "holdfast.record/1"},
          {"kind", "therapist_rating"},
          {"client", client},
          {"session", session},
          {"at", "2026-11-23T10:00:00Z"},
          {"rater", "therapist"},
          {"instrument", {{"id", "test-form"}, {"version", "1"}, {"title", "Test form"}}},
          {"values", {{{"name", "total"}, {"value", value}, {"min", "0"}, {"max", "400"}}}}};
}

}  // namespace gnumed_test
