// SPDX-License-Identifier: MIT
// A practice opened through the adapter's C entry, over a small base host, in a folder of its own.
#pragma once
#include <holdfast/holdfast.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <holdfast/cpp/guard.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <string>

namespace practice_test {

using holdfast::payload::Json;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "practice-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()));
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Log, clock and store, as a plain C host would give them.
struct BaseHost {
  explicit BaseHost(std::string directory) : directory_(std::move(directory)) {
    abi = {sizeof abi, 1, 0, 0, this, "base", "1", extension};
  }
  static BaseHost& of(const holdfast_host* host) { return *static_cast<BaseHost*>(host->data); }
  static const void* extension(const holdfast_host* host, const char* id) {
    static const holdfast_host_clock clock{
        sizeof clock, 0, [](const holdfast_host* h) { return of(h).now_ms; },
        [](const holdfast_host* h) -> const char* { return of(h).zone.c_str(); }};
    static const holdfast_host_store store{
        sizeof store, 0, [](const holdfast_host* h) { return of(h).directory_.c_str(); }};
    static const holdfast_host_log log{sizeof log, 0,
                                       [](const holdfast_host* h, int32_t, holdfast_str text) {
                                         of(h).logged += holdfast::view(text);
                                       }};
    if (!of(host).has_extensions) return nullptr;
    const std::string_view wanted = id;
    if (wanted == HOLDFAST_HOST_CLOCK) return &clock;
    if (wanted == HOLDFAST_HOST_STORE) return &store;
    if (wanted == HOLDFAST_HOST_LOG) return &log;
    if (wanted == "org.example.base/1") return host->data;
    return nullptr;
  }
  holdfast_host abi{};
  int64_t now_ms = 1795430400000;  // 2026-11-23T08:00:00Z
  std::string zone = "Europe/Berlin";
  std::string logged;
  bool has_extensions = true;

 private:
  std::string directory_;
};

struct Answer {
  holdfast_status status;
  std::string text;  // the payload
  std::string why;   // the message of a failure
  Json json() const { return Json::parse(text); }
  // One member of the payload, to be gone through.
  Json list(const char* name) const { return json()[name]; }
};

// Calls `function(args..., out, err)` or, where there is no answer, `function(args..., err)`.
template <class Function, class... Arguments>
Answer ask(Function function, Arguments... arguments) {
  Answer answer{};
  const auto sink = holdfast::into(answer.text);
  holdfast_error error{};
  error.size = sizeof error;
  if constexpr (std::is_invocable_v<Function, Arguments..., const holdfast_sink*, holdfast_error*>)
    answer.status = function(arguments..., &sink, &error);
  else
    answer.status = function(arguments..., &error);
  answer.why = error.message;
  if (answer.status == HOLDFAST_OK) CHECK(answer.why.empty());
  return answer;
}

class OpenPractice {
 public:
  explicit OpenPractice(const std::string& config = R"({"demo":true,"today":"2026-11-23"})")
      : OpenPractice(config, {}) {}
  // On a file of its own unless `base` says otherwise.
  OpenPractice(const std::string& config, const std::filesystem::path& folder)
      : base(folder.empty() ? own_.path().string() : folder.string()) {
    open(config);
  }
  ~OpenPractice() { close(); }
  OpenPractice(const OpenPractice&) = delete;
  OpenPractice& operator=(const OpenPractice&) = delete;

  void open(const std::string& config) {
    close();
    holdfast_error error{};
    error.size = sizeof error;
    host = entry()->create(&base.abi, holdfast::str(config), &error);
    why = error.message;
    code = error.code;
  }
  void close() {
    if (host) entry()->destroy(host);
    host = nullptr;
  }
  static const holdfast_adapter_entry* entry() { return holdfast_adapter_entry_of(1); }

