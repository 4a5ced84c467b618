// SPDX-License-Identifier: MIT
#include "key_sets.hpp"

#include <fstream>
#include <sstream>

namespace holdfast::adapters::fhir::gateway {
namespace {

constexpr std::int64_t good_for = 3600;  // seconds
constexpr std::int64_t asked_lately = 60;
constexpr std::int64_t longest_without = 86'400;  // while the source cannot be read

std::optional<std::string> text_of(const KeySource& source, Http& http) {
  if (!source.file.empty()) {
    std::ifstream in(source.file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return in ? std::optional{text.str()} : std::nullopt;
  }
  HttpRequest request;
  request.url = source.url;
  request.headers = {{"Accept", "application/json"}};
  const auto answer = http.send(request);
  return answer.ok() ? std::optional{answer.body} : std::nullopt;
}

[[noreturn]] void unreadable(const KeySource& source) {
  throw Failure(HOLDFAST_E_UNAVAILABLE, "the keys at " +
                                            (source.file.empty() ? source.url : source.file) +
                                            " cannot be read as a JWKS");
}

}  // namespace

KeySets::Kept& KeySets::kept(const KeySource& source) {
  const std::lock_guard lock(mutex_);
  auto& found = sets_[source.url + "\n" + source.file];
  if (!found) found = std::make_unique<Kept>();
  return *found;
}

void KeySets::fetch(const KeySource& source, Kept& kept, std::int64_t now) {
  {
    const std::lock_guard lock(mutex_);
    kept.tried = now;
  }
  std::optional<KeySet> keys;
  try {
    const auto text = text_of(source, http_);
    keys = text ? read_jwks(*text) : std::nullopt;
  } catch (const Failure&) {
  }
  const std::lock_guard lock(mutex_);
  if (keys) {
    kept.keys = std::move(*keys);
    kept.fetched = now;
  } else if (kept.fetched == 0 || now - kept.fetched > longest_without) {
    unreadable(source);
  }
}

std::optional<PublicKey> KeySets::key(const KeySource& source, const std::string& id,
                                      std::int64_t now) {
  auto& set = kept(source);
  struct Look {
    std::optional<PublicKey> key;
    bool is_fresh, was_tried_lately, was_read;
  };
  const auto look = [&] {
    const std::lock_guard lock(mutex_);
    const auto found = set.keys.find(id);
    return Look{found == set.keys.end() ? std::nullopt : std::optional{found->second},
                set.fetched != 0 && now - set.fetched < good_for,
                set.tried != 0 && now - set.tried < asked_lately, set.fetched != 0};
  };
  auto seen = look();
  if (seen.key && seen.is_fresh) return seen.key;
  std::unique_lock fetching(set.fetching, std::defer_lock);
  // With a key in hand the next one renews the set; without one there is nothing but to wait.
  if (seen.key && !fetching.try_lock()) return seen.key;
  if (!fetching.owns_lock()) fetching.lock();
  seen = look();
  if ((seen.key && seen.is_fresh) || (seen.was_tried_lately && seen.was_read)) return seen.key;
  if (seen.was_tried_lately) unreadable(source);
  fetch(source, set, now);
  return look().key;
}

}  // namespace holdfast::adapters::fhir::gateway
