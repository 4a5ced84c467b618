// SPDX-License-Identifier: MIT
// What so few clients have that it would point at them; for a research set.
#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "alliance/ids.hpp"
#include "service/practice_tables.hpp"

namespace holdfast::service {

// Every client's values are counted first, then asked for one by one.
class Rarity {
 public:
  void count(std::string_view column, const std::string& value, const ClientId& client) {
    holders_[{std::string(column), value}].insert(client);
  }
  // How far a client came: in days, in sessions.
  void reaches(std::string_view column, std::int64_t far, const ClientId& client) {
    auto& furthest = furthest_[std::string(column)][client];
    furthest = std::max(furthest, far);
  }
  std::string shown(std::string_view column, const std::string& value) {
    const auto found = holders_.find({std::string(column), value});
    return is_common(found != holders_.end() && found->second.size() >= smallest_cell) ? value : "";
  }
  std::string shown(std::string_view column, std::int64_t far) {
    const auto& furthest = furthest_[std::string(column)];
    const auto others = std::count_if(furthest.begin(), furthest.end(),
                                      [&](const auto& one) { return one.second >= far; });
    return is_common(others >= smallest_cell) ? std::to_string(far) : "";
  }
  std::int64_t left_out() const { return left_out_; }

 private:
  bool is_common(bool is) {
    left_out_ += is ? 0 : 1;
    return is;
  }
  std::map<std::pair<std::string, std::string>, std::set<ClientId>> holders_;
  std::map<std::string, std::map<ClientId, std::int64_t>> furthest_;
  std::int64_t left_out_ = 0;
};

}  // namespace holdfast::service
