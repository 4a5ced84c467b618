// SPDX-License-Identifier: MIT
// What the reference host does with a request: health, login, who is asking, the plugin's answer.
// Knows no socket. [thread-safe]
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "host_visits.hpp"
#include "login_delay.hpp"
#include "one_time_code.hpp"
#include "plugin_request.hpp"
#include "sign_ins.hpp"
#include "text/texts.hpp"
#include "user_file.hpp"

namespace holdfast::host {

struct LoginForm;   // of pages.hpp
struct KioskPlace;  // of kiosk.hpp

// All outlive the gateway.
struct GatewayParts {
  std::string prefix;    // "" or "/holdfast"
  std::string language;  // when the browser names none that there is
  UserFile& users;
  SignIns& sign_ins;
  LoginDelay& delay;
  OneTimeCodes* codes;  // null: the password alone is enough
  HostDoor* door;       // null: nobody signs; the socket is this machine's own proxy
  const text::Texts& texts;
  PluginPages plugin;
  std::function<bool()> is_ready;
  std::function<void(const std::string&)> warn;  // for operators; no client data
  PluginPages adapter;  // the adapter's own addresses (ext/adapter_gateway.h); empty: none
};

// Where a browser remembers the language somebody chose, here or on the plugin's pages.
inline constexpr std::string_view language_cookie = "holdfast-language";

class Gateway {
 public:
  explicit Gateway(GatewayParts parts) : parts_(std::move(parts)) {}

  Response answer(const Request& request);

 private:
  struct Visit;
  Response route(const Visit& visit);
  Response login(const Visit& visit);
  LoginForm login_form(const Visit& visit) const;
  Response sign_in(const Visit& visit);
  bool has_right_code(const User& user, const std::string& code) const;
  Response logout(const Visit& visit);
  Response from_plugin(const Visit& visit);
  Response from_adapter(const Visit& visit);
  Response refuse(const Visit& visit, int status, const char* title, const char* sentence) const;
  const text::Language& language_of(const Request& request) const;
  std::optional<User> person(const std::string& token);
  KioskPlace kiosk_place(const Visit& visit) const;
  std::string cookie_header(const Visit& visit, const std::string& token) const;

  GatewayParts parts_;
  std::mutex one_hash_;  // argon2 takes 19 MiB: one at a time
};

}  // namespace holdfast::host
