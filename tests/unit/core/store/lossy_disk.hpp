// SPDX-License-Identifier: MIT
// A SQLite VFS over the system's that knows what a power cut would leave: each file as of its last
// sync, and of what was written since any part, sector by sector, or nothing.
#pragma once
#include <functional>
#include <random>

namespace holdfast::store::testing {

// Becomes SQLite's default VFS for its life. One at a time.
class LossyDisk {
 public:
  LossyDisk();
  ~LossyDisk();
  LossyDisk(const LossyDisk&) = delete;
  LossyDisk& operator=(const LossyDisk&) = delete;

  // At the `count`-th write, sync or truncate from now, before it is done, the power fails: what
  // the disk then holds is remembered, `at_cut` is called on the thread that writes, and life goes
  // on as if nothing had happened. `random` decides what of the unsynced writes had reached the
  // disk.
  void cut_at(int count, unsigned random, std::function<void()> at_cut = {});
  bool was_cut() const;
  // Every file becomes what the cut left of it. None may be open.
  void put_back();
};

}  // namespace holdfast::store::testing
