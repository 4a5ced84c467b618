// SPDX-License-Identifier: MIT
// Launches under way and who is signed in from the EHR's window, in memory alone: a restart ends
// both. What a browser holds is a random name for what is known here. [thread-safe]
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace holdfast::adapters::fhir::gateway {

struct Launch {
  std::string server;   // the address in the launch
  std::string browser;  // the cookie of the browser in which it began
  std::string verifier, nonce;
  std::int64_t begun = 0;  // Unix seconds
};

class SignIns {
 public:
  // Answers the `state` by which it is known.
  std::string begin(Launch launch);
  // Once each; none: unknown, over, or too old.
  std::optional<Launch> take(const std::string& state, std::int64_t now);
  // Whether this cookie is that of a launch under way.
  bool has_browser(const std::string& browser, std::int64_t now);

  // Answers the session's name.
  std::string sign_in(const std::string& person, std::int64_t now);
  // Who it is; counts as a sign of life. None: nobody, or idle or signed in for too long.
  std::optional<std::string> person(const std::string& session, std::int64_t now);
  void end(const std::string& session);

  static constexpr std::int64_t launch_seconds = 600;
  static constexpr std::int64_t idle_seconds = 900;  // as of our own logins
  static constexpr std::int64_t session_seconds = 36'000;

 private:
  struct Session {
    std::string person;
    std::int64_t begun = 0, seen = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Launch> launches_;   // by state
  std::map<std::string, Session> sessions_;  // by name
};

}  // namespace holdfast::adapters::fhir::gateway
