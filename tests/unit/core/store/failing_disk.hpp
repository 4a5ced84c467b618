// SPDX-License-Identifier: MIT
// A SQLite VFS that hands everything to the system's, until a write, sync or truncate is to fail.
#pragma once

namespace holdfast::store::testing {

// Becomes SQLite's default VFS for its life. One at a time.
class FailingDisk {
 public:
  FailingDisk();
  ~FailingDisk();
  FailingDisk(const FailingDisk&) = delete;
  FailingDisk& operator=(const FailingDisk&) = delete;

  // The `count`-th write, sync or truncate from now fails with SQLite's `code`, and all after it.
  void fail_from(int count, int code);
  void heal();
  bool failed() const;  // since fail_from
};

}  // namespace holdfast::store::testing
