// SPDX-License-Identifier: MIT
#include "delivery/deliver.hpp"

#include <algorithm>

namespace holdfast::delivery {
namespace {

using practice::Outcome;

// Nothing waits longer by itself: an hour between tries, a day for a seal.
constexpr std::chrono::hours longest_wait{25};

struct Told {
  Outcome outcome = Outcome::failed;
  std::string host_name;
  std::string why;
};

Told hand_over(const practice::Host& host, const store::Delivery& item) {
  if (item.kind == "put") {
    auto answer = host.put(item.key, item.body);
    return {answer.outcome, answer.value.value_or(""), answer.why};
  }
  const auto answer = item.kind == "retract" ? host.retract(item.key, item.body)
                      : item.kind == "post"  ? host.post(item.key, item.body)
                                             : host.withdraw(item.key);
  return {answer.outcome, {}, answer.why};
}

bool is_final(Outcome outcome) {
  return outcome == Outcome::invalid || outcome == Outcome::denied ||
         outcome == Outcome::unsupported || outcome == Outcome::not_found;
}

// Doubles from five seconds to an hour, with up to a quarter of jitter taken from the item's own id
// so that a practice's machines do not all knock at once.
std::chrono::milliseconds back_off(const store::Delivery& item, int attempts) {
  constexpr long long first = 5'000, longest = 3'600'000;  // milliseconds
  const int tries = std::clamp(attempts - 1, 0, 12);
  const auto doubled = std::min(first * (1LL << tries), longest);
  const auto spread = static_cast<long long>(std::hash<std::string>{}(item.id) % 256);
  return std::chrono::milliseconds{doubled - doubled / 4 * spread / 256};
}

// It was tried first at that time or before: between its tries lay at least this long.
Instant tried_since(const store::Delivery& item, Instant now) {
  constexpr int looked_at = 100;  // three days; nothing is asked about earlier ones
  for (int tries = std::min(item.attempts, looked_at) - 1; tries > 0; --tries)
    now -= back_off(item, tries);
  return now;
}

// What left, or was kept from leaving, as a line of the audit log. Never the content.
void note(store::Unit& unit, const store::Delivery& item, std::string action, std::string why,
          Instant now) {
  store::AuditEntry entry;
  entry.actor_kind = "holdfast";
  entry.action = std::move(action);
  entry.outcome = "done";
  entry.why = std::move(why);
  entry.from = "tick";
  entry.client = item.client;
  entry.object = item.about + ":" + item.key;
  unit.audit.append(entry, now);
}

class Round {
 public:
  Round(store::Store& store, const practice::Host& host, const Rules& rules)
      : store_(store),
        host_(host),
        rules_(rules),
        end_(std::chrono::steady_clock::now() + rules.budget) {}

  Delivered run() {
    follow_clock();
    while (take_claimed()) {
    }
    return std::move(delivered_);
  }

 private:
  // A clock that stood wrong and was set back must not hold anything for longer than a seal lasts.
  void follow_clock() {
    const auto latest = host_.now() + longest_wait;
    const auto is_late = store_.read([&](store::Reader& reader) {
      const auto due = reader.outbox.latest_due();
      return due && *due > latest;
    });
    if (is_late) store_.commit([&](store::Unit& unit) { unit.outbox.bring_forward(latest); });
  }

  // Claims some and hands them over; false: nothing is due, the host is away, or time is up.
  bool take_claimed() {
    constexpr std::chrono::minutes claim_lasts{5};
    constexpr int at_once = 50;
    const auto now = host_.now();
    const auto due = store_.read([](store::Reader& reader) { return reader.outbox.next_due(); });
    if (!due || *due > now) return false;
    const auto claimed_at = std::chrono::steady_clock::now();
    const auto items = store_.claim([&](store::Unit& unit) {
      return unit.outbox.claim("tick", now, now + claim_lasts, at_once);
    });
    if (items.empty()) return false;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool goes_on = take(items[i]);
      // Another machine may claim what is left from then on.
      const bool is_ours = std::chrono::steady_clock::now() < claimed_at + claim_lasts / 2;
      const bool in_time = std::chrono::steady_clock::now() < end_;
      if (goes_on && is_ours && in_time) continue;
      give_back({items.begin() + static_cast<std::ptrdiff_t>(i) + 1, items.end()});
      delivered_.more = goes_on && !in_time;
      return goes_on && in_time;
    }
    return true;
  }

