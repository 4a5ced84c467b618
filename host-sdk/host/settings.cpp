// SPDX-License-Identifier: MIT
#include "settings.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "exit.hpp"
#include "toml.hpp"

namespace holdfast::host {
namespace {

using Json = nlohmann::json;

std::string text_of_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    throw Exit(ExitCode::environment, path + " is a folder; name the configuration file in it");
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Unreadable(path + " cannot be read; check the path and its mode");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// One section, its keys taken out one by one; what is left over is unknown.
class Section {
 public:
  Section(const TomlDocument& document, const Places& places, std::string name)
      : name_(std::move(name)), places_(places) {
    if (!document.values.contains(name_)) return;
    values_ = document.values.at(name_);
    if (!values_.is_object()) refuse(name_, "is a table: write [" + name_ + "]");
  }

  void text(const char* key, const std::function<void(const std::string&)>& use) {
    take(key, "a text in quotes", &Json::is_string,
         [&](const Json& v) { use(v.get<std::string>()); });
  }
  void number(const char* key, const std::function<void(std::int64_t)>& use) {
    take(key, "a whole number", &Json::is_number_integer,
         [&](const Json& v) { use(v.get<std::int64_t>()); });
  }
  void texts(const char* key, const std::function<void(const std::string&)>& use) {
    take(key, "a list of texts", &Json::is_array, [&](const Json& v) {
      for (const auto& one : v) {
        if (!one.is_string()) refuse(path(key), "expected a list of texts");
        use(one.get<std::string>());
      }
    });
  }
  Json rest() { return std::exchange(values_, Json::object()); }

  void refuse_rest(const std::string& known) const {
    if (!values_.empty())
      refuse(path(values_.begin().key()), "is not a setting here; there are " + known);
  }

  [[noreturn]] void refuse(const std::string& key, const std::string& what) const {
    const auto place = places_.find(key);
    throw Exit(ExitCode::environment,
               (place == places_.end() ? "" : place->second + ": ") + key + ": " + what);
  }
  std::string path(const std::string& key) const { return name_ + "." + key; }

 private:
  void take(const char* key, const char* expected, bool (Json::*fits)() const noexcept,
            const std::function<void(const Json&)>& use) {
    const auto at = values_.find(key);
    if (at == values_.end()) return;
    if (!((*at).*fits)())
      refuse(path(key), std::string("expected ") + expected + ", found " + at->dump());
    use(*at);
    values_.erase(at);
  }

