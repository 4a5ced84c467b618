// SPDX-License-Identifier: MIT
// A house over the real practice adapter, with three clients, and a way to make that host fail.
#pragma once
#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>

#include "abi/host_over_abi.hpp"
#include "service/house.hpp"
#include "service/mirror_host.hpp"
#include "service/submit_rating.hpp"
#include "service/tick.hpp"
#include "unit/adapters/practice/open_practice.hpp"
#include "unit/core/store/builders.hpp"

namespace holdfast::tests {

// Hands everything on; a test stands between the question and the answer.
class WatchedHost : public practice::Host {
 public:
  explicit WatchedHost(const practice::Host& host) : host_(host) {}

  bool is_down = false;
  bool always_fails = false;
  std::string away_for;               // the practice is never there for what holds these words
  std::function<void()> after_write;  // when the host has it, before anybody hears so
  mutable int asked = 0;

  std::string name() const override { return host_.name(); }
  Instant now() const override { return host_.now(); }
  std::string zone() const override { return host_.zone(); }
  std::string directory() const override { return host_.directory(); }
  void log(int severity, std::string_view text) const override { host_.log(severity, text); }
  practice::Answer<practice::Person> describe(std::string_view actor) const override {
    return host_.describe(actor);
  }
  practice::Answer<practice::Client> client(std::string_view actor,
                                            const ClientId& id) const override {
    return host_.client(actor, id);
  }
  practice::Answer<practice::Course> course(std::string_view actor,
                                            const CourseId& id) const override {
    return host_.course(actor, id);
  }
  practice::Answer<practice::Clinician> clinician(std::string_view actor,
                                                  const ClinicianId& id) const override {
    return host_.clinician(actor, id);
  }
  practice::Answer<practice::Session> session(std::string_view actor,
                                              const SessionId& id) const override {
    return host_.session(actor, id);
  }
  practice::Answer<practice::Changes> changes(std::string_view cursor,
                                              std::uint32_t limit) const override {
    if (is_down) return {practice::Outcome::unavailable, std::nullopt, "the practice is closed"};
    return host_.changes(cursor, limit);
  }
  practice::Answer<std::string> put(std::string_view key, std::string_view json) const override {
    if (!away_for.empty() && json.find(away_for) != std::string_view::npos) {
      ++asked;
      return {practice::Outcome::unavailable, std::nullopt, "not now"};
    }
    return watched([&] { return host_.put(key, json); });
  }
  practice::Answer<std::monostate> retract(std::string_view key,
                                           std::string_view reason) const override {
    return watched([&] { return host_.retract(key, reason); });
  }
  practice::Answer<std::monostate> post(std::string_view key,
                                        std::string_view json) const override {
    return watched([&] { return host_.post(key, json); });
  }
  practice::Answer<std::monostate> withdraw(std::string_view key) const override {
    return watched([&] { return host_.withdraw(key); });
  }

 private:
  template <class Call>
  std::invoke_result_t<Call> watched(Call call) const {
    ++asked;
    if (is_down) return {practice::Outcome::unavailable, std::nullopt, "the practice is closed"};
    if (always_fails) return {practice::Outcome::failed, std::nullopt, "it fell over"};
    auto answer = call();
    if (after_write) after_write();
    return answer;
  }
  const practice::Host& host_;
};

// Clients c-a, c-b … with a course each and a session a week, the last one yesterday.
inline practice_test::Json practice_with(const std::vector<std::string>& clients, int weeks) {
  using practice_test::Json;
  auto all = practice_test::small_import();
  all["clients"] = Json::array();
  all["courses"] = Json::array();
  all["sessions"] = Json::array();
  for (const auto& id : clients) {
    all["clients"].push_back({{"id", "c-" + id}, {"name", "Synthetic " + id}, {"initials", "SX"}});
    all["courses"].push_back({{"id", "co-" + id},
                              {"client", "c-" + id},
                              {"clinicians", {"dr-a"}},
                              {"started", "2020-01-05"}});
    for (int week = 1; week <= weeks; ++week) {
      const auto day = to_text(Day{std::chrono::days{20779 - 7 * (weeks - week)}});  // 2026-11-22
      all["sessions"].push_back({{"id", "s-" + id + std::to_string(1000 + week)},
                                 {"course", "co-" + id},
                                 {"clinician", "dr-a"},
                                 {"start", day + "T09:00:00Z"},
                                 {"minutes", 50},
                                 {"attendance", "held"}});
    }
  }
  return all;
}

inline practice_test::Json three_clients() { return practice_with({"a", "b", "c"}, 17); }

class RealPractice {
 public:
  explicit RealPractice(std::vector<std::string> kinds,
                        const practice_test::Json& contents = three_clients())
      : practice_("{}"), host_(std::make_unique<abi::HostOverAbi>(*practice_.host)) {
    practice_.reopen_with(contents);
    REQUIRE(practice_.host);
    config.write_back = std::move(kinds);
    config.duty_contact = "u-a";
    config.store = database_.configured();
    open();
  }

