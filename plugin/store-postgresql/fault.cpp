// SPDX-License-Identifier: MIT
#include "fault.hpp"

#include <fmt/format.h>

namespace holdfast::store::postgresql {
namespace {

bool is_any_of(std::string_view state, std::initializer_list<std::string_view> states) {
  for (const auto one : states)
    if (state == one) return true;
  return false;
}

const char* sentence_of(Fault fault) {
  switch (fault) {
    case Fault::conflict:
      return "met others' work; try again";
    case Fault::unreachable:
      return "does not answer; check that the server runs and takes connections";
    case Fault::full:
      return "has no space left; free space on the server and try again";
    case Fault::io:
      return "met an error of the server's disk; check the disk";
    case Fault::corrupt:
      return "is damaged; restore a backup";
    case Fault::read_only:
      return "refused access; check the role's rights, and that the server is no standby";
    case Fault::busy:
      return "was locked by others for too long; try again";
    case Fault::constraint:
      return "refused a row that breaks its rules";
    default:
      return "failed";
  }
}

// Messages of these classes name parts of the schema or the server, never a value of a row.
bool may_be_told(std::string_view state) {
  return is_any_of(state.substr(0, 2), {"08", "28", "3D", "3F", "42", "53", "55", "57", "58"});
}

}  // namespace

Fault fault_of(std::string_view state) {
  if (is_any_of(state, {"40001", "40P01"})) return Fault::conflict;
  if (ends_connection(state) || is_any_of(state, {"53300", "57P05"})) return Fault::unreachable;
  if (is_any_of(state, {"55P03", "57014"})) return Fault::busy;
  if (is_any_of(state, {"25006", "42501"})) return Fault::read_only;
  if (state == "53100") return Fault::full;
  if (is_any_of(state, {"XX001", "XX002"})) return Fault::corrupt;
  const auto group = state.substr(0, 2);
  if (is_any_of(group, {"22", "23", "P0"})) return Fault::constraint;
  if (group == "28") return Fault::read_only;
  if (group == "58") return Fault::io;
  return Fault::other;
}

bool ends_connection(std::string_view state) {
  return state.substr(0, 2) == "08" ||
         is_any_of(state, {"57P01", "57P02", "57P03", "57P04", "25P03"});
}

Failure failure_of(const ServerError& error, const std::string& name) {
  const Fault fault = fault_of(error.state);
  std::string detail =
      "PostgreSQL " + (error.state.empty() ? std::string("gave no code") : error.state);
  if (!error.object.empty()) detail += ": " + error.object;
  if (may_be_told(error.state)) detail += ": " + error.message;
  return Failure(fault, fmt::format("store {} {} ({})", name, sentence_of(fault), detail));
}

}  // namespace holdfast::store::postgresql
