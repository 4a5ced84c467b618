// SPDX-License-Identifier: MIT
#include "compression.hpp"

#include <Poco/InflatingStream.h>
#include <Poco/StreamCopier.h>

#include <catch2/catch.hpp>
#include <sstream>

using namespace holdfast::host;

namespace {

const std::string page(5000, 'x');

Request get(std::string accepted, std::string target = "/f/one-time") {
  Request request;
  request.method = "GET";
  request.target = std::move(target);
  if (!accepted.empty()) request.headers = {{"accept-encoding", std::move(accepted)}};
  return request;
}

Response answer(const Request& request, std::string type = "text/html; charset=utf-8",
                std::string body = page) {
  Response response{200, {{"content-type", std::move(type)}, {"etag", "\"abc\""}}, std::move(body)};
  compress(request, response);
  return response;
}

bool is_packed(const Response& response) {
  return header(response.headers, "content-encoding") == "gzip";
}

}  // namespace

TEST_CASE("a page is packed for who takes gzip, and unpacks to itself") {
  const auto packed = answer(get("br, gzip"));
  REQUIRE(is_packed(packed));
  CHECK(packed.body.size() < page.size());
  CHECK(header(packed.headers, "vary") == "Accept-Encoding");
  CHECK(header(packed.headers, "etag") == "W/\"abc\"");
  std::istringstream in(packed.body);
  Poco::InflatingInputStream gzip(in, Poco::InflatingStreamBuf::STREAM_GZIP);
  std::string unpacked;
  Poco::StreamCopier::copyToString(gzip, unpacked);
  CHECK(unpacked == page);
}

TEST_CASE("who does not take gzip gets the page as it is, and caches keep the two apart") {
  for (const char* accepted : {"", "br", "gzip;q=0", "gzip;q=0.0", "identity", "gzippy"}) {
    INFO(accepted);
    const auto plain = answer(get(accepted));
    CHECK_FALSE(is_packed(plain));
    CHECK(plain.body == page);
    CHECK(header(plain.headers, "etag") == "\"abc\"");
    CHECK(header(plain.headers, "vary") == "Accept-Encoding");
  }
  CHECK(is_packed(answer(get("gzip;q=0.5"))));
  CHECK(is_packed(answer(get("deflate , gzip , br"))));
}

TEST_CASE("an answer that may repeat what was asked is never packed") {
  CHECK_FALSE(is_packed(answer(get("gzip", "/caseload?q=secret"))));
  auto post = get("gzip");
  post.method = "POST";
  CHECK_FALSE(is_packed(answer(post)));
}

TEST_CASE("what is small, packed already or does not shrink stays as it is") {
  CHECK_FALSE(is_packed(answer(get("gzip"), "text/html", "short")));
  CHECK_FALSE(is_packed(answer(get("gzip"), "application/zip")));
  Response own{200, {{"content-type", "text/css"}, {"content-encoding", "br"}}, page};
  compress(get("gzip"), own);
  CHECK(own.body == page);
}
