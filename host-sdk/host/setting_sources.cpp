// SPDX-License-Identifier: MIT
#include "setting_sources.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "exit.hpp"
#include "private_file.hpp"

namespace holdfast::host {
namespace {

using Json = nlohmann::json;

constexpr std::string_view sections[] = {"serve", "plugin", "adapter"};

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

Json value_of(const std::string& text) {
  try {
    const auto read = parse_toml("value = " + text, "").values;
    if (read.size() == 1) return read.at("value");
  } catch (const Exit&) {  // no value of TOML: a text without its quotes
  }
  return text;
}

[[noreturn]] void refuse(const Places& places, const std::string& key, const std::string& what) {
  const auto place = places.find(key);
  throw Exit(ExitCode::environment,
             (place == places.end() ? "" : place->second + ": ") + key + ": " + what);
}

std::filesystem::path credential_path(const Places& places, const std::string& key,
                                      const std::string& name) {
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");  // NOLINT(concurrency-mt-unsafe)
  if (!folder)
    refuse(places, key,
           "the credential '" + name + "' is passed by systemd: write LoadCredential=" + name +
               ":/path in a drop-in of holdfast.service, or name a file with {file = \"/path\"}");
  if (name.empty() || name.find('/') != std::string::npos || name.front() == '.')
    refuse(places, key, "expected the name of a credential, found '" + name + "'");
  return std::filesystem::path(folder) / name;
}

// Only the owner, who is root or this process's user; systemd's credentials are so by themselves.
std::string secret_in(const Places& places, const std::string& key,
                      const std::filesystem::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    refuse(places, key, path.string() + " cannot be read; check the path and its folders' modes");
  if ((found.st_mode & 0027U) != 0 || (found.st_uid != 0 && found.st_uid != ::geteuid()))
    refuse(places, key,
           path.string() + " can be read or changed by others; run: chmod 0640 " + path.string() +
               ", with root as its owner and the service's group");
  auto text = read_private_file(path);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  if (text.empty()) refuse(places, key, path.string() + " is empty");
  return text;
}

bool names_secret(std::string_view key) {
  for (const std::string_view word : {"password", "passphrase", "secret", "token"})
    if (key == word || key.ends_with("_" + std::string(word))) return true;
  return false;
}

// postgresql://user:secret@host/database, or password=secret among the parameters.
bool carries_password(std::string_view address) {
  const auto scheme = address.find("://");
  if (!address.starts_with("postgres") || scheme == std::string_view::npos) return false;
  const auto rest = address.substr(scheme + 3);
  const auto at = rest.substr(0, rest.find('/')).rfind('@');
  return (at != std::string_view::npos && rest.substr(0, at).find(':') != std::string_view::npos) ||
         rest.find("password=") != std::string_view::npos;
}

void take_secret(const Places& places, const std::string& key, Json& value) {
  if (value.is_object()) {
    const auto only = value.size() == 1 ? value.begin() : value.end();
    const bool is_named = only != value.end() && only->is_string();
    if (is_named && only.key() == "file") {
      value = secret_in(places, key, only->get<std::string>());
    } else if (is_named && only.key() == "credential") {
      value = secret_in(places, key, credential_path(places, key, only->get<std::string>()));
    } else {
      for (auto& [name, inner] : value.items()) take_secret(places, key + "." + name, inner);
    }
    return;
  }
  if (!value.is_string()) return;
  if (names_secret(key.substr(key.rfind('.') + 1)) && !value.get_ref<const std::string&>().empty())
    refuse(
        places, key,
        "a secret does not stand here: write {file = \"/path\"} for a file of mode 0640 or less, "
        "or {credential = \"name\"} for one that systemd passes");
  if (carries_password(value.get_ref<const std::string&>()))
    refuse(places, key,
           "a password does not stand in an address: put it into a file and add "
           "?passfile=/path to the address (PostgreSQL's own form, mode 0600)");
}

}  // namespace

Places places_of(const TomlDocument& document, const std::string& shown_name) {
  Places places;
  for (const auto& [key, line] : document.lines)
    places[key] = shown_name + ":" + std::to_string(line);
  return places;
}

void take_environment(TomlDocument& document, Places& places) {
  for (char** variable = environ; variable && *variable; ++variable) {
    const std::string_view pair = *variable;
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || !pair.starts_with("HOLDFAST_")) continue;
    const std::string name(pair.substr(0, equals));
    for (const auto section : sections) {
      const auto key = lower(name.substr(9));
      if (!key.starts_with(std::string(section) + "_")) continue;
      auto& table = document.values[std::string(section)];
      if (table.is_null()) table = Json::object();
      if (!table.is_object()) break;  // told by who reads the section
      const auto setting = key.substr(section.size() + 1);
      table[setting] = value_of(std::string(pair.substr(equals + 1)));
      places[std::string(section) + "." + setting] = name;
    }
  }
}

void take_secrets(TomlDocument& document, const Places& places) {
  for (auto& [section, table] : document.values.items()) {
    if (!table.is_object()) continue;
    for (auto& [key, value] : table.items()) take_secret(places, section + "." + key, value);
  }
}

}  // namespace holdfast::host
