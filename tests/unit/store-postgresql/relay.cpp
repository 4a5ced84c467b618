// SPDX-License-Identifier: MIT
#include "relay.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace holdfast::testing {
namespace {

constexpr std::string_view commit("COMMIT\0", 7);  // whole, as a statement stands in a message
constexpr char socket_name[] = "/.s.PGSQL.5432";

sockaddr_un place_of(const std::string& path) {
  sockaddr_un place{};
  place.sun_family = AF_UNIX;
  if (path.size() >= sizeof place.sun_path) throw std::runtime_error("a socket's path is too long");
  std::memcpy(place.sun_path, path.c_str(), path.size() + 1);
  return place;
}

bool write_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

bool is_ready(int socket, int milliseconds) {
  pollfd one{socket, POLLIN, 0};
  return ::poll(&one, 1, milliseconds) > 0;
}

}  // namespace

Relay::Relay(std::string folder, const std::string& address) {
  const auto host = address.find("?host=") + 6;
  server_socket_ = address.substr(host) + socket_name;
  address_ = address.substr(0, host) + folder;
  const auto place = place_of(folder + socket_name);
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&place), sizeof place) != 0 ||
      ::listen(listener_, 16) != 0)
    throw std::runtime_error("the relay cannot listen");
  accepting_ = std::thread([this] { listen(); });
}

Relay::~Relay() {
  is_over_ = true;
  accepting_.join();
  for (auto& connection : connections_) connection.join();
  ::close(listener_);
}

void Relay::listen() {
  while (!is_over_) {
    if (!is_ready(listener_, 20)) continue;
    const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) connections_.emplace_back([this, client] { pass(client); });
  }
}

void Relay::pass(int client) {
  const int server = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto place = place_of(server_socket_);
  bool goes_on = ::connect(server, reinterpret_cast<const sockaddr*>(&place), sizeof place) == 0;
  std::array<char, 65536> buffer{};
  Cut cut = Cut::never;
  while (goes_on && !is_over_) {
    std::array<pollfd, 2> both{pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
    if (::poll(both.data(), both.size(), 20) <= 0) continue;
    for (const auto& one : both) {
      if (one.revents == 0 || !goes_on) continue;
      const ssize_t got = ::read(one.fd, buffer.data(), buffer.size());
      const std::string_view bytes(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
      if (bytes.empty()) {
        goes_on = false;
      } else if (one.fd == client) {
        if (bytes.find(commit) != bytes.npos) cut = next_.exchange(Cut::never);
        goes_on = cut != Cut::before_commit && write_all(server, bytes);
      } else {
        goes_on = cut != Cut::after_commit && write_all(client, bytes);
      }
    }
  }
  ::close(server);
  ::close(client);
}

}  // namespace holdfast::testing
