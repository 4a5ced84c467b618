// SPDX-License-Identifier: MIT
// HTTP/1.1 on TCP and on a Unix socket, through Poco::Net with threads of its own.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "http_message.hpp"

namespace holdfast::host {

// A certificate with its chain and its private key, both PEM; empty: plain HTTP.
struct Tls {
  std::filesystem::path certificate, key;
  bool is_on() const { return !certificate.empty(); }
};

struct Listen {
  std::string address;                       // host:port, port 0: any free one; empty: none
  std::filesystem::path socket;              // mode 0660, or 0666; empty: none
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-Proto counts
  bool asks_who = false;      // each request on the socket proves who sent it (host_door.hpp)
  std::vector<int> passed{};  // sockets that a service manager listens on; taken over
  Tls tls = {};               // of the TCP listener
};

class HttpServer {
 public:
  using Answer = std::function<Response(const Request&)>;  // [thread-safe], throws nothing

  // Starts to listen. Throws Exit(environment): an address others can reach without TLS or a
  // trusted proxy, an address in use, a socket that another server answers on, a certificate or key
  // that cannot be used.
  HttpServer(const Listen& listen, Answer answer);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();  // finishes the requests under way

  std::string address() const;  // "127.0.0.1:8480", with the port that was got; empty: no TCP

 private:
  struct Running;
  std::unique_ptr<Running> running_;
};

// Plain HTTP stays on this machine, or goes to a proxy that adds TLS; `serve` and the demo ask
// first.
bool is_loopback(const std::string& address);

// What `holdfast doctor` says about how browsers reach these pages: whether they keep answers while
// the network is gone (which needs HTTPS or this machine itself), and how to add TLS.
struct Secure {
  bool is_secure = false;
  std::string sentence;
};
Secure secure_context(const Listen& listen);

}  // namespace holdfast::host
