// SPDX-License-Identifier: MIT
// What a request asks for, taken apart as CGI does (RFC 3875, 4.1): prefix, decoded rest, query.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::host {

struct Target {
  std::string path;   // percent-decoded once
  std::string query;  // as sent, without the question mark
};

// Nothing for a path that is not absolute, has a broken or NUL escape, a control character, a dot
// segment or bytes that are not UTF-8.
std::optional<Target> parse_target(std::string_view target);

// The part of `path` under `prefix` ("" or "/holdfast"); nothing when it lies outside.
std::optional<std::string> under_prefix(std::string_view path, std::string_view prefix);

// Where to go after login: a path on this server under `prefix`, never another site.
bool is_local_path(std::string_view next, std::string_view prefix);

// One field of an application/x-www-form-urlencoded text; empty when it is not there.
std::string form_field(std::string_view form, std::string_view name);

std::string percent_encoded(std::string_view text);  // everything but unreserved (RFC 3986, 2.3)

bool is_utf8(std::string_view text);

}  // namespace holdfast::host
