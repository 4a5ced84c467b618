// SPDX-License-Identifier: MIT
// A file opened once, checked through that descriptor and used through that descriptor, so that
// what was checked is what is loaded.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace holdfast::loader {

class CheckedFile {
 public:
  // Follows links, then refuses a file or folder that is not owned by root or by the user who runs
  // this process, or that group or others may write. Throws Failure: path, expected, found, what to
  // do.
  static CheckedFile open(const std::filesystem::path& path);

  CheckedFile(CheckedFile&& other) noexcept;
  CheckedFile& operator=(CheckedFile&&) = delete;
  ~CheckedFile();

  const std::filesystem::path& path() const { return path_; }     // absolute, links resolved
  std::string read(std::size_t limit) const;                      // throws Failure over the limit
  std::string read_at(std::uint64_t at, std::size_t most) const;  // shorter at the end of the file
  std::uint64_t size() const;
  std::string sha256() const;           // 64 lower-case hex digits
  std::string descriptor_path() const;  // "/proc/self/fd/7"
  // Equal for the same file under any name, as the dynamic linker sees it too.
  struct Identity {
    std::uint64_t device = 0, inode = 0;
    bool operator==(const Identity&) const = default;
  };
  Identity identity() const;
  // Leaves the descriptor open for the life of the process: with its number reused, dlopen would
  // take the next library for this one.
  void keep_open() { descriptor_is_kept_ = true; }

 private:
  CheckedFile(std::filesystem::path path, int descriptor);

  std::filesystem::path path_;
  int descriptor_;
  bool descriptor_is_kept_ = false;
};

}  // namespace holdfast::loader
