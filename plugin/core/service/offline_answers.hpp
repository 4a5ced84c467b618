// SPDX-License-Identifier: MIT
// Answers kept on a device while the network was gone: encrypted there to the practice's public
// key, so that the device cannot read them back, and opened here when they arrive.
//
// ECIES by parts that every browser has: a fresh P-256 pair on the device, ECDH with the practice's
// key, HKDF-SHA-256 (salt: the device's public key, info: "holdfast sealed answer 1") and
// AES-256-GCM with the key's id as associated data. A lost key makes what still waits on devices
// unreadable; nothing else depends on it.
#pragma once
#include <string>
#include <string_view>

#include "service/house.hpp"
#include "service/reply.hpp"

namespace holdfast::service {

// The newest key of the practice, for forms; made on the first call.
struct OfflineKey {
  std::string id;
  std::string open;  // uncompressed point (65 bytes) in base64url
};
OfflineKey offline_key(House& house);

// What a form's page would have posted, and to which link.
struct OfflineAnswer {
  std::string token;
  std::string form;  // application/x-www-form-urlencoded
};

// {"schema":"holdfast.sealed-answer/1","key":ID,"public":…,"iv":…,"sealed":…}, bytes in base64url.
// Refused: invalid, with one sentence for whatever cannot be opened.
Reply<OfflineAnswer> open_answer(House& house, std::string_view json);

}  // namespace holdfast::service
