// SPDX-License-Identifier: MIT
#include "loader/library.hpp"

#include <catch2/catch.hpp>

#include "folder.hpp"
#include "loader/checked_file.hpp"

using holdfast::loader::load_adapter;
using holdfast::testing::contains;
using holdfast::testing::Folder;
using holdfast::testing::refusal_of;

namespace {

const std::filesystem::path samples = HOLDFAST_SAMPLES;

std::string refused(const std::filesystem::path& file) {
  return refusal_of([&] { load_adapter(file); });
}
// The good adapter under another name, in a folder of its own.
std::filesystem::path copied(const Folder& folder, const std::string& name) {
  std::filesystem::copy_file(samples / "good_adapter.so", folder.path() / name);
  return folder.path() / name;
}
std::string manifest(const std::string& file, const std::string& more) {
  return R"({"schema":"holdfast.manifest/1","id":"org.example.a","name":"A","version":"1.0.0",)"
         R"("abi_major":1,"abi_minor":0,"file":")" +
         file + "\"," + more + "}";
}

}  // namespace

TEST_CASE("an adapter is loaded by its absolute path and knows where it was found") {
  const auto loaded = load_adapter(samples / "good_adapter.so");
  CHECK(std::string(loaded.entry->id) == "org.example.sample");
  CHECK(loaded.path == std::filesystem::canonical(samples / "good_adapter.so"));
  CHECK_FALSE(loaded.manifest);
  CHECK(load_adapter(samples / "good_adapter.so").entry == loaded.entry);  // once in a process
}

TEST_CASE("an adapter of another ABI major is refused, whatever it answers") {
  CHECK(contains(refused(samples / "next_adapter.so"),
                 "expected ABI major 1, found that it does not"));
  CHECK(contains(refused(samples / "lying_adapter.so"), "expected ABI major 1, found 2; install"));
}

TEST_CASE("an entry smaller than the ABI defines is refused") {
  CHECK(contains(refused(samples / "small_adapter.so"), "bytes, found 24"));
}

TEST_CASE("a library without the symbol is refused by the symbol's name") {
  CHECK(contains(refused(samples / "silent_library.so"), "exports holdfast_adapter_entry_of"));
}

TEST_CASE("a file that is no library is refused with the reason and the file's own name") {
  const Folder folder;
  const auto said = refused(folder.write("a.so", "not a library at all", 0755));
  CHECK(contains(said, (folder.path() / "a.so").string()));
  CHECK(contains(said, "file too short"));
  CHECK_FALSE(contains(said, "/proc/self/fd"));
  CHECK_FALSE(contains(said, "Bad file descriptor"));
}

TEST_CASE("a missing file and one that others may write are refused before anything is loaded") {
  const Folder folder;
  CHECK(contains(refused(folder.path() / "none.so"), "found none"));
  const auto loose = copied(folder, "loose.so");
  std::filesystem::permissions(loose, static_cast<std::filesystem::perms>(0777));
  CHECK(contains(refused(loose), "0777"));
}

TEST_CASE("a manifest that pins a hash lets that very file through and no other") {
  const Folder folder;
  const auto file = copied(folder, "a.so");
  const auto hash = holdfast::loader::CheckedFile::open(file).sha256();
  folder.write("a.manifest.json",
               manifest("a.so", "\"kind\":\"adapter\",\"sha256\":\"" + hash + "\""));
  CHECK(load_adapter(file).manifest->id == "org.example.a");
  const std::string other(64, '0');
  folder.write("a.manifest.json",
               manifest("a.so", "\"kind\":\"adapter\",\"sha256\":\"" + other + "\""));
  const auto said = refused(file);
  CHECK(contains(said, "expected sha256 " + other + ", found " + hash));
}

TEST_CASE("a manifest for another kind or another file is refused before loading") {
  const Folder folder;
  const auto file = copied(folder, "a.so");
  folder.write("a.manifest.json", manifest("a.so", "\"kind\":\"plugin\""));
  CHECK(contains(refused(file), "expected kind adapter, found plugin"));
  folder.write("a.manifest.json", manifest("b.so", "\"kind\":\"adapter\""));
  CHECK(contains(refused(file), "found one for b.so"));
}

TEST_CASE("two libraries loaded one after the other are two libraries") {
  const Folder folder;
  const auto first = load_adapter(copied(folder, "first.so"));
  const auto second = load_adapter(copied(folder, "second.so"));
  CHECK(first.entry != second.entry);
}

TEST_CASE("a library whose file was cut off is refused by its size, wherever it ends") {
  const Folder folder;
  const auto size = std::filesystem::file_size(samples / "good_adapter.so");
  for (const std::uintmax_t part : {size - 1, size * 9 / 10, size / 2, size / 10, size / 50}) {
    const auto file = copied(folder, "cut-at-" + std::to_string(part) + ".so");
    std::filesystem::resize_file(file, part);
    CHECK(contains(refused(file), "expected a whole library of " + std::to_string(size) +
                                      " bytes, found " + std::to_string(part)));
  }
}
