// SPDX-License-Identifier: MIT
// What a use case works with: the store, the instruments, the host, the settings in force.
#pragma once
#include <memory>
#include <string>

#include "access/gate.hpp"
#include "alliance/moment.hpp"
#include "instrument/catalogue.hpp"
#include "practice/host.hpp"
#include "service/config.hpp"
#include "service/detection_settings.hpp"
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
  store::Store& store();  // throws when the store was not opened
  std::string practice_name() const;
  SettingsInForce detection_settings(store::Reader& reader) const;  // for series that begin now

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
};

}  // namespace holdfast::service
