// SPDX-License-Identifier: MIT
// An answer as a device without network keeps it: encrypted to the practice's key, as the form's
// page does it (plugin/assets/form.js).
#pragma once
#include "site_in_practice.hpp"

namespace holdfast::tests {

std::string sealed(const SiteInPractice& site, const std::string& token, const std::string& form);

}  // namespace holdfast::tests
