// SPDX-License-Identifier: MIT
#include "service/tool_actor.hpp"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <utility>

namespace holdfast::service {

std::string os_actor() {
  const auto id = ::getuid();
  struct passwd entry {};
  struct passwd* found = nullptr;
  std::array<char, 4096> room{};
  if (::getpwuid_r(id, &entry, room.data(), room.size(), &found) == 0 && found)
    return std::string("os:") + found->pw_name;
  return "os:" + std::to_string(id);
}

Result<std::string> tool_actor(store::Reader& reader, std::string_view by) {
  if (by.empty()) return os_actor();
  const auto staff = reader.people.staff();
  const bool is_known = std::any_of(staff.begin(), staff.end(),
                                    [&](const auto& seen) { return seen.person.id.value == by; });
  if (!is_known)
    return Problem{"by", "unknown",
                   "nobody of the practice with this id has signed in here; correct --by, or leave "
                   "it out: the log then names the user of the operating system"};
  return std::string(by);
}

store::AuditEntry line_of_tool(std::string actor, std::string action, std::string_view tool) {
  store::AuditEntry entry;
  entry.actor_kind = "tool";
  entry.actor = std::move(actor);
  entry.action = std::move(action);
  entry.outcome = "done";
  entry.why = "administration";
  entry.from = tool;
  return entry;
}

}  // namespace holdfast::service
