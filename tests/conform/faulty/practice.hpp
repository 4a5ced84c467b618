// SPDX-License-Identifier: MIT
// A small adapter in memory over the test practice's file. Without a fault it keeps the whole
// contract; each fault breaks one promise of it.
#pragma once
#include <atomic>
#include <holdfast/cpp/adapted_host.hpp>
#include <holdfast/cpp/payload_json.hpp>
#include <map>
#include <mutex>

namespace faulty {

using holdfast::payload::Json;

// What the practice takes for a payload, and its receipt.
Json parsed(std::string_view text, const char* what);
void refuse_unknown_fields(const Json& json);
std::string receipt(unsigned long number);

// Refuses whoever comes while another is inside, when that is the fault.
class OneAtATime {
 public:
  OneAtATime();
  OneAtATime(const OneAtATime&) = delete;
  OneAtATime& operator=(const OneAtATime&) = delete;
  ~OneAtATime();
};

class Practice : public holdfast::AdaptedHost {
 public:
  Practice(const holdfast_host* base, const Json& config);
  ~Practice() override;

  std::string get(std::string_view kind, std::string_view actor, std::string_view id);
  std::string search(std::string_view actor, std::string_view query);
  std::string sessions(std::string_view actor, std::string_view query);
  std::string changes(std::string_view cursor, std::uint32_t limit);
  std::string describe(std::string_view actor);
  void may(std::string_view actor, std::string_view action, std::string_view subject);
  std::string put(std::string_view actor, std::string_view key, std::string_view record);
  void finish_put();
  void retract(std::string_view actor, std::string_view key);
  void post(std::string_view actor, std::string_view key, std::string_view notice);
  void withdraw(std::string_view actor, std::string_view key);

 private:
  const void* serve(std::string_view id) const noexcept override;

  const Json* find(std::string_view kind, std::string_view id) const;
  void must_read(std::string_view actor, const Json& thing, std::string_view kind) const;
  bool reads(std::string_view actor, std::string_view client) const;
  std::string client_of(const Json& thing, std::string_view kind) const;
  Json told(const Json& thing, std::string_view kind) const;
  std::vector<Json> all_changes() const;
  std::string file(const char* name) const;
  std::map<std::string, std::string> stored(const char* name) const;
  void store(const char* name, std::string_view key, std::string_view value);
  void forget(const char* name);
  static int records_made();

  std::map<std::string, std::vector<Json>, std::less<>> things_;  // by kind
  std::map<std::string, std::string> forgotten_;                  // keys kept in memory alone
  static std::atomic<int> instances_;
  const int number_ = ++instances_;
  std::pair<std::string, std::string> pending_;  // stored after the answer
  holdfast_str last_id_{};
};

}  // namespace faulty