  template <class Table>
  const Table* table(const char* id) const {
    REQUIRE(host);
    const auto* found = static_cast<const Table*>(host->get_extension(host, id));
    REQUIRE(found);
    REQUIRE(found->size == sizeof(Table));
    return found;
  }
  const holdfast_host_clients* clients() const {
    return table<holdfast_host_clients>(HOLDFAST_HOST_CLIENTS);
  }
  const holdfast_host_sessions* sessions() const {
    return table<holdfast_host_sessions>(HOLDFAST_HOST_SESSIONS);
  }
  const holdfast_host_changes* changes() const {
    return table<holdfast_host_changes>(HOLDFAST_HOST_CHANGES);
  }
  const holdfast_host_identity* identity() const {
    return table<holdfast_host_identity>(HOLDFAST_HOST_IDENTITY);
  }
  const holdfast_host_records* records() const {
    return table<holdfast_host_records>(HOLDFAST_HOST_RECORDS);
  }
  const holdfast_host_notify* notify() const {
    return table<holdfast_host_notify>(HOLDFAST_HOST_NOTIFY);
  }

  Answer client(std::string_view actor, std::string_view id) const {
    return ask(clients()->get, host, holdfast::str(actor), holdfast::str(id));
  }
  Answer course(std::string_view actor, std::string_view id) const {
    return ask(clients()->course, host, holdfast::str(actor), holdfast::str(id));
  }
  Answer clinician(std::string_view actor, std::string_view id) const {
    return ask(clients()->clinician, host, holdfast::str(actor), holdfast::str(id));
  }
  Answer search(std::string_view actor, const std::string& text, int limit = 50) const {
    const auto query =
        Json{{"schema", "holdfast.client-query/1"}, {"text", text}, {"limit", limit}}.dump();
    return ask(clients()->search, host, holdfast::str(actor), holdfast::str(query));
  }
  Answer session(std::string_view actor, std::string_view id) const {
    return ask(sessions()->get, host, holdfast::str(actor), holdfast::str(id));
  }
  Answer list(std::string_view actor, const Json& fields) const {
    Json query = {{"schema", "holdfast.session-query/1"}};
    query.update(fields);
    const auto text = query.dump();
    return ask(sessions()->list, host, holdfast::str(actor), holdfast::str(text));
  }
  Answer since(std::string_view cursor, uint32_t limit = 1000) const {
    return ask(changes()->since, host, holdfast::str(cursor), limit);
  }
  Answer describe(std::string_view actor) const {
    return ask(identity()->describe, host, holdfast::str(actor));
  }
  Answer may(std::string_view actor, std::string_view action, std::string_view subject) const {
    return ask(identity()->may, host, holdfast::str(actor), holdfast::str(action),
               holdfast::str(subject));
  }

  // All changes from `cursor` on, page by page; `cursor` moves to the end.
  std::vector<Json> all_changes(std::string& cursor, uint32_t limit = 1000) const {
    std::vector<Json> all;
    for (bool more = true; more;) {
      const auto answer = since(cursor, limit);
      REQUIRE(answer.status == HOLDFAST_OK);
      const auto page = answer.json();
      REQUIRE(page["changes"].size() <= limit);
      for (const auto& change : page["changes"]) all.push_back(change);
      cursor = page["cursor"].get<std::string>();
      more = page["more"].get<bool>();
    }
    return all;
  }

  // Puts `import` into the practice by opening it again.
  void reopen_with(const Json& import) {
    const auto file = own_.path() / "import.json";
    std::ofstream{file} << import.dump();
    open(Json{{"import", file.string()}}.dump());
  }
  const std::filesystem::path& folder() const { return own_.path(); }

 private:
  Folder own_;

 public:
  BaseHost base;
  const holdfast_host* host = nullptr;
  std::string why;
  int32_t code = 0;
};

// A small import: one clinician, one client, one course, one session.
inline Json small_import() {
  return Json::parse(R"({"schema":"holdfast.practice-import/1",
    "clinicians":[{"id":"dr-a","name":"Synthetic Clinician","person":"u-a","supervisors":[]}],
    "clients":[{"id":"c-a","name":"Synthetic Example","initials":"SE"}],
    "courses":[{"id":"co-a","client":"c-a","clinicians":["dr-a"],"started":"2026-01-05"}],
    "sessions":[{"id":"s-a","course":"co-a","clinician":"dr-a","start":"2026-11-23T23:30:00Z",
                 "minutes":50,"attendance":"booked"}],
    "users":[{"id":"u-a","name":"Synthetic Clinician","kind":"staff",
              "roles":["front_desk","therapist","supervisor","records_officer","admin"],
              "clinician":"dr-a"},
             {"id":"u-gone","name":"Synthetic Former","kind":"staff","roles":["front_desk"],
              "active":false}]})");
}

}  // namespace practice_test
