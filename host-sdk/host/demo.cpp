// SPDX-License-Identifier: MIT
#include "demo.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <holdfast/cpp/guard.hpp>

#include "exit.hpp"
#include "http_server.hpp"
#include "password.hpp"
#include "private_file.hpp"
#include "tool_channels.hpp"

namespace holdfast::host {
namespace {

constexpr const char* marker = "holdfast-demo";  // says: nothing in this folder is real
constexpr const char* filled = "holdfast-demo-filled";
constexpr std::chrono::seconds longest_mirroring{120};

constexpr DemoLogin logins[] = {{"therapist-1", "u-therapist-1", "therapist"},
                                {"therapist-2", "u-therapist-2", "therapist"},
                                {"therapist-3", "u-therapist-3", "therapist"},
                                {"supervisor", "u-supervisor", "supervisor"},
                                {"frontdesk", "u-frontdesk", "front desk"},
                                {"records", "u-records", "records officer"},
                                {"admin", "u-admin", "administrator"},
                                {"client-1", "u-client-1", "client"},
                                {"carer-1", "u-carer-1", "carer"},
                                {"external", "u-external", "external supervisor"}};

std::filesystem::path fresh_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "holdfast-demo-XXXXXX").string();
  if (!::mkdtemp(pattern.data()))  // 0700
    throw Exit(ExitCode::environment, "no temporary folder can be made; say --data DIR");
  return pattern;
}

void touch(const std::filesystem::path& file) {
  const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (made < 0) throw Exit(ExitCode::environment, file.string() + " cannot be written");
  ::fchmod(made, 0600);  // also of an earlier run
  ::close(made);
  std::ofstream(file) << "A demo practice. Everything here is invented.\n";
}

// "127.0.0.1:8480" has a name before its port; a wildcard or another address is others' business.
void refuse_reachable(const Settings& settings) {
  const auto& forms = settings.public_listen;
  if (!forms.empty() && !is_loopback(forms))
    throw Exit(ExitCode::usage, "the demo listens on this machine only, not on " + forms);
  if (settings.listen.empty() || is_loopback(settings.listen)) return;
  throw Exit(ExitCode::environment,
             "the demo listens on this machine only, not on " + settings.listen +
                 "; its passwords are known. Leave --listen out, or use 127.0.0.1");
}

}  // namespace

std::span<const DemoLogin> demo_logins() { return logins; }

DemoFolder::DemoFolder(const std::filesystem::path& named)
    : path_(named.empty() ? fresh_folder() : named), is_ours_to_remove_(named.empty()) {
  private_folder(path_);
  std::error_code error;
  if (!std::filesystem::is_empty(path_, error) && !std::filesystem::exists(path_ / marker, error))
    throw Exit(ExitCode::environment, path_.string() +
                                          " holds files that are not a demo's; the demo needs "
                                          "an empty folder, or leave --data out");
  touch(path_ / marker);
}

DemoFolder::~DemoFolder() {
  std::error_code error;
  if (is_ours_to_remove_) std::filesystem::remove_all(path_, error);
}

bool DemoFolder::is_filled() const {
  std::error_code error;
  return std::filesystem::exists(path_ / filled, error);
}

void DemoFolder::mark_filled() const { touch(path_ / filled); }

void settle_demo(Settings& settings, const std::filesystem::path& folder) {
  if (!settings.adapter.is_null())
    throw Exit(ExitCode::usage, "--demo has its own practice; leave [adapter] out of " +
                                    settings.config_name + ", or leave --demo out");
  refuse_reachable(settings);
  settings.data = folder;
  settings.adapter = {{"name", "practice"}, {"config", {{"demo", true}}}};
  settings.plugin["demo"] = true;
  settings.plugin["practice_name"] = "Harbour Street Practice";
  settings.plugin["duty_contact"] = "u-therapist-3";
}

void add_demo_logins(UserFile& users) {
  const auto present = users.all();
  if (!present.empty()) return;  // an earlier run's
  for (const auto& login : demo_logins())
    users.add({login.name, login.person, password_hash(demo_password)});
}

void fill_demo(const MountedPlugin& plugin) {
  const auto end = std::chrono::steady_clock::now() + longest_mirroring;
  for (;;) {
    const auto ticked = plugin.tick(std::chrono::seconds{2});
    if (!ticked.trouble.empty()) throw Exit(ExitCode::environment, ticked.trouble);
    if (ticked.due.count() > 0) break;
    if (std::chrono::steady_clock::now() > end)
      throw Exit(ExitCode::environment,
                 "the demo practice could not be mirrored within two minutes");
  }
  ToolChannels ratings;
  ratings.keep("out");
  plugin.run("demo-ratings", "{}", ratings.io());
  ToolChannels summary;
  summary.keep("out");
  summary.read_text("in", ratings.text("out"));
  plugin.run("import", "{}", summary.io());
}

std::string demo_greeting(const std::string& address) {
  std::string text =
      "\nHoldfast demo. The practice is invented; nothing here is about a real person.\n\n  " +
      address + "\n\nSign in with one of these names; the password stands beside it:\n\n";
  for (const auto& login : demo_logins()) {
    std::string line = std::string("  ") + login.name;
    line.resize(16, ' ');
    line += demo_password;
    line.resize(32, ' ');
    text += line + login.role + "\n";
  }
  return text + "\nCtrl-C ends the demo.\n";
}

}  // namespace holdfast::host
