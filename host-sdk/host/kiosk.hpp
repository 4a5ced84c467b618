// SPDX-License-Identifier: MIT
// A device that was handed over: its cookie leads to the one form that was given, whatever else is
// opened there, until the PIN leaves the form or somebody signs in.
#pragma once
#include <string>
#include <string_view>

#include "http_message.hpp"

namespace holdfast::host {

inline constexpr std::string_view kiosk_cookie = "holdfast-kiosk";

// Path of the form under the prefix, "/f/…"; empty: this device was not handed over.
std::string kiosk_form(const Headers& headers);
// Whether a page of this path is the form's own, or the way to sign in.
bool is_open_in_kiosk(std::string_view path, std::string_view form);

struct KioskPlace {
  std::string prefix;
  bool is_encrypted = false;
};
// Values of set-cookie. A device is handed over for as long as its form can be opened at most.
std::string begin_kiosk(const KioskPlace& place, std::string_view form);
std::string end_kiosk(const KioskPlace& place);
// The form that an answer leads to, under the prefix; empty: it leads to none.
std::string form_led_to(const Response& answer, std::string_view prefix);

}  // namespace holdfast::host
