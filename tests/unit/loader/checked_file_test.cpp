// SPDX-License-Identifier: MIT
#include "loader/checked_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>

#include "folder.hpp"

using holdfast::loader::CheckedFile;
using holdfast::testing::contains;
using holdfast::testing::Folder;
using holdfast::testing::refusal_of;

TEST_CASE("a file that only its owner may change is opened, read and hashed") {
  const Folder folder;
  const auto file = CheckedFile::open(folder.write("a", "abc"));
  CHECK(file.path() == folder.path() / "a");
  CHECK(file.read(3) == "abc");
  // FIPS 180-2, B.1
  CHECK(file.sha256() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a hash covers the whole file, an empty one too") {
  const Folder folder;
  // FIPS 180-2, B.3
  CHECK(CheckedFile::open(folder.write("long", std::string(1'000'000, 'a'))).sha256() ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(CheckedFile::open(folder.write("none", "")).sha256() ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("a file that others may write is refused with its mode and the cure") {
  const Folder folder;
  const auto said = refusal_of([&] { CheckedFile::open(folder.write("a", "abc", 0666)); });
  CHECK(contains(said, "found mode 0666"));
  CHECK(contains(said, "chmod go-w"));
  CHECK(contains(refusal_of([&] { CheckedFile::open(folder.write("b", "abc", 0664)); }), "0664"));
}

TEST_CASE("a file in a folder that others may write is refused") {
  const Folder folder;
  const auto path = folder.write("a", "abc");
  ::chmod(folder.path().c_str(), 0777);
  CHECK(contains(refusal_of([&] { CheckedFile::open(path); }), "a folder that only its owner"));
}

TEST_CASE("another user's file is refused") {
  if (::geteuid() != 0) return;  // only root can give a file away
  const Folder folder;
  const auto path = folder.write("a", "abc");
  REQUIRE(::chown(path.c_str(), 65534, 65534) == 0);
  CHECK(contains(refusal_of([&] { CheckedFile::open(path); }), "found user 65534"));
}

TEST_CASE("a link is followed, and what it leads to is checked") {
  const Folder folder;
  const auto target = folder.write("a", "abc", 0666);
  std::filesystem::create_symlink(target, folder.path() / "link");
  CHECK(contains(refusal_of([&] { CheckedFile::open(folder.path() / "link"); }), "/a: expected"));
}

TEST_CASE("a missing file, a folder and a pipe are refused") {
  const Folder folder;
  CHECK(contains(refusal_of([&] { CheckedFile::open(folder.path() / "none"); }), "found none"));
  CHECK(contains(refusal_of([&] { CheckedFile::open(folder.path()); }), "regular file"));
  const auto pipe = folder.path() / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(contains(refusal_of([&] { CheckedFile::open(pipe); }), "regular file"));
}

TEST_CASE("reading stops at the limit") {
  const Folder folder;
  const auto file = CheckedFile::open(folder.write("a", "abcd"));
  CHECK(contains(refusal_of([&] { (void)file.read(3); }), "at most 3 bytes"));
}
