// SPDX-License-Identifier: MIT
#include "web/api/body.hpp"

#include "json/parse.hpp"

namespace holdfast::web {

service::Reply<json::Value> posted_json(const Visit& visit) {
  if (!visit.request.is_of_type("application/json"))
    return service::Refusal{
        service::Refusal::Kind::wrong_type,
        "content-type",
        "Send the body as application/json in UTF-8.",
        {{"content-type", "content-type", "Send the body as application/json in UTF-8."}}};
  auto parsed = json::parse(visit.request.body);
  if (!parsed) return service::invalid(parsed.problems());
  if (!parsed->is(json::Kind::object))
    return service::invalid({{"", "type", "The body is a JSON object.", 1, 1}});
  return std::move(*parsed);
}

std::string idempotency_key(const Visit& visit) {
  auto key = visit.request.header("idempotency-key");
  if (key.size() >= 2 && key.front() == '"' && key.back() == '"')
    key = key.substr(1, key.size() - 2);
  return std::string(key);
}

}  // namespace holdfast::web
