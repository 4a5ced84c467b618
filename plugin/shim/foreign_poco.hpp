// SPDX-License-Identifier: MIT
// Poco's symbols carry no version: beside another Poco in the global scope our core would run the
// host's code. This finds one before the core is loaded.
#pragma once
#include <string>

namespace holdfast::shim {

// The file that offers a foreign Poco; empty when there is none. Foreign is a Poco symbol visible
// to RTLD_DEFAULT from any file but libPocoFoundation.so.80, which the core uses itself.
std::string foreign_poco();

}  // namespace holdfast::shim
