// SPDX-License-Identifier: MIT
// The public keys of those whom the site's settings name, fetched when they are needed and kept for
// an hour. An unknown key id has them fetched anew, once a minute at most, so that a changed key
// counts at once and a stranger cannot make us ask. [thread-safe]
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "fhir/http.hpp"
#include "jwk.hpp"

namespace holdfast::adapters::fhir::gateway {

class KeySets {
 public:
  explicit KeySets(Http& http) : http_(http) {}

  // None: the source has no key of that id. `now` is Unix seconds. Throws Failure(UNAVAILABLE) when
  // the source cannot be read and nothing of it was kept.
  std::optional<PublicKey> key(const KeySource& source, const std::string& id, std::int64_t now);

 private:
  struct Kept {
    std::mutex fetching;  // one at a time; whoever has a key already does not wait for it
    KeySet keys;
    std::int64_t fetched = 0, tried = 0;
  };
  Kept& kept(const KeySource& source);
  void fetch(const KeySource& source, Kept& kept, std::int64_t now);

  Http& http_;
  std::mutex mutex_;  // of the map and of all that is kept, never held while fetching
  std::map<std::string, std::unique_ptr<Kept>> sets_;
};

}  // namespace holdfast::adapters::fhir::gateway
