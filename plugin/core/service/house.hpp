// SPDX-License-Identifier: MIT
// What a use case works with: the store, the instruments, the host, the settings in force.
#pragma once
#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "access/gate.hpp"
#include "alliance/moment.hpp"
#include "instrument/catalogue.hpp"
#include "practice/host.hpp"
#include "service/config.hpp"
#include "service/detection_settings.hpp"
#include "service/metrics.hpp"
#include "service/wrong_codes.hpp"
#include "store/store.hpp"

namespace holdfast::service {

// One per activated plugin. [thread-safe]
class House {
 public:
  // Opens what config.open says. Throws store::Failure, or std::runtime_error with a sentence for
  // the operator. The host outlives the house.
  static std::unique_ptr<House> open(const Config& config, const practice::Host& host);

  const Config& config() const { return config_; }
  const practice::Host& host() const { return host_; }
  access::Gate& gate() { return gate_; }
  instrument::Catalogue& instruments() { return instruments_; }
  const instrument::Catalogue& instruments() const { return instruments_; }
  store::Store& store();           // throws when the store was not opened
  std::string store_path() const;  // where the store is, or would be; throws when nowhere
  std::string practice_name() const;
  SettingsInForce detection_settings(store::Reader& reader) const;  // for series that begin now
  Metrics& metrics() { return metrics_; }
  // Clients whom the erasure ledger named and whom this store held again when it was opened.
  int erased_again() const { return erased_again_; }
  // True at the first call with these words: so that an operator is told a thing once.
  bool is_news(const std::string& words);
  // Wrong typed codes of the last minute, so that nobody can try many.
  WrongCodes& wrong_codes() { return wrong_codes_; }
  // The last head of the audit chain that this process anchored; tick()'s alone.
  struct LastAnchor {
    std::int64_t number = 0;  // 0: not known yet
    Instant at{};
  };
  LastAnchor& last_anchor() { return last_anchor_; }
  // Deliveries that failed and were not given since, and how; tick()'s alone.
  struct FailedDelivery {
    std::string id, trouble;
  };
  std::vector<FailedDelivery>& failed_deliveries() { return failed_deliveries_; }

  // Somebody met a store that takes nothing: tick() then tries it before all else.
  void doubt_store() { is_store_in_doubt_ = true; }
  // Writes something and takes it out again, once a minute and whenever the store is in doubt;
  // tick()'s alone. Throws store::Failure.
  void prove_store();

  Instant now() const { return host_.now(); }
  Day day_of(Instant instant) const;                      // in the practice's zone
  std::chrono::minutes minute_of(Instant instant) const;  // since midnight in the practice's zone

 private:
  House(const Config& config, const practice::Host& host);

  Config config_;
  const practice::Host& host_;
  access::Gate gate_;
  instrument::Catalogue instruments_;
  std::unique_ptr<store::Store> store_;
  Metrics metrics_;
  std::mutex told_mutex_;
  std::set<std::string> told_;
  LastAnchor last_anchor_;
  std::vector<FailedDelivery> failed_deliveries_;
  int erased_again_ = 0;
  WrongCodes wrong_codes_;
  std::atomic<bool> is_store_in_doubt_{false};
  std::chrono::steady_clock::time_point store_proved_at_{};
};

}  // namespace holdfast::service
