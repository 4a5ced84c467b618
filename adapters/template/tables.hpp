// SPDX-License-Identifier: MIT
// Your practice as Holdfast sees it: which extensions this adapter serves, as tables of functions.
#pragma once
#include <holdfast/cpp/adapted_host.hpp>

#include "practice.hpp"

namespace mine {

class Adapter : public holdfast::AdaptedHost {
 public:
  Adapter(const holdfast_host* base, const std::string& file)
      : AdaptedHost(base, {HOLDFAST_ADAPTER_TITLE, HOLDFAST_ADAPTER_VERSION}), practice_(file) {}
  const Practice& practice() const { return practice_; }

 private:
  const void* serve(std::string_view id) const noexcept override;
  Practice practice_;
};

}  // namespace mine
