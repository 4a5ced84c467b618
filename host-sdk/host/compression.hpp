// SPDX-License-Identifier: MIT
// Answers made smaller for who says it takes gzip (RFC 9110, 12.5.3): a form on a slow phone.
#pragma once
#include "http_message.hpp"

namespace holdfast::host {

// Packs the body and says so in the headers, or leaves the answer as it is: it is small, of a type
// that does not shrink, nobody asked, or it may repeat what was asked. The length of an answer that
// does would tell about secrets that stand beside it (BREACH, 2013), so only a GET without a query
// is packed.
void compress(const Request& request, Response& response);

}  // namespace holdfast::host