  std::string name_;
  const Places& places_;
  Json values_ = Json::object();
};

void read_serve(Section section, Settings& settings) {
  section.text("listen", [&](auto& v) { settings.listen = v; });
  section.text("socket", [&](auto& v) { settings.socket = v; });
  section.text("tls_cert", [&](auto& v) { settings.tls_cert = v; });
  section.text("tls_key", [&](auto& v) { settings.tls_key = v; });
  section.text("public", [&](auto& v) { settings.public_listen = v; });
  section.text("metrics", [&](auto& v) { settings.metrics = v; });
  section.text("prefix", [&](auto& v) { settings.prefix = v; });
  section.text("data", [&](auto& v) { settings.data = v; });
  section.text("plugin", [&](auto& v) { settings.plugin_file = v; });
  section.text("zone", [&](auto& v) { settings.zone = v; });
  section.text("site", [&](auto& v) { settings.site = v; });
  section.text("site_key", [&](auto& v) { settings.site_key = v; });
  section.texts("peers", [&](auto& v) { settings.peers.push_back(v); });
  section.texts("trusted_proxies", [&](auto& v) { settings.trusted_proxies.push_back(v); });
  section.text("log", [&](auto& v) {
    if (v != "text" && v != "json") section.refuse("serve.log", "expected \"text\" or \"json\"");
    settings.log_is_json = v == "json";
  });
  section.text("one_time_codes", [&](auto& v) {
    if (v != "away" && v != "always" && v != "never")
      section.refuse("serve.one_time_codes", "expected \"away\", \"always\" or \"never\"");
    settings.one_time_codes = v;
  });
  section.text("disk_encrypted_by", [&](auto& v) { settings.disk_encrypted_by = v; });
  section.text("proxy_cert", [&](auto& v) { settings.proxy_cert = v; });
  section.text("proxy_key", [&](auto& v) { settings.proxy_key = v; });
  section.text("public_name", [&](auto& v) { settings.public_name = v; });
  section.text("clock_kept_by", [&](auto& v) { settings.clock_kept_by = v; });
  section.number("idle_minutes", [&](auto v) {
    if (v < 1 || v > 480) section.refuse("serve.idle_minutes", "expected 1 to 480");
    settings.idle_minutes = static_cast<int>(v);
  });
  section.refuse_rest(
      "listen, socket, tls_cert, tls_key, public, metrics, prefix, data, plugin, zone, "
      "trusted_proxies, log, one_time_codes, idle_minutes, disk_encrypted_by, clock_kept_by, "
      "proxy_cert, proxy_key, public_name, site, site_key and peers");
  if (settings.site.empty() != settings.site_key.empty())
    section.refuse("serve.site", "goes with serve.site_key: name both, or neither");
}

// `name` or `library` chooses the adapter, everything else is its own.
void read_adapter(Section section, Settings& settings) {
  std::string name;
  std::string library;
  section.text("name", [&](auto& v) { name = v; });
  section.text("library", [&](auto& v) { library = v; });
  auto config = section.rest();
  if (name.empty() && library.empty() && config.empty()) return;
  if (name.empty() == library.empty())
    section.refuse("adapter", "name the adapter by `name` or by `library`, one of them");
  settings.adapter = Json::object();
  if (!name.empty()) settings.adapter["name"] = name;
  if (!library.empty()) settings.adapter["file"] = library;
  settings.adapter["config"] = std::move(config);
}

void read_sections(const TomlDocument& document, Settings& settings) {
  const auto& places = settings.places;
  for (const auto& [name, value] : document.values.items())
    if (name != "serve" && name != "plugin" && name != "adapter")
      throw Exit(ExitCode::environment,
                 places.at(name) + ": " + name +
                     ": is not a section; there are [serve], [plugin] and [adapter]");
  read_serve({document, places, "serve"}, settings);
  settings.plugin = Section{document, places, "plugin"}.rest();
  if (const auto language = settings.plugin.find("language");
      language != settings.plugin.end() && language->is_string())
    settings.language = language->get<std::string>();
  read_adapter({document, places, "adapter"}, settings);
}

// The file, and the environment above it.
void read_sources(const std::string& path, Settings& settings) {
  TomlDocument document;
  if (!path.empty()) document = parse_toml(text_of_file(path), path);
  settings.config_name = path;
  settings.places = places_of(document, path);
  take_environment(document, settings.places);
  take_secrets(document, settings.places);
  read_sections(document, settings);
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
  return value ? value : "";
}

// systemd's StateDirectory, else the user's own data folder (XDG Base Directory).
std::filesystem::path usual_data_folder() {
  if (const auto state = environment("STATE_DIRECTORY"); !state.empty())
    return state.substr(0, state.find(':'));
  if (const auto xdg = environment("XDG_DATA_HOME"); !xdg.empty())
    return std::filesystem::path(xdg) / "holdfast";
  if (const auto home = environment("HOME"); !home.empty())
    return std::filesystem::path(home) / ".local/share/holdfast";
  throw Exit(ExitCode::environment, "no data folder: say --data DIR, or set serve.data");
}

std::filesystem::path program_folder() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
}

// Beside this program in a build tree; installed, and wherever that was moved, at the same
// distance.
std::filesystem::path usual_plugin_file() {
  std::error_code error;
  const auto folder = program_folder();
  for (const auto* path : {"../lib/holdfast.so", HOLDFAST_PLUGIN_FROM_PROGRAM})
    if (const auto near = (folder / path).lexically_normal(); std::filesystem::exists(near, error))
      return near;
  return (folder / HOLDFAST_PLUGIN_FROM_PROGRAM).lexically_normal();
}

std::string usual_zone() {
  std::error_code error;
  const auto target = std::filesystem::read_symlink("/etc/localtime", error).string();
  constexpr std::string_view folder = "/zoneinfo/";
  const auto at = target.find(folder);
  return error || at == std::string::npos ? "UTC" : target.substr(at + folder.size());
}

void refuse_bad_prefix(const std::string& prefix) {
  const bool is_good =
      prefix.empty() || (prefix.front() == '/' && prefix.back() != '/' &&
                         prefix.find_first_of("?#% \\\"<>;,") == std::string::npos &&
                         prefix.find("//") == std::string::npos);
  if (!is_good)
    throw Exit(ExitCode::usage, "prefix '" + prefix +
                                    "': expected \"\" or a path like /holdfast, "
                                    "without a slash at its end");
}

// The installed program reads the installed file, a moved one the file that moved with it; a
// program in a build folder has none, and the demo reads none.
std::string usual_config_file(const Arguments& arguments) {
  if (!arguments.config.empty() || arguments.is_demo) return arguments.config;
  if (const auto named = environment("HOLDFAST_CONFIG"); !named.empty()) return named;
  std::error_code error;
  const auto folder = program_folder();
  const std::filesystem::path file = folder == HOLDFAST_PROGRAM_FOLDER
                                         ? std::filesystem::path(HOLDFAST_CONFIG_FILE)
                                         : folder.parent_path() / "etc/holdfast/holdfast.toml";
  return std::filesystem::exists(file, error) ? file.string() : std::string();
}

}  // namespace

