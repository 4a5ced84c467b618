// SPDX-License-Identifier: MIT
// What the adapter has to remember between two starts, in one SQLite file of its own (0600): which
// delivery became which resource, which versions were told already, and where the next page is. A
// connection lives for one call, so that a fork or a second process is nothing special.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace holdfast::adapters::fhir {

class State {
 public:
  // Makes the file when it is not there. Throws Failure(UNAVAILABLE).
  explicit State(std::string file);

  // Tells this file's cursors from any other's.
  const std::string& epoch() const { return epoch_; }

  struct Delivery {
    std::string reference;  // "Observation/7"
    bool is_retracted = false;
  };
  std::optional<Delivery> delivery(const std::string& key) const;
  void remember(const std::string& key, const Delivery& delivery) const;

  // What became of a card in the EHR: "accepted" with the suggestion that was taken, "overridden"
  // with the reason's code. Said again it stands once.
  struct Feedback {
    std::string issuer, card, outcome, detail, at;
  };
  void note(const std::vector<Feedback>& all) const;

  // True when this version was told in a round before `round`; else notes that it is told now.
  struct Version {
    std::string thing, version;
  };
  std::vector<bool> told_before(const std::vector<Version>& versions, std::int64_t round) const;

  // A server's address of a next page may be longer than a cursor: a number stands for it.
  std::int64_t put_link(const std::string& url) const;
  std::optional<std::string> link(std::int64_t number) const;
  // A kind that the server did not let itself be asked for in a round, or in any since: the next
  // reads it from the beginning.
  void leave_out(const std::string& kind, std::int64_t round) const;
  bool was_left_out(const std::string& kind, std::int64_t round) const;
  // Notes when a round began, by the server's clock, and forgets versions told over an hour ago.
  void begin_round(std::int64_t round, const std::string& started) const;
  std::optional<std::string> started(std::int64_t round) const;

 private:
  std::string file_;
  std::string epoch_;
};

// One process, one thread at a time hands something over: held while a delivery is under way.
class DeliveryLock {
 public:
  explicit DeliveryLock(const std::string& file);
  DeliveryLock(const DeliveryLock&) = delete;
  DeliveryLock& operator=(const DeliveryLock&) = delete;
  ~DeliveryLock();

 private:
  int descriptor_ = -1;
};

}  // namespace holdfast::adapters::fhir