  // As a new process would: the adapter and the store are opened once more.
  void open() {
    house.reset();
    watched.reset();
    host_.reset();
    practice_.open("{}");
    REQUIRE(practice_.host);
    host_ = std::make_unique<abi::HostOverAbi>(*practice_.host);
    host_->attach();
    watched = std::make_unique<WatchedHost>(*host_);
    house = service::House::open(config, *watched);
    REQUIRE(service::mirror_host(*house, std::chrono::seconds{20}).trouble.empty());
  }
  void close() {
    house.reset();
    watched.reset();
    host_.reset();
    practice_.close();
  }

  service::Submission submission(const std::string& client, int number, double each) const {
    service::Submission submission;
    submission.definition = house->instruments().find("holdfast-session");
    submission.course = CourseId{"co-" + client};
    submission.client = ClientId{"c-" + client};
    submission.clinician = ClinicianId{"dr-a"};
    submission.session = SessionId{"s-" + client + std::to_string(1000 + number)};
    for (const char* line : {"goals", "tasks", "bond", "overall"})
      submission.answers.emplace(line, each);
    submission.key = "key-of-" + client + "-" + std::to_string(number);
    submission.digest = "digest";
    submission.submitted_by = "client";
    submission.from = "/f/{token}";
    return submission;
  }
  service::Submitted rate(const std::string& client, int number, double each = 80) {
    const auto reply = submit_rating(*house, submission(client, number, each));
    if (!reply) throw std::runtime_error(reply.refusal().sentence);
    return *reply;
  }

  service::Ticked tick() { return service::tick(*house, std::chrono::seconds{20}); }
  void wait(std::chrono::milliseconds time) { practice_.base.now_ms += time.count(); }
  Instant now() const { return watched->now(); }

  // One number out of the practice's own file.
  long in_practice(const std::string& sql) const { return number("practice.db", sql); }
  long in_store(const std::string& sql) const {
    return testing::is_on_postgresql()
               ? std::stol(testing::value_in_database(database_.store(), sql))
               : number("holdfast.db", sql);
  }
  std::vector<store::Delivery> waiting() const {
    return house->store().read([](store::Reader& reader) { return reader.outbox.open(1000); });
  }
  std::filesystem::path file(const std::string& name) const { return practice_.folder() / name; }
  std::string said() const { return practice_.base.logged; }

  service::Config config{.open = service::Open::store};
  std::unique_ptr<WatchedHost> watched;
  std::unique_ptr<service::House> house;

 private:
  long number(const std::string& name, const std::string& sql) const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open_v2(file(name).c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) ==
            SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    sqlite3_stmt* statement = nullptr;
    INFO(sql);
    REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
    const bool is_row = sqlite3_step(statement) == SQLITE_ROW;
    const long value = is_row ? static_cast<long>(sqlite3_column_int64(statement, 0)) : -1;
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return value;
  }

  store::testing::Folder database_;  // of the store, where the cases run on a server
  practice_test::OpenPractice practice_;
  std::unique_ptr<abi::HostOverAbi> host_;
};

}  // namespace holdfast::tests
