// SPDX-License-Identifier: MIT
// Whether a request that changes something comes from our own pages (the OWASP cheat sheet on
// cross-site request forgery, "Verifying origin with standard headers").
#pragma once
#include "http_message.hpp"

namespace holdfast::host {

bool changes_something(std::string_view method);  // not GET, HEAD or OPTIONS

// What the browser says about where a request began.
enum class Provenance { own_pages, elsewhere, untold };
Provenance provenance(const Request& request);

}  // namespace holdfast::host
