// SPDX-License-Identifier: MIT
// doctor: the machine around Holdfast. Permissions, disk and its encryption, clock, TLS.
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/timex.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "certificate.hpp"
#include "doctor.hpp"
#include "exit.hpp"
#include "http_server.hpp"

namespace holdfast::host {
namespace {

namespace fs = std::filesystem;

constexpr double megabyte = 1'000'000;
constexpr double least_free = 100 * megabyte;  // a rating needs a few kilobytes, a migration a copy
constexpr double comfortable_free = 1000 * megabyte;
constexpr std::time_t first_release = 1'764'201'600;  // no clock of a running Holdfast is before it

std::string user_named(::uid_t user) {
  const auto* known = ::getpwuid(user);  // NOLINT(concurrency-mt-unsafe): the program's only thread
  return known ? known->pw_name : std::to_string(user);
}

// The first file in the folder that others may read; empty: none.
std::string open_to_others(const fs::path& folder) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    struct stat found {};
    if (::lstat(entry.path().c_str(), &found) != 0 || !S_ISREG(found.st_mode)) continue;
    if ((found.st_mode & 0077U) != 0) return entry.path().string();
  }
  return {};
}

void look_at_permissions(const Settings& settings, Diagnosis& diagnosis) {
  const auto folder = settings.data.string();
  struct stat found {};
  if (::stat(folder.c_str(), &found) != 0)
    return diagnosis.warn("permissions", folder + " is not there yet",
                          "the first `holdfast serve` makes it; with the service, systemd does");
  if (!S_ISDIR(found.st_mode))
    return diagnosis.fail("permissions", folder + " is not a folder",
                          "name another with serve.data");
  if (found.st_uid != ::geteuid())
    return diagnosis.unknown(
        "permissions", folder + " belongs to the user " + user_named(found.st_uid),
        "run this as that user: sudo -u " + user_named(found.st_uid) + " holdfast doctor");
  if ((found.st_mode & 077U) != 0)
    return diagnosis.fail("permissions", folder + " can be entered by other users",
                          "run: chmod 700 " + folder);
  if (::access(folder.c_str(), R_OK | W_OK | X_OK) != 0)
    return diagnosis.fail("permissions", folder + " cannot be written", "see the mode of its disk");
  if (const auto file = open_to_others(folder); !file.empty())
    return diagnosis.fail("permissions", file + " can be read by other users",
                          "run: chmod 600 " + file);
  diagnosis.ok("permissions", folder + " is " + user_named(found.st_uid) + "'s alone");
}

// The folder, or the nearest of those above it that is there.
fs::path existing(fs::path folder) {
  std::error_code error;
  while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path())
    folder = folder.parent_path();
  return folder;
}

void look_at_disk(const Settings& settings, Diagnosis& diagnosis) {
  struct statvfs disk {};
  const auto folder = existing(settings.data).string();
  if (::statvfs(folder.c_str(), &disk) != 0)
    return diagnosis.warn("disk", "how full the disk of " + folder + " is cannot be told",
                          "look with: df " + folder);
  const auto free = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
  const auto text =
      std::to_string(static_cast<long>(free / megabyte)) + " MB are free for " + folder;
  if ((disk.f_flag & ST_RDONLY) != 0)
    return diagnosis.fail("disk", folder + " is on a disk that is mounted read-only",
                          "look why in the kernel's log: dmesg");
  if (free < least_free)
    return diagnosis.fail("disk", text, "make room: without it no rating can be stored");
  if (free < comfortable_free)
    return diagnosis.warn("disk", text,
                          "make room soon: a migration needs as much as the store has");
  diagnosis.ok("disk", text);
}

// Whether the device, or one it is made of, is dm-crypt. False also where Linux cannot see it.
bool is_encrypted(const fs::path& device, int depth = 0) {
  std::string id;
  std::getline(std::ifstream(device / "dm/uuid") >> std::ws, id);
  if (id.starts_with("CRYPT-")) return true;
  std::error_code error;
  if (depth > 8) return false;
  for (const auto& below : fs::directory_iterator(device / "slaves", error))
    if (is_encrypted(below.path(), depth + 1)) return true;
  return false;
}

void look_at_encryption(const Settings& settings, Diagnosis& diagnosis) {
  if (!settings.disk_encrypted_by.empty())
    return diagnosis.ok("encryption", "the disk is encrypted by " + settings.disk_encrypted_by +
                                          ", as serve.disk_encrypted_by says");
  struct stat found {};
  const auto folder = existing(settings.data);
  if (::stat(folder.c_str(), &found) == 0) {
    const auto device = "/sys/dev/block/" + std::to_string(major(found.st_dev)) + ":" +
                        std::to_string(minor(found.st_dev));
    if (is_encrypted(device)) return diagnosis.ok("encryption", "the disk is encrypted (dm-crypt)");
  }
  diagnosis.warn("encryption", "no encryption of the disk of " + folder.string() + " can be seen",
                 "encrypt it; if something below this machine does, name it in "
                 "serve.disk_encrypted_by");
}

void look_at_clock(const Settings& settings, Diagnosis& diagnosis) {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  if (now < first_release)
    return diagnosis.fail("clock", "the clock is before the day Holdfast was released",
                          "set it: timedatectl set-time, or switch NTP on");
  if (!settings.clock_kept_by.empty())
    return diagnosis.ok(
        "clock", "the clock is set by " + settings.clock_kept_by + ", as serve.clock_kept_by says");
  ::timex state{};
  if (::adjtimex(&state) < 0) return;  // not allowed here: nothing is known
  if ((static_cast<unsigned>(state.status) & STA_UNSYNC) != 0)
    return diagnosis.warn("clock", "the clock follows no time server",
                          "switch it on: timedatectl set-ntp true; if something below this machine "
                          "sets the clock, name it in serve.clock_kept_by");
  diagnosis.ok("clock", "the clock follows a time server");
}

// Whether browsers may keep an answer while the network is gone is said too: it needs TLS.
void look_at_tls(const Settings& settings, Diagnosis& diagnosis) {
  const Tls tls{settings.tls_cert, settings.tls_key};
  try {
    for (const auto& address : {settings.listen, settings.public_listen}) {
      if (address.empty()) continue;
      const auto secure = secure_context(
          {.address = address, .trusted_proxies = settings.trusted_proxies, .tls = tls});
      if (!secure.is_secure)
        return diagnosis.fail("TLS", address + " would be reached without TLS", secure.sentence);
    }
    if (tls.is_on())
      return diagnosis.add(
          judge_certificate({tls.certificate, tls.key, settings.public_name}, std::time(nullptr)));
    if (!settings.proxy_cert.empty())
      return diagnosis.add(judge_certificate(
          {settings.proxy_cert, settings.proxy_key, settings.public_name}, std::time(nullptr)));
    diagnosis.ok("TLS", secure_context({.address = settings.listen,
                                        .trusted_proxies = settings.trusted_proxies,
                                        .tls = tls})
                            .sentence);
  } catch (const Exit& refusal) {
    diagnosis.fail("TLS", refusal.what(), "put serve.listen or serve.public right");
  }
}

}  // namespace

void look_at_machine(const Settings& settings, Diagnosis& diagnosis) {
  look_at_permissions(settings, diagnosis);
  look_at_disk(settings, diagnosis);
  look_at_encryption(settings, diagnosis);
  look_at_clock(settings, diagnosis);
  look_at_tls(settings, diagnosis);
}

}  // namespace holdfast::host
