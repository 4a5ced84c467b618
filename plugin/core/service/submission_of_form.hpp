// SPDX-License-Identifier: MIT
// What is known of a submission from the form that was opened, whichever way the answers come.
#pragma once
#include "service/forms.hpp"
#include "service/submit_rating.hpp"

namespace holdfast::service {

// All but the answers, the key and the digest of the request, and from which route it came.
Submission submission_of(House& house, const OpenedForm& opened);

}  // namespace holdfast::service
