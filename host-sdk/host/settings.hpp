// SPDX-License-Identifier: MIT
// Everything `holdfast serve` and the commands need to know: the command line stands above the
// environment, that above one TOML file, and that above the defaults. packaging/holdfast.toml
// explains each setting.
#pragma once
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "setting_sources.hpp"

namespace holdfast::host {

// What was said on the command line; empty: nothing.
struct Arguments {
  std::string listen, socket, prefix, data, config, plugin, tls_cert, tls_key;
  bool is_demo = false;
};

struct Settings {
  std::string listen = "127.0.0.1:8480";    // host:port; empty: no TCP listener
  std::filesystem::path socket;             // empty: no Unix socket
  std::filesystem::path tls_cert, tls_key;  // PEM; empty: plain HTTP
  std::string public_listen;          // host:port of the listener with forms alone; empty: none
  std::string metrics;                // host:port of /metrics, this machine only; empty: none
  std::string prefix;                 // "" or "/holdfast"
  std::filesystem::path data;         // 0700; where the program and the plugin keep their files
  std::filesystem::path plugin_file;  // holdfast.so
  std::vector<std::string> trusted_proxies;  // addresses
  std::string zone;                          // IANA name
  std::string language = "en";               // when the browser does not say
  int idle_minutes = 15;
  std::string one_time_codes = "away";  // "away", "always", "never"
  bool log_is_json = false;
  std::string disk_encrypted_by;  // what encrypts the disk where Linux cannot see it; for doctor
  std::string clock_kept_by;      // what sets the clock where Linux does not; for doctor
  std::filesystem::path proxy_cert, proxy_key;  // PEM, of the proxy in front; for doctor
  std::string public_name;                      // that people type; for doctor
  std::string site;                // of a practice system behind the socket; empty: none
  std::string site_key;            // file of the key that system signs with
  std::vector<std::string> peers;  // users it may run as

  nlohmann::json plugin = nlohmann::json::object();  // [plugin], for create()
  nlohmann::json adapter;                            // {"name"|"file", "config"}; null: none named
  std::string config_name;                           // of the file, for sentences
  Places places;                                     // of what was set outside the command line
};

// Throws Exit: usage for the command line, environment (naming line and key) for the file.
Settings settle(const Arguments& arguments);

// The practice adapter is what a host has that names no other.
void settle_adapter(Settings& settings);

// A refusal of the plugin with the place of the key it speaks of, where one can be told.
std::string with_place(const Settings& settings, const std::string& refusal);

// The JSON for create(), with `open` as "nothing", "store" or "all".
std::string plugin_config(const Settings& settings, std::string_view open);

}  // namespace holdfast::host
