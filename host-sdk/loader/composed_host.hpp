// SPDX-License-Identifier: MIT
// A base host and an adapter as one host.
//
// A table belongs to the host it came from: its functions read that host's own data. So the
// composed host hands out tables of its own, which call adapter or base with the pointer each
// expects: what the adapter serves comes from the adapter, the rest from the base.
#pragma once
#include <holdfast/holdfast.h>

#include <array>
#include <string_view>

namespace holdfast::loader {

class ComposedHost {
 public:
  // Calls entry.create; throws Failure with the adapter's own sentence. Both outlive this object.
  ComposedHost(const holdfast_host& base, const holdfast_adapter_entry& adapter,
               std::string_view config_json);
  ComposedHost(const ComposedHost&) = delete;
  ComposedHost& operator=(const ComposedHost&) = delete;
  ~ComposedHost();

  const holdfast_host& abi() const { return abi_; }

  struct Served {
    const holdfast_host* by = nullptr;
    const void* table = nullptr;
  };
  static constexpr std::size_t served_count = 9;
  const Served& served(std::size_t index) const { return served_[index]; }

 private:
  static const void* extension(const holdfast_host* host, const char* id);

  const holdfast_adapter_entry& adapter_;
  const holdfast_host* adapted_;
  holdfast_host abi_;
  std::array<Served, served_count> served_{};
};

}  // namespace holdfast::loader
