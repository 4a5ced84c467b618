// SPDX-License-Identifier: MIT
#include "embedded_site.hpp"

#include <dlfcn.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "exit.hpp"
#include "private_file.hpp"

namespace holdfast::embedded {
namespace {

std::int64_t now_seconds() {
  using std::chrono::seconds;
  return std::chrono::duration_cast<seconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The plugin lies beside this library, as it lies at a known distance from the program.
std::filesystem::path beside_this_library(const char* name) {
  ::Dl_info info{};
  if (::dladdr(reinterpret_cast<void*>(&beside_this_library), &info) == 0 || !info.dli_fname)
    throw host::Exit(host::ExitCode::environment,
                     "the plugin cannot be found; name it in serve.plugin");
  return std::filesystem::path(info.dli_fname).parent_path() / name;
}

host::Settings settings_in(const std::string& config) {
  host::Arguments arguments;
  arguments.config = config;
  auto settings = host::settle(arguments);
  if (!settings.places.contains("serve.plugin"))
    settings.plugin_file = beside_this_library("holdfast.so");
  if (settings.site.empty())
    throw host::Exit(host::ExitCode::environment,
                     config + ": names no practice system; set serve.site and serve.site_key");
  return settings;
}

}  // namespace

EmbeddedSite::File EmbeddedSite::file(const std::filesystem::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {path};
  return {path, found.st_dev, found.st_ino};
}

bool EmbeddedSite::File::is_same() const {
  const auto now = file(path);
  return now.device == device && now.number == number;
}

EmbeddedSite::EmbeddedSite(const std::string& config)
    : settings_(settings_in(config)),
      log_(settings_.log_is_json ? host::Log::Form::json : host::Log::Form::text) {
  host::private_folder(settings_.data);
  host::settle_adapter(settings_);
  for (const auto* name : {"holdfast.so", "holdfast-core.so"})
    files_.push_back(file(settings_.plugin_file.parent_path() / name));
  base_ = std::make_unique<host::BaseHost>(log_, settings_.data.string(), settings_.zone,
                                           "holdfast-embedded");
  door_ = std::make_unique<host::HostDoor>(
      host::DoorRules{settings_.site, settings_.site_key, settings_.peers},
      settings_.data / "spent-nonces", now_seconds);
  plugin_ = std::make_unique<host::MountedPlugin>(settings_.plugin_file, base_->abi(),
                                                  host::plugin_config(settings_, "all"));
  plugin_->activate();
  visits_ = std::make_unique<host::HostVisits>(
      *door_, [this](const host::PluginRequest& request) { return plugin_->answer(request); },
      [this](const std::string& text) { log_.error(text); });
}

EmbeddedSite::~EmbeddedSite() = default;

bool EmbeddedSite::is_of_this_version() const {
  return std::all_of(files_.begin(), files_.end(), [](const File& one) { return one.is_same(); });
}

host::Response EmbeddedSite::answer(host::Request request) const {
  // The caller is this process: the door asks for its user as it asks the kernel at the socket.
  request.peer_user = ::geteuid();
  request.is_encrypted = host::header(request.headers, "x-forwarded-proto") == "https";
  try {
    return visits_->answer(request);
  } catch (const std::exception& error) {
    log_.error(std::string("a request failed: ") + error.what());
    return host::plain(503, "This page is not available now. Try again in a minute.\n");
  }
}

}  // namespace holdfast::embedded
