// SPDX-License-Identifier: MIT
// What the host is still to be given: written with the fact, claimed in tick(), done once.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alliance/ids.hpp"
#include "alliance/moment.hpp"
#include "store/identity.hpp"

namespace holdfast::store {

class Connection;

enum class DeliveryStatus { waiting, claimed, done, parked };

struct Delivery {
  std::string id;     // UUIDv7: the order of a client's deliveries
  std::string kind;   // put, retract, post, withdraw
  std::string about;  // the switch: client_total, subscales, therapist_rating, alert, comment,
                      // document, notice, reminder
  std::string key;    // idempotency key in the host; unique together with `kind`
  ClientKey client;   // deliveries of one client keep their order, but that notices wait for none
  std::string body;   // JSON; of retract the reason; emptied once done
  DeliveryStatus status = DeliveryStatus::waiting;
  int attempts = 0;
  Instant due;
  std::string reason;     // parked, or the last failure; for operators, without client data
  std::string host_name;  // what the host calls its copy
  Instant made_at;
  std::optional<Instant> done_at;
};

class Outbox {
 public:
  explicit Outbox(Connection& connection) : connection_(connection) {}

  void insert(const Delivery& delivery);
  // Up to `limit` due deliveries, the oldest open one of each client; they are `who`'s until
  // `until`.
  std::vector<Delivery> claim(std::string_view who, Instant now, Instant until, int limit);
  void done(const std::string& id, std::string_view host_name, Instant at);
  void retry(const std::string& id, std::string_view reason, Instant due);
  // Claimed and not handed over after all: waits again as if it had not been claimed.
  void unclaim(const std::string& id, Instant due);
  void park(const std::string& id, std::string_view reason);
  void release(const std::string& id, Instant now);  // parked or waiting, by an administrator
  void drop(const std::string& id);                  // it shall not be given at all
  // After the clock was set back: what is due later than `latest` is due at `latest`. Answers how
  // many there were.
  std::int64_t bring_forward(Instant latest);
  // In how many different hours since then others were done: whether it is the host that is away.
  // Others made more than a week before that are not counted.
  std::int64_t hours_others_were_done(const std::string& but, Instant since) const;
  std::vector<Delivery> open(int limit) const;  // waiting, claimed and parked, oldest first
  std::optional<Delivery> find(const std::string& id) const;
  bool has_key(std::string_view kind, std::string_view key) const;      // whatever became of it
  std::vector<Delivery> done_of_client(const ClientKey& client) const;  // what stands in the host
  struct Counts {
    std::int64_t waiting = 0, parked = 0;
    std::optional<Instant> oldest;  // of the waiting that could have gone: not what is sealed
  };
  Counts counts(Instant now) const;
  std::optional<Instant> next_due() const;
  std::optional<Instant> latest_due() const;
  // Whose key begins with `prefix`, which is not empty, by id.
  std::vector<Delivery> of_key(std::string_view prefix) const;
  // Of those what was not given yet: what goes when its rating goes.
  std::vector<Delivery> open_of_key(std::string_view prefix) const;

 private:
  Connection& connection_;
};

}  // namespace holdfast::store
