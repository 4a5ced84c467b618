// SPDX-License-Identifier: MIT
// The EHR's authorization server as SMART App Launch 2 describes it: where it is, and the exchange
// of a code for who signed in. An access token is asked for by nobody here and is dropped with the
// answer that brought it. [thread-safe]
#pragma once
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "fhir/http.hpp"
#include "fhir/signing_key.hpp"
#include "key_sets.hpp"

namespace holdfast::adapters::fhir::gateway {

// What the EHR told at the end of a launch.
struct SignedIn {
  std::string person;   // "Practitioner/7"
  std::string patient;  // the id in the chart that is open; empty: none
  std::string intent, app_context;
};

class SmartServers {
 public:
  SmartServers(const Settings& settings, Http& http, KeySets& keys);

  // By its address in a launch; null: not named in the settings, and nothing is asked of it.
  const SmartServer* find(const std::string& issuer) const;

  // Where to send the browser. Throws Failure(UNAVAILABLE) when the server does not say what a
  // launch needs, PKCE with S256 among it.
  struct Asked {
    std::string launch;  // of an EHR launch; empty: standalone
    std::string state, nonce, verifier;
  };
  std::string authorize_url(const SmartServer& server, const Asked& asked, std::int64_t now);

  // Throws Failure(DENIED) when the server's word does not hold, UNAVAILABLE when it gives none.
  struct Code {
    std::string code, verifier, nonce;
    std::string issuer;  // as the redirect told it (RFC 9207); empty: it did not
  };
  SignedIn sign_in(const SmartServer& server, const Code& code, std::int64_t now);

 private:
  struct Described {
    std::string authorize, token, issuer, keys;
    std::int64_t at = 0;
  };
  Described describe(const SmartServer& server, std::int64_t now);
  Json redeem(const SmartServer& server, const Described& described, const Code& code,
              std::int64_t now);

  const Settings& settings_;
  Http& http_;
  KeySets& keys_;
  std::vector<SigningKey> own_keys_;
  std::mutex mutex_;
  std::map<std::string, Described> described_;
};

// RFC 7636, 4.2: BASE64URL(SHA256(verifier)).
std::string challenge_of(const std::string& verifier);

}  // namespace holdfast::adapters::fhir::gateway
