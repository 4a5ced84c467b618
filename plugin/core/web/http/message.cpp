// SPDX-License-Identifier: MIT
#include "web/http/message.hpp"

namespace holdfast::web {

std::string_view Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

Response html(std::string body, int status) {
  Response response{status, {}, std::move(body)};
  return response.with("content-type", "text/html; charset=utf-8");
}

Response json(std::string body, int status) {
  Response response{status, {}, std::move(body)};
  return response.with("content-type", "application/json");
}

Response redirect(std::string_view prefix, std::string_view path) {
  Response response{303, {}, {}};
  return response.with("location", std::string(prefix) + std::string(path));
}

}  // namespace holdfast::web
