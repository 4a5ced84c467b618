// SPDX-License-Identifier: MIT
#include "http_server.hpp"

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/ServerSocketImpl.h>
#include <Poco/ThreadPool.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <ostream>

#include "compression.hpp"
#include "exit.hpp"
#include "gateway.hpp"

namespace holdfast::host {
namespace {

namespace net = Poco::Net;

// Read and dropped, so that a sender hears the answer instead of a reset connection.
constexpr std::size_t most_dropped = 16UL * 1024 * 1024;
constexpr int most_threads = 64;  // Poco keeps one per connection that is kept alive
constexpr int most_queued = 256;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Up to the limit and one byte, so that whoever answers can tell "too large".
std::string read_body(std::istream& in) {
  std::string body;
  char piece[16 * 1024];
  std::size_t dropped = 0;
  while (in.read(piece, sizeof piece), in.gcount() > 0) {
    const auto got = static_cast<std::size_t>(in.gcount());
    const auto room = largest_body + 1 - body.size();
    body.append(piece, std::min(got, room));
    if (got > room) dropped += got - room;
    if (dropped > most_dropped) break;
  }
  return body;
}

// The kernel knows whom the other end of a Unix socket runs as.
std::optional<unsigned> peer_of(const net::StreamSocket& socket) {
  ::ucred peer{};
  ::socklen_t size = sizeof peer;
  if (::getsockopt(socket.impl()->sockfd(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return std::nullopt;
  return peer.uid;
}

struct Doorkeeper {
  HttpServer::Answer answer;
  std::vector<Poco::Net::IPAddress> proxies;
  bool has_tls = false;  // on TCP: then whoever reaches it may come in

  bool trusts(const net::IPAddress& address) const {
    return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
  }
};

class Handler final : public net::HTTPRequestHandler {
 public:
  explicit Handler(const Doorkeeper& door) : door_(door) {}

  void handleRequest(net::HTTPServerRequest& in, net::HTTPServerResponse& out) override {
    const auto response = answer_to(in);
    out.setStatusAndReason(static_cast<net::HTTPResponse::HTTPStatus>(response.status));
    for (const auto& [name, value] : response.headers) out.add(name, value);
    // An answer to HEAD names the length that GET would have, if the plugin made a body at all.
    if (in.getMethod() != net::HTTPRequest::HTTP_HEAD || !response.body.empty())
      out.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
    if (in.getMethod() == net::HTTPRequest::HTTP_HEAD) {
      out.send();
      return;
    }
    out.sendBuffer(response.body.data(), response.body.size());
  }

 private:
  Response answer_to(net::HTTPServerRequest& in) const {
    Request request;
    request.method = in.getMethod();
    request.target = in.getURI();
    for (const auto& [name, value] : in) request.headers.emplace_back(lower(name), value);
    request.body = read_body(in.stream());
    // Whoever reaches a Unix socket is let through by its mode: a proxy of this machine.
    bool is_proxy = true;
    if (in.clientAddress().family() == net::SocketAddress::UNIX_LOCAL)
      request.peer_user = peer_of(static_cast<net::HTTPServerRequestImpl&>(in).socket());
    bool is_encrypted = false;
    if (in.clientAddress().family() != net::SocketAddress::UNIX_LOCAL) {
      const auto peer = in.clientAddress().host();
      request.address = peer.toString();
      is_proxy = door_.trusts(peer);
      is_encrypted = door_.has_tls;
      if (!is_proxy && !is_encrypted && !peer.isLoopback())
        return {403,
                {{"content-type", "text/plain; charset=utf-8"}},
                "This server is reached through its proxy.\n"};
    }
    request.is_encrypted =
        is_encrypted || (is_proxy && header(request.headers, "x-forwarded-proto") == "https");
    auto response = door_.answer(request);
    compress(request, response);
    return response;
  }

  const Doorkeeper& door_;
};

class Factory final : public net::HTTPRequestHandlerFactory {
 public:
  explicit Factory(const Doorkeeper& door) : door_(door) {}
  net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
    return new Handler(door_);  // Poco deletes it
  }

 private:
  const Doorkeeper& door_;
};

net::HTTPServerParams::Ptr parameters() {
  net::HTTPServerParams::Ptr params = new net::HTTPServerParams;
  params->setMaxThreads(most_threads);
  params->setMaxQueued(most_queued);
  params->setKeepAlive(true);
  params->setKeepAliveTimeout(Poco::Timespan(3, 0));
  params->setTimeout(Poco::Timespan(30, 0));
  params->setMaxKeepAliveRequests(1000);
  return params;
}

net::SocketAddress resolve(const std::string& address) {
  try {
    return net::SocketAddress(address);
  } catch (const Poco::Exception&) {
    throw Exit(ExitCode::environment,
               "listen '" + address + "': expected host:port, for example 127.0.0.1:8480");
  }
}

// TLS 1.2 and newer, with what OpenSSL holds for safe; nobody is asked for a certificate. Null:
// plain HTTP.
net::Context::Ptr tls_context(const Tls& tls) {
  if (!tls.is_on()) return nullptr;
  try {
    net::Context::Params params;
    params.certificateFile = tls.certificate.string();
    params.privateKeyFile = tls.key.string();
    params.verificationMode = net::Context::VERIFY_NONE;
    params.loadDefaultCAs = false;
    params.cipherList = "ECDHE+AESGCM:ECDHE+CHACHA20";
    net::Context::Ptr context = new net::Context(net::Context::TLS_SERVER_USE, params);
    context->requireMinimumProtocol(net::Context::PROTO_TLSV1_2);
    context->disableStatelessSessionResumption();
    if (SSL_CTX_check_private_key(context->sslContext()) != 1)
      throw Exit(ExitCode::environment,
                 tls.key.string() + " is not the key of " + tls.certificate.string());
    return context;
  } catch (const Poco::Exception& error) {
    throw Exit(ExitCode::environment, "TLS cannot be used: " + error.displayText() +
                                          "; check that " + tls.certificate.string() + " and " +
                                          tls.key.string() +
                                          " are PEM files that this user can read");
  }
}

net::ServerSocket tcp_socket(const Listen& listen) {
  const auto address = resolve(listen.address);
  if (!address.host().isLoopback() && listen.trusted_proxies.empty() && !listen.tls.is_on())
    throw Exit(
        ExitCode::environment,
        "listen " + listen.address +
            ": plain HTTP is for this machine only; listen on 127.0.0.1, add TLS with --tls-cert "
            "and --tls-key, or put a proxy with TLS in front and name its address in "
            "serve.trusted_proxies");
  const auto context = tls_context(listen.tls);
  try {
    auto socket =
        context ? net::ServerSocket(net::SecureServerSocket(context)) : net::ServerSocket();
    // Not the two-argument form: it also shares the port with another server (SO_REUSEPORT).
    socket.bind(address, true, false);
    socket.listen(most_queued);
    return socket;
  } catch (const Poco::Exception& error) {
    throw Exit(ExitCode::environment,
               "cannot listen on " + listen.address + ": " + error.displayText() +
                   "; stop what uses it, or choose another port with --listen");
  }
}

// A socket file that nobody listens on any more, as a killed server leaves it.
void remove_stale(const std::filesystem::path& path) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return;
  if (!S_ISSOCK(found.st_mode))
    throw Exit(ExitCode::environment,
               path.string() + " exists and is not a socket; choose another path");
  ::sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.string().copy(address.sun_path, sizeof address.sun_path - 1);
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool is_used =
      ::connect(probe, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  if (is_used)
    throw Exit(ExitCode::environment,
               path.string() + " is in use by another server; stop it first");
  ::unlink(path.c_str());
}

net::ServerSocket unix_socket(const std::filesystem::path& path, ::mode_t mode) {
  if (path.string().size() >= sizeof(::sockaddr_un::sun_path))
    throw Exit(ExitCode::environment, path.string() + ": a socket's path has at most 107 bytes");
  remove_stale(path);
  try {
    net::ServerSocket socket;
    socket.bind(net::SocketAddress(net::SocketAddress::UNIX_LOCAL, path.string()), false, false);
    // Nobody can connect before listen(), so the mode is right from the first connection on.
    ::chmod(path.c_str(), mode);
    socket.listen(most_queued);
    return socket;
  } catch (const Poco::Exception& error) {
    throw Exit(ExitCode::environment,
               "cannot listen on " + path.string() + ": " + error.displayText());
  }
}

// A socket that somebody else bound and listens on.
class PassedImpl final : public net::ServerSocketImpl {
 public:
  explicit PassedImpl(int descriptor) { reset(descriptor); }
};
class PassedSocket final : public net::ServerSocket {
 public:
  explicit PassedSocket(int descriptor) : ServerSocket(new PassedImpl(descriptor), true) {}
};

// Nothing for a Unix socket.
std::string name_of(const net::SocketAddress& address) {
  return address.family() == net::SocketAddress::UNIX_LOCAL ? "" : address.toString();
}

}  // namespace

bool is_loopback(const std::string& address) { return resolve(address).host().isLoopback(); }

Secure secure_context(const Listen& listen) {
  if (listen.tls.is_on())
    return {true, "pages are served over TLS; a browser keeps an answer while the network is gone"};
  if (!listen.trusted_proxies.empty())
    return {true, "TLS is the work of the proxy at " + listen.trusted_proxies.front() +
                      "; a browser keeps an answer while the network is gone"};
  if (listen.address.empty() || is_loopback(listen.address))
    return {true,
            "the pages stay on this machine, or a proxy adds TLS; a device that reaches them by "
            "plain HTTP keeps no answer while the network is gone (to add TLS here: serve "
            "--tls-cert FILE --tls-key FILE)"};
  return {
      false,
      "add TLS with serve --tls-cert FILE --tls-key FILE, or listen on 127.0.0.1 behind a proxy "
      "with TLS and name it in serve.trusted_proxies if it is another machine; until then "
      "browsers keep no answer while the network is gone"};
}

struct HttpServer::Running {
  Doorkeeper door;
  // Poco's default pool belongs to the process and keeps it from ending.
  Poco::ThreadPool pool{2, most_threads, 30};
  std::string address;
  std::filesystem::path socket;
  std::vector<std::unique_ptr<net::HTTPServer>> servers;

  void serve(const net::ServerSocket& listener) {
    servers.push_back(
        std::make_unique<net::HTTPServer>(new Factory(door), pool, listener, parameters()));
    servers.back()->start();
  }
};

HttpServer::HttpServer(const Listen& listen, Answer answer)
    : running_(std::make_unique<Running>()) {
  auto& running = *running_;
  running.door.answer = std::move(answer);
  running.door.has_tls = listen.tls.is_on();
  for (const auto& proxy : listen.trusted_proxies) {
    net::IPAddress address;
    if (!net::IPAddress::tryParse(proxy, address))
      throw Exit(ExitCode::environment, "trusted proxy '" + proxy + "': expected an address");
    running.door.proxies.push_back(address);
  }
  std::optional<net::ServerSocket> tcp;
  if (!listen.address.empty()) tcp = tcp_socket(listen);
  if (!listen.socket.empty()) {
    // Where each request proves who sent it, the mode has nothing to add.
    running.serve(unix_socket(listen.socket, listen.asks_who ? 0666 : 0660));
    running.socket = listen.socket;
  }
  if (tcp) {
    running.address = tcp->address().toString();
    running.serve(*tcp);
  }
  for (const int descriptor : listen.passed) {
    const PassedSocket socket(descriptor);
    if (running.address.empty()) running.address = name_of(socket.address());
    running.serve(socket);
  }
}

HttpServer::~HttpServer() {
  for (const auto& server : running_->servers) server->stop();
  for (const auto& server : running_->servers) server->stopAll(false);
  running_->pool.joinAll();
  if (!running_->socket.empty()) ::unlink(running_->socket.c_str());
}

std::string HttpServer::address() const { return running_->address; }

}  // namespace holdfast::host
