// SPDX-License-Identifier: MIT
// Every address there is. The OpenAPI document and the test of routes × roles are held against it.
#pragma once
#include <span>
#include <string_view>

#include "web/visit.hpp"

namespace holdfast::web {

enum class Needs { nobody, person };  // what must be known before the handler runs

struct Route {
  std::string_view method;   // GET answers HEAD too
  std::string_view pattern;  // "/courses/{course}"
  Format format;
  Needs needs;
  Response (*handle)(const Visit& visit);
};

std::span<const Route> routes();

}  // namespace holdfast::web
