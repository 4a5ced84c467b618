// SPDX-License-Identifier: MIT
// What the probe writes down of a host's calls, one line each, for the program that started the
// host: "NAME VALUE...".
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::conform {

// The probe's part of the configuration, made by the program and read by the probe.
struct Errand {
  std::string folder;      // where report and journal are written
  std::string name;        // of the case
  std::string facts_json;  // empty: none
  std::uint64_t seed = 1;

  std::string report() const { return folder + "/report"; }
  std::string journal() const { return folder + "/journal"; }
};
std::string as_config(const Errand& errand);
Errand read_errand(std::string_view config_json);

// What a host must live through, asked for by name instead of a host case's.
namespace errands {
inline constexpr std::string_view look = "probe.look";
inline constexpr std::string_view refuse_create = "probe.refuse-create";
inline constexpr std::string_view refuse_activate = "probe.refuse-activate";
inline constexpr std::string_view fail_handle = "probe.fail-handle";
inline constexpr std::string_view many_pieces = "probe.many-pieces";
inline constexpr std::string_view long_message = "probe.long-message";
inline constexpr std::string_view no_web = "probe.no-web";
}  // namespace errands

}  // namespace holdfast::conform
