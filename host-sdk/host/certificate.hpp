// SPDX-License-Identifier: MIT
// A certificate as a browser will judge it, read from its files: its days, its name, its key. The
// chain above it is not followed, for which authorities the practice's browsers trust is not known
// here.
#pragma once
#include <ctime>
#include <filesystem>
#include <string>

#include "doctor.hpp"

namespace holdfast::host {

struct CertificateFiles {
  std::filesystem::path certificate;  // PEM; the first in it is the server's own
  std::filesystem::path key;          // PEM; empty: not compared
  std::string name;  // what people type, a host name or an address; empty: not compared
};

// One finding, of the part "TLS": the worst that there is to say.
Finding judge_certificate(const CertificateFiles& files, std::time_t now);

}  // namespace holdfast::host
