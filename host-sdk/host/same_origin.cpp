// SPDX-License-Identifier: MIT
#include "same_origin.hpp"

#include <algorithm>

namespace holdfast::host {
namespace {

// "https://Example.org:443/x" -> "example.org"; the default port says nothing.
std::string authority(std::string_view origin) {
  const bool is_https = origin.starts_with("https://");
  if (const auto scheme = origin.find("://"); scheme != std::string_view::npos)
    origin.remove_prefix(scheme + 3);
  origin = origin.substr(0, origin.find('/'));
  std::string plain(origin);
  std::transform(plain.begin(), plain.end(), plain.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::string_view port = is_https ? ":443" : ":80";
  if (plain.ends_with(port)) plain.erase(plain.size() - port.size());
  return plain;
}

std::string own_authority(const Request& request) {
  return authority((request.is_encrypted ? "https://" : "http://") +
                   std::string(header(request.headers, "host")));
}

}  // namespace

bool changes_something(std::string_view method) {
  return method != "GET" && method != "HEAD" && method != "OPTIONS";
}

Provenance provenance(const Request& request) {
  // Browsers set it on secure origins and localhost; pages cannot. "none" is the person's own
  // doing.
  if (const auto site = header(request.headers, "sec-fetch-site"); !site.empty())
    return site == "same-origin" || site == "none" ? Provenance::own_pages : Provenance::elsewhere;
  if (const auto origin = header(request.headers, "origin"); !origin.empty())
    return authority(origin) == own_authority(request) ? Provenance::own_pages
                                                       : Provenance::elsewhere;
  if (const auto referer = header(request.headers, "referer"); !referer.empty())
    return authority(referer) == own_authority(request) ? Provenance::own_pages
                                                        : Provenance::elsewhere;
  return Provenance::untold;
}

}  // namespace holdfast::host
