// SPDX-License-Identifier: MIT
#include "compression.hpp"

#include <Poco/DeflatingStream.h>

#include <algorithm>
#include <sstream>

namespace holdfast::host {
namespace {

constexpr std::size_t smallest = 1024;  // bytes; below, a packet is a packet

// "gzip", not "gzip;q=0"; "*" and everything unusual is left alone.
bool takes_gzip(std::string_view accepted) {
  while (!accepted.empty()) {
    auto one = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(accepted.size(), one.size() + 1));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (!one.starts_with("gzip")) continue;
    one.remove_prefix(4);
    while (one.ends_with(' ')) one.remove_suffix(1);
    return one.empty() || (one.starts_with(";q=") && one.find_first_of("123456789") != one.npos);
  }
  return false;
}

bool shrinks(std::string_view type) {
  return type.starts_with("text/") || type.starts_with("application/json") ||
         type.starts_with("application/problem+json") || type.starts_with("image/svg+xml");
}

std::string packed(const std::string& body) {
  std::ostringstream out;
  Poco::DeflatingOutputStream gzip(out, Poco::DeflatingStreamBuf::STREAM_GZIP);
  gzip << body;
  gzip.close();
  return std::move(out).str();
}

}  // namespace

void compress(const Request& request, Response& response) {
  if (request.method != "GET" || request.target.find('?') != std::string::npos) return;
  if (response.body.size() < smallest || !shrinks(header(response.headers, "content-type")) ||
      !header(response.headers, "content-encoding").empty())
    return;
  response.headers.emplace_back("vary", "Accept-Encoding");
  if (!takes_gzip(header(request.headers, "accept-encoding"))) return;
  // The same thing in other bytes (RFC 9110, 8.8.1).
  for (auto& [name, value] : response.headers)
    if (name == "etag" && !value.starts_with("W/")) value.insert(0, "W/");
  response.body = packed(response.body);
  response.headers.emplace_back("content-encoding", "gzip");
}

}  // namespace holdfast::host