Settings settle(const Arguments& arguments) {
  Settings settings;
  read_sources(usual_config_file(arguments), settings);
  if (!arguments.socket.empty()) {
    settings.socket = arguments.socket;
    if (arguments.listen.empty() && !settings.places.contains("serve.listen"))
      settings.listen.clear();
  }
  // A practice system's own pages are the way in: no other door unless one is named.
  if (!settings.site.empty() && arguments.listen.empty() &&
      !settings.places.contains("serve.listen"))
    settings.listen.clear();
  if (!settings.site.empty() && settings.socket.empty())
    throw Exit(ExitCode::environment,
               "serve.site is set, and there is no socket to reach it by; set serve.socket");
  if (!arguments.listen.empty()) settings.listen = arguments.listen;
  if (!arguments.prefix.empty()) settings.prefix = arguments.prefix;
  if (!arguments.data.empty()) settings.data = arguments.data;
  if (!arguments.plugin.empty()) settings.plugin_file = arguments.plugin;
  if (!arguments.tls_cert.empty()) settings.tls_cert = arguments.tls_cert;
  if (!arguments.tls_key.empty()) settings.tls_key = arguments.tls_key;
  if (settings.tls_cert.empty() != settings.tls_key.empty())
    throw Exit(ExitCode::usage,
               "TLS needs both a certificate and its key: --tls-cert FILE and --tls-key FILE");
  if (settings.prefix == "/") settings.prefix.clear();
  refuse_bad_prefix(settings.prefix);
  if (settings.data.empty() && !arguments.is_demo) settings.data = usual_data_folder();
  if (!settings.data.empty()) settings.data = std::filesystem::absolute(settings.data);
  if (settings.plugin_file.empty()) settings.plugin_file = usual_plugin_file();
  settings.plugin_file = std::filesystem::absolute(settings.plugin_file);
  if (settings.zone.empty()) settings.zone = usual_zone();
  return settings;
}

void settle_adapter(Settings& settings) {
  if (settings.adapter.is_null())
    settings.adapter = {{"name", "practice"}, {"config", Json::object()}};
}

std::string with_place(const Settings& settings, const std::string& refusal) {
  // The earliest word of the sentence that is a key that was set.
  std::size_t best = std::string::npos;
  std::string best_place;
  for (const auto& [key, place] : settings.places) {
    if (!key.starts_with("plugin.") && !key.starts_with("adapter.")) continue;
    const auto name = key.substr(key.find('.') + 1);
    const auto at = refusal.find(name);
    if (at == std::string::npos || at >= best) continue;
    const auto is_word = [](char c) {
      return c == '_' || std::isalnum(static_cast<unsigned char>(c));
    };
    if ((at > 0 && is_word(refusal[at - 1])) ||
        (at + name.size() < refusal.size() && is_word(refusal[at + name.size()])))
      continue;
    best = at;
    best_place = place;
  }
  return best_place.empty() ? refusal : best_place + ": " + refusal;
}

std::string plugin_config(const Settings& settings, std::string_view open) {
  auto config = settings.plugin;
  config["open"] = open;
  if (!settings.adapter.is_null()) config["adapter"] = settings.adapter;
  return config.dump();
}

}  // namespace holdfast::host
