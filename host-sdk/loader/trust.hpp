// SPDX-License-Identifier: MIT
// Whose libraries may be loaded: a manifest that pins its library's SHA-256, and beside it
// `NAME.manifest.json.sig`, the manifest's Ed25519 signature (64 bytes), by a key that IT trusts.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "loader/manifest.hpp"

namespace holdfast::loader {

enum class SignaturePolicy { off, warn, require };

struct Trust {
  SignaturePolicy policy = SignaturePolicy::off;
  std::filesystem::path keys = "/etc/holdfast/keys.d";  // *.pem, Ed25519 public keys
};

// Empty when the manifest is signed by a trusted key; else the sentence that says what is missing
// and what to do. `bytes` are those that were read and parsed. Throws Failure for a key or
// signature file that others may change, as CheckedFile does.
std::string distrust(const Manifest& manifest, std::string_view bytes, const Trust& trust,
                     const std::filesystem::path& manifest_path);

}  // namespace holdfast::loader
