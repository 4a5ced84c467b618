// SPDX-License-Identifier: MIT
#include "process_state.hpp"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstdint>
#include <filesystem>

namespace holdfast::conform {
namespace {

std::vector<std::string> entries(const char* folder) {
  std::vector<std::string> names;
  DIR* open = ::opendir(folder);
  if (!open) return names;
  const auto own = std::to_string(::dirfd(open));
  while (const auto* entry = ::readdir(open))  // NOLINT(concurrency-mt-unsafe)
    if (entry->d_name[0] != '.' && entry->d_name != own) names.emplace_back(entry->d_name);
  ::closedir(open);
  std::sort(names.begin(), names.end());
  return names;
}

std::string mask() {
  sigset_t blocked;
  ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  std::string text;
  for (int signal = 1; signal < 65; ++signal)
    text += ::sigismember(&blocked, signal) == 1 ? '1' : '0';
  return text;
}

std::string handlers() {
  std::string text;
  for (int signal = 1; signal < 65; ++signal) {
    struct sigaction action {};
    if (::sigaction(signal, nullptr, &action) != 0) continue;
    text += std::to_string(reinterpret_cast<std::uintptr_t>(action.sa_handler)) + " ";
  }
  return text;
}

std::vector<std::string> open_descriptors() {
  std::vector<std::string> all;
  for (const auto& number : entries("/proc/self/fd")) {
    std::error_code error;
    const auto target = std::filesystem::read_symlink("/proc/self/fd/" + number, error);
    all.push_back(number + " " + target.string());
  }
  return all;
}

std::string whole_environment() {
  std::string text;
  for (char** one = environ; one && *one; ++one) text += std::string(*one) + "\n";
  return text;
}

unsigned current_umask() {
  const auto mask = ::umask(0);
  ::umask(mask);
  return mask;
}

}  // namespace

ProcessState process_state() {
  std::error_code error;
  const char* locale = std::setlocale(LC_ALL, nullptr);  // NOLINT(concurrency-mt-unsafe)
  return {mask(),
          handlers(),
          open_descriptors(),
          static_cast<int>(entries("/proc/self/task").size()),
          std::filesystem::current_path(error).string(),
          locale ? locale : "",
          whole_environment(),
          current_umask(),
          std::fegetround()};
}

}  // namespace holdfast::conform
