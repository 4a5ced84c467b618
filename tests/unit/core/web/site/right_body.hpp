// SPDX-License-Identifier: MIT
// For tests that ask every address of the site.
#pragma once
#include <string>
#include <string_view>

#include "site_in_practice.hpp"
#include "web/routes.hpp"

namespace holdfast::tests {

// The path with `value` in the place of "{name}".
std::string filled(std::string path, std::string_view name, const std::string& value);

// The form that an address takes when everything about it is right; `open` is a check-in of co-2.
void fill_body(const SiteInPractice& site, const web::Route& route, const std::string& open,
               Ask& ask);

}  // namespace holdfast::tests
