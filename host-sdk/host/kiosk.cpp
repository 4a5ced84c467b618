// SPDX-License-Identifier: MIT
#include "kiosk.hpp"

#include <algorithm>

#include "header_rules.hpp"

namespace holdfast::host {
namespace {

constexpr std::string_view forms = "/f/";
constexpr std::string_view lasts = "3600";  // seconds; of a form on a device in somebody's hands

// A cookie can say anything: only what looks like a form's address leads there.
bool is_form(std::string_view path) {
  const auto is_of_token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return path.starts_with(forms) && path.size() > forms.size() && path.size() < 160 &&
         std::all_of(path.begin() + forms.size(), path.end(), is_of_token);
}

std::string cookie_of(const KioskPlace& place, std::string_view value, std::string_view age) {
  std::string text(kiosk_cookie);
  text += "=";
  text += value;
  text += "; Path=" + place.prefix + "/; Max-Age=";
  text += age;
  text += "; HttpOnly; SameSite=Strict";
  return place.is_encrypted ? text + "; Secure" : text;
}

}  // namespace

std::string kiosk_form(const Headers& headers) {
  const auto token = cookie(header(headers, "cookie"), kiosk_cookie);
  const auto form = std::string(forms) + token;
  return is_form(form) ? form : std::string{};
}

bool is_open_in_kiosk(std::string_view path, std::string_view form) {
  if (path == "/login" || path == form) return true;
  return path.starts_with(form) && path[form.size()] == '/';
}

std::string begin_kiosk(const KioskPlace& place, std::string_view form) {
  return cookie_of(place, form.substr(forms.size()), lasts);
}

std::string end_kiosk(const KioskPlace& place) { return cookie_of(place, "", "0"); }

std::string form_led_to(const Response& answer, std::string_view prefix) {
  auto path = header(answer.headers, "location");
  if (!path.starts_with(prefix)) return {};
  path.remove_prefix(prefix.size());
  return is_form(path) ? std::string(path) : std::string{};
}

}  // namespace holdfast::host
