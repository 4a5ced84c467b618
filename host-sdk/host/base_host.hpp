// SPDX-License-Identifier: MIT
// What this program gives every adapter and plugin: log, clock and a private folder.
#pragma once
#include <holdfast/host.h>

#include <string>

#include "log.hpp"

namespace holdfast::host {

class BaseHost {
 public:
  // `folder` exists, is absolute and 0700. `log` outlives this object.
  // `name` is static: the program as plugin and adapter are told it.
  BaseHost(Log& log, std::string folder, std::string zone, const char* name = "holdfast serve");
  BaseHost(const BaseHost&) = delete;
  BaseHost& operator=(const BaseHost&) = delete;

  const holdfast_host& abi() const { return abi_; }
  Log& log() const { return log_; }
  const std::string& folder() const { return folder_; }
  const std::string& zone() const { return zone_; }

 private:
  Log& log_;
  std::string folder_, zone_;
  holdfast_host abi_;
};

}  // namespace holdfast::host
