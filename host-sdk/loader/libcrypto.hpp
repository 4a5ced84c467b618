// SPDX-License-Identifier: MIT
// libcrypto of OpenSSL 3, opened with the first manifest that pins a hash or has a signature to be
// checked: loading it takes longer than all else that a scan of the plugin does. [thread-safe]
#pragma once

namespace holdfast::loader {

// Throws Failure saying what to install. Never unloaded, for it has handlers at exit.
void* find_in_libcrypto(const char* name);

template <class Function>
Function* libcrypto(const char* name) {
  return reinterpret_cast<Function*>(find_in_libcrypto(name));
}

}  // namespace holdfast::loader
