// SPDX-License-Identifier: MIT
#include "service_manager.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <string>
#include <string_view>

#include "exit.hpp"

namespace holdfast::host {
namespace {

constexpr int first_passed = 3;  // SD_LISTEN_FDS_START

// NOLINTBEGIN(concurrency-mt-unsafe): called before any thread.
std::string taken_from_environment(const char* name) {
  const char* value = std::getenv(name);
  std::string text = value ? value : "";
  ::unsetenv(name);
  return text;
}
// NOLINTEND(concurrency-mt-unsafe)

int number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? number : 0;
}

std::string_view next_name(std::string_view& names) {
  const auto end = names.find(':');
  const auto name = names.substr(0, end);
  names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
  return name;
}

void refuse_other_than_listener(int descriptor) {
  int type = 0, listens = 0;
  ::socklen_t length = sizeof type;
  if (::getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 && type == SOCK_STREAM) {
    length = sizeof listens;
    if (::getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0 && listens != 0)
      return;
  }
  throw Exit(ExitCode::environment, "descriptor " + std::to_string(descriptor) +
                                        " was passed by the service manager and is no listening "
                                        "stream socket; use ListenStream= and Accept=no in the "
                                        "socket unit");
}

void notify(std::string_view state) {
  const char* path = std::getenv("NOTIFY_SOCKET");  // NOLINT(concurrency-mt-unsafe): only read
  if (!path || (path[0] != '/' && path[0] != '@')) return;
  const std::string_view name = path;
  ::sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.size() >= sizeof address.sun_path) return;
  name.copy(address.sun_path, name.size());
  if (name.front() == '@') address.sun_path[0] = '\0';  // an abstract name
  const int sender = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (sender < 0) return;
  const auto length = offsetof(::sockaddr_un, sun_path) + name.size();
  ::sendto(sender, state.data(), state.size(), MSG_NOSIGNAL,
           reinterpret_cast<const ::sockaddr*>(&address), static_cast<::socklen_t>(length));
  ::close(sender);
}

}  // namespace

PassedSockets take_passed_sockets() {
  const auto process = number_of(taken_from_environment("LISTEN_PID"));
  const auto count = number_of(taken_from_environment("LISTEN_FDS"));
  const auto all_names = taken_from_environment("LISTEN_FDNAMES");
  PassedSockets passed;
  if (process != ::getpid()) return passed;  // meant for a parent
  std::string_view names = all_names;
  for (int descriptor = first_passed; descriptor < first_passed + count; ++descriptor) {
    refuse_other_than_listener(descriptor);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    (next_name(names) == "metrics" ? passed.metrics : passed.pages).push_back(descriptor);
  }
  return passed;
}

void tell_ready() { notify("READY=1"); }
void tell_stopping() { notify("STOPPING=1"); }

}  // namespace holdfast::host
