// SPDX-License-Identifier: MIT
#include "service_manager.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "place.hpp"

using namespace holdfast::host;
using testing::Place;

namespace {

int listener(int type = SOCK_STREAM) {
  const int descriptor = ::socket(AF_INET, type, 0);
  ::sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ::bind(descriptor, reinterpret_cast<const ::sockaddr*>(&address), sizeof address);
  if (type == SOCK_STREAM) ::listen(descriptor, 5);
  return descriptor;
}

// Descriptors 3 and on are this process's own, so each case has a process to itself.
bool holds_in_child(const std::function<bool()>& claim) {
  const auto child = ::fork();
  if (child == 0) ::_exit(claim() ? 0 : 1);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void pass(int descriptor, int as) {
  if (descriptor != as) ::dup2(descriptor, as);
}

void say(const char* name, const std::string& value) { ::setenv(name, value.c_str(), 1); }

}  // namespace

TEST_CASE("sockets of a service manager are taken by name, once") {
  CHECK(holds_in_child([] {
    const int pages = listener(), metrics = listener();
    const int high_pages = ::dup2(pages, 40), high_metrics = ::dup2(metrics, 41);
    pass(high_pages, 3);
    pass(high_metrics, 4);
    say("LISTEN_PID", std::to_string(::getpid()));
    say("LISTEN_FDS", "2");
    say("LISTEN_FDNAMES", "holdfast.socket:metrics");
    const auto passed = take_passed_sockets();
    return passed.pages == std::vector{3} && passed.metrics == std::vector{4} &&
           std::getenv("LISTEN_FDS") == nullptr && take_passed_sockets().pages.empty();
  }));
}

TEST_CASE("sockets that were passed to another process are left alone") {
  CHECK(holds_in_child([] {
    say("LISTEN_PID", std::to_string(::getppid()));
    say("LISTEN_FDS", "1");
    return take_passed_sockets().pages.empty();
  }));
}

TEST_CASE("what is passed and is no listening stream socket is refused with what to do") {
  CHECK(holds_in_child([] {
    pass(::dup2(listener(SOCK_DGRAM), 40), 3);
    say("LISTEN_PID", std::to_string(::getpid()));
    say("LISTEN_FDS", "1");
    return testing::contains(testing::exit_of([] { take_passed_sockets(); }), "3 descriptor 3") &&
           testing::contains(testing::exit_of([] {
                               say("LISTEN_PID", std::to_string(::getpid()));
                               say("LISTEN_FDS", "1");
                               take_passed_sockets();
                             }),
                             "ListenStream=");
  }));
}

TEST_CASE("a service manager that listens is told when work begins and ends") {
  const Place place;
  const auto path = (place / "notify").string();
  const int inbox = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ::sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  REQUIRE(::bind(inbox, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0);
  CHECK(holds_in_child([&] {
    say("NOTIFY_SOCKET", path);
    tell_ready();
    tell_stopping();
    return true;
  }));
  char text[64] = {};
  CHECK(::recv(inbox, text, sizeof text - 1, 0) == 7);
  CHECK(std::string(text) == "READY=1");
  CHECK(::recv(inbox, text, sizeof text - 1, 0) == 10);
  ::close(inbox);
}
