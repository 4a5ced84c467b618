// SPDX-License-Identifier: MIT
// Loading Poco blocks SIGPIPE in the calling thread, and the host's children would inherit that:
// what the host had is put back, however activate() ends.
#pragma once
#include <csignal>

namespace holdfast::shim {

class KeptSignalMask {
 public:
  KeptSignalMask() { ::pthread_sigmask(SIG_SETMASK, nullptr, &mask_); }
  KeptSignalMask(const KeptSignalMask&) = delete;
  KeptSignalMask& operator=(const KeptSignalMask&) = delete;
  ~KeptSignalMask() { ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr); }

 private:
  sigset_t mask_{};
};

}  // namespace holdfast::shim
