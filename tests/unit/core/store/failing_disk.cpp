// SPDX-License-Identifier: MIT
#include "failing_disk.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstddef>
#include <new>

namespace holdfast::store::testing {
namespace {

std::atomic<int> countdown{-1};  // -1: healthy; 0: every operation fails
std::atomic<int> failure{SQLITE_IOERR};
std::atomic<bool> hit{false};

int next_fault() {
  int left = countdown.load();
  while (left > 0 && !countdown.compare_exchange_weak(left, left - 1)) {
  }
  if (left < 0 || left > 1) return SQLITE_OK;
  hit = true;
  return failure;
}

struct File {
  sqlite3_file base;
  sqlite3_file* real;
};

sqlite3_file* real_of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  if (const int code = next_fault(); code != SQLITE_OK)
    return code == SQLITE_IOERR ? SQLITE_IOERR_WRITE : code;
  return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at);
}
int sync(sqlite3_file* file, int flags) {
  if (const int code = next_fault(); code != SQLITE_OK) return SQLITE_IOERR_FSYNC;
  return real_of(file)->pMethods->xSync(real_of(file), flags);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = next_fault(); code != SQLITE_OK) return SQLITE_IOERR_TRUNCATE;
  return real_of(file)->pMethods->xTruncate(real_of(file), size);
}
int close(sqlite3_file* file) { return real_of(file)->pMethods->xClose(real_of(file)); }
int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
  return real_of(file)->pMethods->xRead(real_of(file), bytes, size, at);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
int lock(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xLock(real_of(file), level);
}
int unlock(sqlite3_file* file, int level) {
  return real_of(file)->pMethods->xUnlock(real_of(file), level);
}
int check_reserved(sqlite3_file* file, int* out) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), out);
}
int control(sqlite3_file* file, int op, void* argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), op, argument);
}
int sector_size(sqlite3_file* file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
int characteristics(sqlite3_file* file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int n, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, n, flags);
}
void shm_barrier(sqlite3_file* file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
int shm_unmap(sqlite3_file* file, int remove) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

const sqlite3_io_methods methods = {2,
                                    close,
                                    read,
                                    write,
                                    truncate,
                                    sync,
                                    file_size,
                                    lock,
                                    unlock,
                                    check_reserved,
                                    control,
                                    sector_size,
                                    characteristics,
                                    shm_map,
                                    shm_lock,
                                    shm_barrier,
                                    shm_unmap,
                                    nullptr,
                                    nullptr};

sqlite3_vfs* system_vfs = nullptr;
sqlite3_vfs shim;

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* own = new (file) File{};
  own->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + sizeof(File));
  const int code = system_vfs->xOpen(system_vfs, name, own->real, flags, out_flags);
  own->base.pMethods = own->real->pMethods != nullptr ? &methods : nullptr;
  return code;
}

}  // namespace

FailingDisk::FailingDisk() {
  heal();
  system_vfs = sqlite3_vfs_find(nullptr);
  shim = *system_vfs;
  shim.zName = "failing-disk";
  shim.szOsFile = static_cast<int>(sizeof(File)) + system_vfs->szOsFile;
  shim.pNext = nullptr;
  shim.xOpen = open;
  sqlite3_vfs_register(&shim, 1);
}

FailingDisk::~FailingDisk() {
  sqlite3_vfs_unregister(&shim);
  sqlite3_vfs_register(system_vfs, 1);
}

void FailingDisk::fail_from(int count, int code) {
  hit = false;
  failure = code;
  countdown = count;
}

void FailingDisk::heal() { countdown = -1; }
bool FailingDisk::failed() const { return hit; }

}  // namespace holdfast::store::testing
