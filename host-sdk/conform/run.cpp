// SPDX-License-Identifier: MIT
#include "run.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>

// Offered by a build with the leak sanitizer only; a child ends by _exit, which skips its check.
extern "C" int __lsan_do_recoverable_leak_check() __attribute__((weak));  // NOLINT: its name

namespace holdfast::conform {
namespace {

using std::chrono::steady_clock;

Ending ending_of(const Case& one) {
  try {
    one.run();
  } catch (const Ending& ending) {
    return ending;
  } catch (const std::exception& exception) {
    return {Outcome::fail, exception.what()};
  }
  if (__lsan_do_recoverable_leak_check && __lsan_do_recoverable_leak_check() != 0)
    return {Outcome::fail, "memory is left behind"};
  return {Outcome::pass, {}};
}

void write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(to, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

[[noreturn]] void run_and_tell(const Case& one, int to) {
  ::setpgid(0, 0);  // so that the limit reaches what the case itself starts
  const auto ending = ending_of(one);
  write_all(to, static_cast<char>('0' + static_cast<int>(ending.outcome)) + ending.text);
  ::_exit(0);
}

struct Told {
  std::string bytes;
  bool in_time = true;
};

// Reads to the end of the pipe or to the limit, whichever comes first.
Told listen(int from, steady_clock::time_point until) {
  Told told;
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - steady_clock::now()).count();
    pollfd waiting{from, POLLIN, 0};
    const int ready = left > 0 ? ::poll(&waiting, 1, static_cast<int>(left)) : 0;
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) {
      told.in_time = false;
      return told;
    }
    char piece[4096];
    const auto got = ::read(from, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return told;
    told.bytes.append(piece, static_cast<std::size_t>(got));
  }
}

int status_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

Ending in_own_process(const Case& one, std::chrono::milliseconds limit) {
  int ends[2];
  if (::pipe(ends) != 0) return {Outcome::fail, "no pipe to be had"};
  const pid_t child = ::fork();
  if (child < 0) return {Outcome::fail, "no process to be had"};
  if (child == 0) {
    ::close(ends[0]);
    run_and_tell(one, ends[1]);
  }
  ::close(ends[1]);
  const auto told = listen(ends[0], steady_clock::now() + limit);
  ::close(ends[0]);
  if (!told.in_time) ::kill(child, SIGKILL);
  ::kill(-child, SIGKILL);  // what is left of its group
  const int status = status_of(child);
  if (!told.in_time)
    return {Outcome::timeout, "no end within " + std::to_string(limit.count()) + " ms"};
  if (status < 0) return {Outcome::crash, std::string("ended by ") + ::strsignal(-status)};
  if (status != 0 || told.bytes.empty())
    return {Outcome::crash, "the process ended with status " + std::to_string(status)};
  return {static_cast<Outcome>(told.bytes[0] - '0'), told.bytes.substr(1)};
}

}  // namespace

std::string_view word_of(Outcome outcome) {
  constexpr std::string_view words[] = {"pass", "fail", "skip", "warn", "crash", "timeout"};
  return words[static_cast<std::size_t>(outcome)];
}

Result run(const Case& one, const RunOptions& options) {
  const auto begin = steady_clock::now();
  auto ending = options.in_process ? ending_of(one) : in_own_process(one, options.limit);
  return {one.name, one.promise, ending.outcome, std::move(ending.text),
          std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begin)};
}

int in_child(const std::function<int()>& body) { return in_children(1, body); }

int in_children(int many, const std::function<int()>& body) {
  std::vector<pid_t> children;
  for (int i = 0; i < many; ++i) {
    const pid_t child = ::fork();
    if (child < 0) fail("no process to be had");
    if (child == 0) {
      try {
        ::_exit(body());
      } catch (...) {
        ::_exit(99);
      }
    }
    children.push_back(child);
  }
  int worst = 0;
  for (const auto child : children)
    if (const int status = status_of(child); worst == 0) worst = status;
  return worst;
}

}  // namespace holdfast::conform
