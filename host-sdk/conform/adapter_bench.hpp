// SPDX-License-Identifier: MIT
// An adapter's library, its configuration, and the hosts made of them: each case has a folder of
// its own, which goes with it.
#pragma once
#include <filesystem>
#include <optional>

#include "host_bench.hpp"
#include "library_bench.hpp"

namespace holdfast::conform {

class AdapterBench : public HostBench {
 public:
  AdapterBench(LibraryBench library, std::string config);
  ~AdapterBench() override;

  const holdfast_host& host() override;
  void reopen() override;
  bool is_ours() const override { return true; }
  BaseHost& base() override { return base_; }

  const holdfast_adapter_entry& entry();  // after init
  const std::string& config() const { return config_; }
  const LibraryBench& library() const { return library_; }
  // create() with another configuration; a host that it makes is destroyed.
  Answer create_with(std::string_view config);

 private:
  void destroy_host();

  LibraryBench library_;
  std::string config_;
  BaseHost base_;
  const holdfast_adapter_entry* entry_ = nullptr;
  const holdfast_host* host_ = nullptr;
  pid_t folder_of_;  // the process whose end removes the folder
};

using AdapterCase = CaseOn<AdapterBench>;
std::vector<AdapterCase> adapter_entry_cases();

// A new folder that only this user can read.
std::string make_folder();

}  // namespace holdfast::conform
