// SPDX-License-Identifier: MIT
#include "http_server.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <sys/stat.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <sstream>
#include <thread>

#include "gateway.hpp"
#include "place.hpp"

using namespace holdfast::host;
using namespace std::chrono_literals;
using testing::contains;
using testing::exit_of;
using testing::Place;
namespace net = Poco::Net;

namespace {

struct Got {
  int status = 0;
  std::string length, body;
};

Got ask(const std::string& address, const std::string& method, const std::string& body = "") {
  const net::SocketAddress peer(address);
  net::HTTPClientSession session(peer);
  net::HTTPRequest request(method, "/a?b", "HTTP/1.1");
  request.setContentLength64(static_cast<Poco::Int64>(body.size()));
  session.sendRequest(request) << body;
  net::HTTPResponse response;
  auto& in = session.receiveResponse(response);
  std::ostringstream text;
  if (method != "HEAD") text << in.rdbuf();
  return {response.getStatus(), response.get("Content-Length", ""), text.str()};
}

Response tell(const Request& request) {
  return {
      200, {}, request.method + " " + request.target + " " + std::to_string(request.body.size())};
}

}  // namespace

TEST_CASE("a request arrives whole and its answer goes back") {
  const HttpServer server({"127.0.0.1:0", "", {}}, tell);
  CHECK(ask(server.address(), "GET").body == "GET /a?b 0");
  CHECK(ask(server.address(), "POST", std::string(257 * 1024, 'a')).body == "POST /a?b 263168");
}

TEST_CASE("HEAD gets the length that GET would have, and no body") {
  const HttpServer server({"127.0.0.1:0", "", {}}, tell);
  const auto got = ask(server.address(), "HEAD");
  CHECK(got.length == "11");
  CHECK(ask(server.address(), "GET").length == "10");
}

TEST_CASE("of a body far too large one byte over the limit is kept") {
  const HttpServer server({"127.0.0.1:0", "", {}}, tell);
  CHECK(ask(server.address(), "POST", std::string(largest_body + 500'000, 'a')).body ==
        "POST /a?b " + std::to_string(largest_body + 1));
}

TEST_CASE("ending the server answers the request under way") {
  std::atomic<bool> has_begun = false;
  auto server =
      std::make_unique<HttpServer>(Listen{"127.0.0.1:0", "", {}}, [&](const Request& request) {
        has_begun = true;
        std::this_thread::sleep_for(200ms);
        return tell(request);
      });
  const auto address = server->address();
  std::string body;
  std::thread client([&] { body = ask(address, "GET").body; });
  while (!has_begun) std::this_thread::sleep_for(1ms);
  server.reset();
  client.join();
  CHECK(body == "GET /a?b 0");
}

TEST_CASE("plain HTTP that others can reach needs a trusted proxy") {
  CHECK(contains(exit_of([] {
                   HttpServer({"0.0.0.0:0", "", {}}, tell);
                 }),
                 "3 listen 0.0.0.0:0: plain HTTP is for this machine only"));
  CHECK(exit_of([] { HttpServer({"0.0.0.0:0", "", {"10.0.0.1"}}, tell); }).empty());
  CHECK(contains(exit_of([] {
                   HttpServer({"127.0.0.1:0", "", {"proxy"}}, tell);
                 }),
                 "expected an address"));
  CHECK(contains(exit_of([] { HttpServer({"nonsense", "", {}}, tell); }), "expected host:port"));
}

TEST_CASE("a port in use is told with what to do") {
  const HttpServer first({"127.0.0.1:0", "", {}}, tell);
  CHECK(contains(exit_of([&] {
                   HttpServer({first.address(), "", {}}, tell);
                 }),
                 "3 cannot listen on " + first.address()));
}

TEST_CASE("a Unix socket is for owner and group, and gone at the end") {
  const Place place;
  const auto path = place / "h.sock";
  {
    const HttpServer server({"", path, {}}, tell);
    CHECK(server.address().empty());
    struct stat found {};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    CHECK((found.st_mode & 0777U) == 0660);
    CHECK(contains(exit_of([&] {
                     HttpServer({"", path, {}}, tell);
                   }),
                   "is in use by another server"));
    CHECK(std::filesystem::exists(path));
    net::StreamSocket socket(net::SocketAddress(net::SocketAddress::UNIX_LOCAL, path.string()));
    const std::string request = "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    socket.sendBytes(request.data(), static_cast<int>(request.size()));
    std::string answer;
    char piece[512];
    for (int got = 0; (got = socket.receiveBytes(piece, sizeof piece)) > 0;)
      answer.append(piece, static_cast<std::size_t>(got));
    CHECK(contains(answer, "GET /x 0"));
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a stale socket is replaced, a file that is no socket is not") {
  const Place place;
  const auto path = place / "h.sock";
  {
    net::ServerSocket killed;  // closed without unlinking, as a killed server leaves it
    killed.bind(net::SocketAddress(net::SocketAddress::UNIX_LOCAL, path.string()), false);
  }
  REQUIRE(std::filesystem::exists(path));
  CHECK(exit_of([&] { HttpServer({"", path, {}}, tell); }).empty());
  const auto file = place.write("file", "keep me");
  CHECK(contains(exit_of([&] { HttpServer({"", file, {}}, tell); }), "is not a socket"));
  CHECK(std::filesystem::exists(file));
}
