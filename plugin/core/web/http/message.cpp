// SPDX-License-Identifier: MIT
#include "web/http/message.hpp"

#include <algorithm>
#include <cctype>

namespace holdfast::web {

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

bool Request::is_of_type(std::string_view media_type) const {
  auto said = header("content-type");
  said = said.substr(0, said.find_first_of("; \t"));
  return std::equal(
      said.begin(), said.end(), media_type.begin(), media_type.end(),
      [](char one, char other) { return std::tolower(static_cast<unsigned char>(one)) == other; });
}

Response html(std::string body, int status) {
  Response response{status, {}, std::move(body)};
  response.with("content-type", "text/html; charset=utf-8");
  return response;
}

Response json(std::string body, int status) {
  Response response{status, {}, std::move(body)};
  response.with("content-type", "application/json");
  return response;
}

Response redirect(std::string_view prefix, std::string_view path) {
  Response response{303, {}, {}};
  return response.with("location", std::string(prefix) + std::string(path));
}

}  // namespace holdfast::web
