// SPDX-License-Identifier: MIT
// What every API handler does with a body: JSON of the right type, within limits, as an object.
#pragma once
#include "json/value.hpp"
#include "service/reply.hpp"
#include "web/visit.hpp"

namespace holdfast::web {

service::Reply<json::Value> posted_json(const Visit& visit);

// The header "Idempotency-Key" (draft-ietf-httpapi-idempotency-key-header), quotes or not.
std::string idempotency_key(const Visit& visit);

}  // namespace holdfast::web
