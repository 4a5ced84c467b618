// SPDX-License-Identifier: MIT
// What every answer under /smart has in common: which pages may show it in a frame, the two
// cookies, and a plain page for what went wrong. Pure.
//
// Inside the EHR's frame a browser keeps no third-party cookie, but it keeps a partitioned one
// (CHIPS): ours under that EHR and nowhere else. The other way, a session's name in every address,
// would put it into histories, proxies' logs and screenshots, and a copied address would hand over
// the session. A browser without partitioned cookies is told to open Holdfast in its own window.
#pragma once
#include <string>
#include <vector>

#include "exchange.hpp"
#include "text/language.hpp"

namespace holdfast::adapters::fhir::gateway {

inline constexpr const char* launch_cookie = "holdfast-smart-launch";
inline constexpr const char* session_cookie = "holdfast-smart";

// "'none'", or the origins with spaces between (CSP 3, frame-ancestors).
std::string frame_ancestors(const std::vector<std::string>& origins);

// A Set-Cookie value for `path`; an empty value takes the cookie away. 0 seconds: for as long as
// the browser runs.
struct Cookie {
  const char* name;
  std::string value, path;
  int seconds = 0;
};
std::string set_cookie(const Cookie& cookie);

// In the page's language; without any word of the request's in it. `link` may be empty; else it
// opens a window of its own.
struct Notice {
  int status;
  std::string title, sentence;
  std::string link;
};
Answered notice_page(const Notice& notice, const text::Language& language,
                     const std::vector<std::string>& origins);

Answered redirect_to(const std::string& location);

}  // namespace holdfast::adapters::fhir::gateway
