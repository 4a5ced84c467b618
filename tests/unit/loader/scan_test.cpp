// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <chrono>

#include "folder.hpp"
#include "loader/library.hpp"

using holdfast::loader::find;
using holdfast::loader::Kind;
using holdfast::loader::scan;
using holdfast::testing::contains;
using holdfast::testing::Folder;
using holdfast::testing::refusal_of;

namespace {
std::string manifest(const std::string& name, int major = 1) {
  return R"({"schema":"holdfast.manifest/1","id":"org.example.)" + name +
         R"(","kind":"adapter","name":"A","version":"1.0.0","abi_minor":0,"abi_major":)" +
         std::to_string(major) + R"(,"file":")" + name + R"(.so"})";
}
}  // namespace

TEST_CASE("a scan reads manifests and loads nothing") {
  const Folder folder;
  folder.write("a.manifest.json", manifest("a"));
  folder.write("b.manifest.json", manifest("b"));
  folder.write("a.so", "never opened");
  const auto offered = scan({folder.path(), folder.path() / "not there"});
  REQUIRE(offered.found.size() == 2);
  CHECK(offered.found[0].library == folder.path() / "a.so");
  CHECK(offered.found[1].manifest.id == "org.example.b");
  CHECK(offered.refusals.empty());
}

TEST_CASE("a scan goes on after a manifest it cannot use, and says which and why") {
  const Folder folder;
  folder.write("a.manifest.json", "{");
  folder.write("b.manifest.json", manifest("b", 2));
  folder.write("c.manifest.json", manifest("other"));
  folder.write("d.manifest.json", manifest("d"));
  const auto offered = scan({folder.path()});
  REQUIRE(offered.found.size() == 1);
  CHECK(offered.found[0].manifest.id == "org.example.d");
  REQUIRE(offered.refusals.size() == 3);
  CHECK(contains(offered.refusals[1], "found 2"));
}

TEST_CASE("a library is found by its id, and a missing one is told with the folders") {
  const Folder folder;
  folder.write("a.manifest.json", manifest("a"));
  CHECK(find(Kind::adapter, "org.example.a", {folder.path()}) == folder.path() / "a.so");
  const auto said = refusal_of([&] { find(Kind::core, "org.example.a", {folder.path()}); });
  CHECK(contains(said, "expected the core org.example.a in " + folder.path().string()));
}

TEST_CASE("scanning a folder of libraries takes about a millisecond at most") {
  const Folder folder;
  for (const auto* name : {"a", "b", "c", "d", "e"})
    folder.write(std::string(name) + ".manifest.json", manifest(name));
  auto best = std::chrono::steady_clock::duration::max();
  for (int round = 0; round < 20; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    CHECK(scan({folder.path()}).found.size() == 5);
    best = std::min(best, std::chrono::steady_clock::now() - begin);
  }
  // Ten times the limit, so that a sanitizer's build passes and a scan that loads libraries does
  // not.
  CHECK(best < std::chrono::milliseconds(10));
}