  void give_back(const std::vector<store::Delivery>& items) {
    if (items.empty()) return;
    store_.commit([&](store::Unit& unit) {
      for (const auto& item : items) unit.outbox.unclaim(item.id, host_.now());
    });
  }

  // False: the host is away, and no other item would fare better now.
  bool take(const store::Delivery& item) {
    if (rules_.objection) {
      const auto objection =
          store_.read([&](store::Reader& reader) { return rules_.objection(reader, item); });
      if (!objection.empty()) return drop(item, objection);
    }
    if (item.attempts > most_failures && item.reason.empty())
      return park(item, "no answer ever came back for it: whoever handed it over ended meanwhile");
    const auto told = hand_over(host_, completed(item));
    if (told.outcome == Outcome::ok) return finish(item, told.host_name);
    delivered_.trouble = "delivery: " + told.why;
    if (is_final(told.outcome)) return park(item, told.why);
    if (told.outcome == Outcome::failed && item.attempts >= most_failures)
      return park(item, told.why);
    if (told.outcome == Outcome::unavailable && is_the_only_one(item))
      return park(item, "the practice system takes others and never this one: " + told.why);
    postpone(item, told.why);
    return told.outcome != Outcome::unavailable;
  }

  // True: the host is there for others, again and again, and has not been for this one.
  bool is_the_only_one(const store::Delivery& item) {
    if (item.attempts <= most_failures) return false;
    const auto since = tried_since(item, host_.now());
    return store_.read([&](store::Reader& reader) {
      return reader.outbox.hours_others_were_done(item.id, since) >= most_hours_of_others;
    });
  }

  store::Delivery completed(store::Delivery item) {
    if (!rules_.completion) return item;
    auto body = store_.read([&](store::Reader& reader) { return rules_.completion(reader, item); });
    if (!body.empty()) item.body = std::move(body);
    return item;
  }

  bool finish(const store::Delivery& item, const std::string& host_name) {
    store_.commit([&](store::Unit& unit) {
      unit.outbox.done(item.id, host_name, host_.now());
      note(unit, item, "delivery." + item.kind, "write-back", host_.now());
    });
    ++delivered_.done;
    return true;
  }
  bool park(const store::Delivery& item, const std::string& why) {
    store_.commit([&](store::Unit& unit) { unit.outbox.park(item.id, why); });
    delivered_.failed.push_back(item.id);
    ++delivered_.parked;
    return true;
  }
  bool drop(const store::Delivery& item, const std::string& why) {
    store_.commit([&](store::Unit& unit) {
      unit.outbox.drop(item.id);
      note(unit, item, "delivery.drop", why, host_.now());
    });
    ++delivered_.dropped;
    return true;
  }
  void postpone(const store::Delivery& item, const std::string& why) {
    store_.commit([&](store::Unit& unit) {
      unit.outbox.retry(item.id, why.empty() ? "the host gave no reason" : why,
                        host_.now() + back_off(item, item.attempts));
    });
    delivered_.failed.push_back(item.id);
    ++delivered_.postponed;
  }

  store::Store& store_;
  const practice::Host& host_;
  const Rules& rules_;
  const std::chrono::steady_clock::time_point end_;
  Delivered delivered_;
};

}  // namespace

Delivered deliver(store::Store& store, const practice::Host& host, const Rules& rules) {
  return Round(store, host, rules).run();
}

}  // namespace holdfast::delivery
