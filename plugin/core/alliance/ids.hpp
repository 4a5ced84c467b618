// SPDX-License-Identifier: MIT
// Names of things, each its own type, so that a client's id cannot be passed where a session's
// belongs.
#pragma once
#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace holdfast {

template <class Tag>
struct Id {
  std::string value;

  Id() = default;
  explicit Id(std::string text) : value(std::move(text)) {}
  bool empty() const { return value.empty(); }
  auto operator<=>(const Id&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

// Given by the host, opaque to us, at most 128 bytes of UTF-8.
using ClientId = Id<struct ClientTag>;
using ClinicianId = Id<struct ClinicianTag>;
using CourseId = Id<struct CourseTag>;    // one client's treatment with one clinician or team
using SessionId = Id<struct SessionTag>;  // an appointment or encounter
using PersonId = Id<struct PersonTag>;    // a user of the host

// Given by us: UUIDv7 (RFC 9562) in the usual 36 characters.
using RatingId = Id<struct RatingTag>;
using AlertId = Id<struct AlertTag>;
using RepairId = Id<struct RepairTag>;
using InvitationId = Id<struct InvitationTag>;

}  // namespace holdfast

template <class Tag>
struct std::hash<holdfast::Id<Tag>> {
  std::size_t operator()(const holdfast::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.value);
  }
};
