// SPDX-License-Identifier: MIT
// One site of a practice system, answered in the practice system's own process. It reads the file
// that `holdfast serve` reads, opens the same store, and lets nobody in whom the socket would not.
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base_host.hpp"
#include "host_visits.hpp"
#include "mounted_plugin.hpp"
#include "settings.hpp"

namespace holdfast::embedded {

class EmbeddedSite {
 public:
  // Throws Exit or Failure, with a sentence for an operator.
  explicit EmbeddedSite(const std::string& config);
  EmbeddedSite(const EmbeddedSite&) = delete;
  EmbeddedSite& operator=(const EmbeddedSite&) = delete;
  ~EmbeddedSite();

  // Whether the libraries on the disk are those that were loaded. After an upgrade the store may
  // be a newer one's.
  bool is_of_this_version() const;

  host::Response answer(host::Request request) const;

 private:
  struct File {
    std::filesystem::path path;
    ::dev_t device = 0;
    ::ino_t number = 0;
    bool is_same() const;
  };
  static File file(const std::filesystem::path& path);

  host::Settings settings_;
  mutable host::Log log_;
  std::unique_ptr<host::BaseHost> base_;
  std::unique_ptr<host::HostDoor> door_;
  std::unique_ptr<host::MountedPlugin> plugin_;
  std::unique_ptr<host::HostVisits> visits_;
  std::vector<File> files_;
};

}  // namespace holdfast::embedded
