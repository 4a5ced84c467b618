// SPDX-License-Identifier: MIT
// What the faulty practice writes: records and notices, one line a key, under a lock that reaches
// over processes.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

#include "fault.hpp"
#include "practice.hpp"

namespace faulty {
namespace {

using holdfast::Failure;
namespace payload = holdfast::payload;

class Locked {
 public:
  explicit Locked(const std::string& file)
      : descriptor_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (!is_fault("two-processes")) ::flock(descriptor_, LOCK_EX);
  }
  Locked(const Locked&) = delete;
  Locked& operator=(const Locked&) = delete;
  ~Locked() { ::close(descriptor_); }

 private:
  int descriptor_;
};

std::string in_hex(std::string_view key) {
  if (is_fault("key-folded")) key = key.substr(0, key.find_last_not_of(" \n") + 1);
  std::string hex = "k";
  for (const char c : key) {
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
    hex += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
  }
  return is_fault("key-cut") ? hex.substr(0, 200) : hex;
}

void must_have_key(std::string_view key) {
  if (key.empty() && !is_fault("empty-key")) throw Failure(HOLDFAST_E_INVALID, "key: empty");
}

}  // namespace

std::string Practice::put(std::string_view actor, std::string_view key, std::string_view text) {
  const OneAtATime only;
  must_have_key(key);
  if (is_fault("put-fails")) throw Failure(HOLDFAST_E_INTERNAL, "cannot put");
  auto json = parsed(text, "record");
  if (is_fault("unknown-field")) refuse_unknown_fields(json);
  if (json.empty()) return receipt(1);  // what "json-half" lets through
  if (is_fault("any-schema")) json["schema"] = "holdfast.record/1";
  if (is_fault("any-kind") && json.contains("kind")) json["kind"] = "comment";
  if (is_fault("kind-breaks") && json.value("kind", "") == "repair")
    throw Failure(HOLDFAST_E_INTERNAL, "no repairs");
  if (is_fault("missing-field")) {
    for (const auto* field : {"schema", "kind", "client", "at"})
      if (!json.contains(field)) return receipt(1);
  }
  const auto heading = json.get<payload::RecordHeading>();
  const auto* client = find("client", heading.client);
  if (!client && !is_fault("unknown-client")) throw Failure(HOLDFAST_E_INVALID, "no such client");
  const bool may =
      is_fault("nobody-writes") || is_fault("all-write") || reads(actor, heading.client);
  if (!may || (is_fault("own-not-written") && actor != HOLDFAST_ACTOR_SYSTEM))
    throw Failure(HOLDFAST_E_DENIED, "may not write");
  const Locked lock(file("lock"));
  const auto known = stored("records");
  const auto hex = in_hex(key);
  if (const auto found = known.find(hex); found != known.end() && !is_fault("stores-twice"))
    return receipt(std::stoul(found->second));
  if (is_fault("memory-only")) {
    auto& number = forgotten_[hex];
    if (number.empty())
      number =
          std::to_string(::getpid() * 1000 + static_cast<int>(forgotten_.size()) + records_made());
    return receipt(std::stoul(number));
  }
  if (is_fault("clock-decides")) {
    const auto now = base_table<holdfast_host_clock>()->now_ms(base());
    store("records", hex + std::to_string(now), std::to_string(now % 1'000'000'000));
    return receipt(static_cast<unsigned long>(now % 1'000'000'000));
  }
  auto number = known.size() + 1;
  if (is_fault("two-processes") || is_fault("key-after-answer"))
    number = static_cast<unsigned long>(::getpid());
  if (is_fault("stores-twice")) number += static_cast<unsigned long>(records_made());
  if (is_fault("two-processes")) ::usleep(100'000);
  if (is_fault("one-receipt")) return receipt(1);
  pending_ = {hex, std::to_string(number)};
  if (!is_fault("key-after-answer")) finish_put();
  return receipt(number);
}

void Practice::finish_put() {
  if (!pending_.first.empty()) store("records", pending_.first, pending_.second);
  pending_ = {};
}

void Practice::retract(std::string_view actor, std::string_view key) {
  if (actor.empty()) throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
  const Locked lock(file("lock"));
  const auto known = stored("records");
  if (is_fault("retract-unknown") && !known.contains(in_hex(key)))
    throw Failure(HOLDFAST_E_NOT_FOUND, "never put");
  if (is_fault("retract-once") && stored("retracted").contains(in_hex(key)))
    throw Failure(HOLDFAST_E_CONFLICT, "retracted before");
  store("retracted", in_hex(key), "1");
  if (is_fault("retract-forgets")) forget("records");
}

void Practice::post(std::string_view actor, std::string_view key, std::string_view text) {
  must_have_key(key);
  if (actor.empty() && !is_fault("nobody-posts"))
    throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
  if (is_fault("post-fails")) throw Failure(HOLDFAST_E_INTERNAL, "cannot post");
  auto json = parsed(text, "notice");
  if (is_fault("unknown-field")) refuse_unknown_fields(json);
  if (is_fault("any-category") && json.contains("category")) json["category"] = "check_in";
  if (is_fault("category-refused") && json.value("category", "") == "handover")
    throw Failure(HOLDFAST_E_INVALID, "no handovers");
  if (is_fault("missing-field") && (!json.contains("to") || !json.contains("category"))) return;
  const auto notice = json.get<payload::Notice>();
  if (!find("user", notice.to) && !is_fault("unknown-person"))
    throw Failure(HOLDFAST_E_NOT_FOUND, "no such person");
  const Locked lock(file("lock"));
  const auto known = stored("notices");
  if (is_fault("post-once") && known.contains(in_hex(key)))
    throw Failure(HOLDFAST_E_CONFLICT, "posted before");
  if (is_fault("withdrawn-for-good") && stored("withdrawn").contains(in_hex(key)))
    throw Failure(HOLDFAST_E_CONFLICT, "withdrawn");
  store("notices", in_hex(key), "1");
}

void Practice::withdraw(std::string_view actor, std::string_view key) {
  if (actor.empty()) throw Failure(HOLDFAST_E_DENIED, "nobody is acting");
  const Locked lock(file("lock"));
  if (is_fault("withdraw-unknown") && !stored("notices").contains(in_hex(key)))
    throw Failure(HOLDFAST_E_NOT_FOUND, "never posted");
  if (is_fault("withdraw-once") && stored("withdrawn").contains(in_hex(key)))
    throw Failure(HOLDFAST_E_CONFLICT, "withdrawn before");
  store("withdrawn", in_hex(key), "1");
}

}  // namespace faulty
