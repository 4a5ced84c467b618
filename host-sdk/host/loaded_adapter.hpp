// SPDX-License-Identifier: MIT
// An adapter that this program itself asks, beside the plugin: loaded, made, and destroyed in the
// end.
#pragma once
#include <holdfast/adapter.h>

#include <filesystem>
#include <string>

#include "base_host.hpp"
#include "settings.hpp"

namespace holdfast::host {

class LoadedAdapter {
 public:
  struct Choice {
    std::filesystem::path file;
    std::string config = "{}";
  };
  // `name` is for messages. Throws Exit(environment) with the adapter's own sentence.
  LoadedAdapter(const std::string& name, const Choice& choice, const Settings& settings,
                const BaseHost& base);
  LoadedAdapter(const LoadedAdapter&) = delete;
  LoadedAdapter& operator=(const LoadedAdapter&) = delete;
  ~LoadedAdapter();

  const holdfast_host* host() const { return host_; }

 private:
  const holdfast_adapter_entry* entry_ = nullptr;
  const holdfast_host* host_ = nullptr;
};

}  // namespace holdfast::host
