// SPDX-License-Identifier: MIT
#include "lossy_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::store::testing {
namespace {

constexpr std::size_t sector = 512;

struct Write {
  std::size_t at = 0;
  std::string bytes;
  bool is_truncate = false;  // to `at` bytes
};

struct OnDisk {
  std::string synced;
  std::vector<Write> since;
  bool exists = true;
};

void apply(std::string& image, const Write& write) {
  if (write.is_truncate) {
    image.resize(write.at);
    return;
  }
  if (image.size() < write.at + write.bytes.size()) image.resize(write.at + write.bytes.size());
  image.replace(write.at, write.bytes.size(), write.bytes);
}

// One at a time: the disk that LossyDisk stands for.
struct Disk {
  std::mutex mutex;
  std::map<std::string, OnDisk> files;
  std::map<std::string, std::string> left;  // by the cut
  int countdown = -1;
  bool was_cut = false;
  std::mt19937 random;
  std::function<void()> at_cut;

  bool chance() { return random() % 2 == 0; }

  // What of one file the cut left: the unsynced writes whole, in part, or not at all.
  std::string image_of(const OnDisk& file) {
    auto image = file.synced;
    for (const auto& write : file.since) {
      if (write.is_truncate) {
        if (chance()) apply(image, write);
        continue;
      }
      for (std::size_t at = 0; at < write.bytes.size(); at += sector)
        if (chance()) apply(image, {write.at + at, write.bytes.substr(at, sector), false});
    }
    return image;
  }

  void count() {
    if (countdown < 0 || --countdown > 0) return;
    countdown = -1;
    was_cut = true;
    for (const auto& [path, file] : files)
      if (file.exists) left[path] = image_of(file);
    if (at_cut) at_cut();
  }
};

Disk* disk = nullptr;  // NOLINT: a VFS has no other way to its own data
sqlite3_vfs* system_vfs = nullptr;
sqlite3_vfs shim;

struct File {
  sqlite3_file base;
  sqlite3_file* real;
  OnDisk* kept;  // nullptr: not a file that must survive (temporary)
};

sqlite3_file* real_of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real; }

// Notes what happens to the file, then lets it happen.
template <class Note, class Act>
int noted(sqlite3_file* file, Note note, Act act) {
  auto* kept = reinterpret_cast<File*>(file)->kept;
  if (kept == nullptr) return act();
  const std::scoped_lock lock(disk->mutex);
  disk->count();
  const int code = act();
  if (code == SQLITE_OK) note(*kept);
  return code;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  return noted(
      file,
      [&](OnDisk& kept) {
        kept.since.push_back({static_cast<std::size_t>(at),
                              {static_cast<const char*>(bytes), static_cast<std::size_t>(size)},
                              false});
      },
      [&] { return real_of(file)->pMethods->xWrite(real_of(file), bytes, size, at); });
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return noted(
      file,
      [&](OnDisk& kept) {
        kept.since.push_back({static_cast<std::size_t>(size), {}, true});
      },
      [&] { return real_of(file)->pMethods->xTruncate(real_of(file), size); });
}
int sync(sqlite3_file* file, int) {
  return noted(
      file,
      [](OnDisk& kept) {
        for (const auto& one : kept.since) apply(kept.synced, one);
        kept.since.clear();
      },
      [] { return SQLITE_OK; });  // the machine these tests run on need not wait for its own disk
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
// Nothing is promised: no atomic sectors, no order, no safe append.
int characteristics(sqlite3_file*) { return 0; }
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

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* own = new (file) File{};
  own->real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + sizeof(File));
  const int code = system_vfs->xOpen(system_vfs, name, own->real, flags, out_flags);
  own->base.pMethods = own->real->pMethods != nullptr ? &methods : nullptr;
  if (code != SQLITE_OK || name == nullptr) return code;
  const std::scoped_lock lock(disk->mutex);
  auto [found, is_new] = disk->files.try_emplace(name);
  if (is_new || !found->second.exists) found->second = {bytes_of(name), {}, true};
  own->kept = &found->second;
  return code;
}

int remove(sqlite3_vfs*, const char* name, int sync_folder) {
  const std::scoped_lock lock(disk->mutex);
  disk->count();
  if (const auto found = disk->files.find(name); found != disk->files.end())
    found->second.exists = false;
  return system_vfs->xDelete(system_vfs, name, sync_folder);
}

}  // namespace

LossyDisk::LossyDisk() {
  disk = new Disk;  // NOLINT: ends with this object
  system_vfs = sqlite3_vfs_find(nullptr);
  shim = *system_vfs;
  shim.zName = "lossy-disk";
  shim.szOsFile = static_cast<int>(sizeof(File)) + system_vfs->szOsFile;
  shim.pNext = nullptr;
  shim.xOpen = open;
  shim.xDelete = remove;
  sqlite3_vfs_register(&shim, 1);
}

LossyDisk::~LossyDisk() {
  sqlite3_vfs_unregister(&shim);
  sqlite3_vfs_register(system_vfs, 1);
  delete disk;
  disk = nullptr;
}

void LossyDisk::cut_at(int count, unsigned random, std::function<void()> at_cut) {
  const std::scoped_lock lock(disk->mutex);
  disk->countdown = count;
  disk->was_cut = false;
  disk->left.clear();
  disk->random.seed(random);
  disk->at_cut = std::move(at_cut);
}

bool LossyDisk::was_cut() const {
  const std::scoped_lock lock(disk->mutex);
  return disk->was_cut;
}

void LossyDisk::put_back() {
  const std::scoped_lock lock(disk->mutex);
  for (const auto& [path, file] : disk->files) {
    std::filesystem::remove(path);
    std::filesystem::remove(path + "-shm");  // memory, which is gone
  }
  for (const auto& [path, bytes] : disk->left)
    std::ofstream(path, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  disk->files.clear();
  disk->countdown = -1;
}

}  // namespace holdfast::store::testing
