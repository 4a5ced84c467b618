// SPDX-License-Identifier: MIT
// The FHIR adapter as one object: a server, what is known of it, and what Holdfast may ask. Answers
// are payload JSON; failures are thrown as Failure. All functions are [thread-safe], changes() and
// deliveries one at a time. Ownership: `base` outlives the object.
#pragma once
#include <memory>

#include "deliveries.hpp"
#include "directory.hpp"
#include "gateway/gateway.hpp"
#include "sync.hpp"
#include "translating_host.hpp"

namespace holdfast::adapters::fhir {

class Adapter : public TranslatingHost {
 public:
  // Opens no connection.
  Adapter(const holdfast_host* base, Settings settings);

  std::string client(std::string_view actor, std::string_view id);
  std::string course(std::string_view actor, std::string_view id);
  std::string clinician(std::string_view actor, std::string_view id);
  std::string session(std::string_view actor, std::string_view id);
  std::string search(std::string_view actor, std::string_view query_json);
  std::string sessions(std::string_view actor, std::string_view query_json);
  std::string changes(std::string_view cursor, std::uint32_t limit);

  std::string describe(std::string_view actor);
  struct Question {
    std::string_view actor, action, subject;
  };
  void may(const Question& question);  // throws Failure(DENIED) when the answer is no

  struct Delivery {
    std::string_view actor, key, text;
  };
  std::string put_record(const Delivery& delivery);
  void retract(const Delivery& delivery);
  void post_notice(const Delivery& delivery);

  gateway::Answered answer_gateway(gateway::Exchange exchange, const gateway::AskPlugin& plugin);

  const Settings& settings() const { return settings_; }

 private:
  const void* serve(std::string_view id) const noexcept override;
  std::string directory_of_base() const;
  void publish_keys() const;
  payload::Instant now() const;
  void warn(const std::string& sentence) const;
  // Who acts; throws DENIED when nobody does. The system has no person.
  std::optional<payload::Person> acting(std::string_view actor);
  bool sees(const std::optional<payload::Person>& who, const std::string& client);
  bool edits(const std::optional<payload::Person>& who, const std::string& client);
  void must_write(std::string_view actor, const std::string& client);

  const Settings settings_;
  Http http_;
  Tokens tokens_;
  Server server_;
  Directory directory_;
  State state_;
  Sync sync_;
  std::unique_ptr<Target> target_;
  Deliveries deliveries_;
  std::unique_ptr<gateway::Gateway> gateway_;  // null: off
};

}  // namespace holdfast::adapters::fhir
