// SPDX-License-Identifier: MIT
// A practice system asks for the person who is signed in to it: through the door, to the plugin,
// and back. There is no login here and no session: it has both. The same whether it asks over the
// socket or has the library in its own process. [thread-safe]
#pragma once
#include "host_door.hpp"
#include "plugin_request.hpp"

namespace holdfast::host {

class HostVisits {
 public:
  // `door` outlives it; `warn` is for operators, no client data.
  HostVisits(HostDoor& door, PluginPages plugin, std::function<void(const std::string&)> warn)
      : door_(door), plugin_(std::move(plugin)), warn_(std::move(warn)) {}

  // Throws when the plugin could make no answer.
  Response answer(const Request& request) const;

 private:
  HostDoor& door_;
  PluginPages plugin_;
  std::function<void(const std::string&)> warn_;
};

}  // namespace holdfast::host
