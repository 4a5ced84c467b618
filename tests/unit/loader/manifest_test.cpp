// SPDX-License-Identifier: MIT
#include "loader/manifest.hpp"

#include <catch2/catch.hpp>

#include "folder.hpp"

using holdfast::loader::Kind;
using holdfast::loader::manifest_of;
using holdfast::loader::parse_manifest;
using holdfast::testing::contains;
using holdfast::testing::Folder;
using holdfast::testing::refusal_of;

namespace {

const std::string whole =
    R"({"schema":"holdfast.manifest/1","id":"org.example.a","kind":"adapter","name":"A","version":"1.2.3",
        "abi_major":1,"abi_minor":0,"file":"a.so","requires":["holdfast.host.log/1"],
        "scopes":["clients.read"],"later":true})";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}
std::string refused(const std::string& json) {
  return refusal_of([&] { parse_manifest(json, "a.manifest.json"); });
}

}  // namespace

TEST_CASE("a manifest is read, and members of later versions are passed over") {
  const auto manifest = parse_manifest(whole, "a.manifest.json");
  CHECK(manifest.id == "org.example.a");
  CHECK(manifest.kind == Kind::adapter);
  CHECK(manifest.version == "1.2.3");
  CHECK(manifest.requires_ids == std::vector<std::string>{"holdfast.host.log/1"});
  CHECK(manifest.scopes == std::vector<std::string>{"clients.read"});
  CHECK(manifest.sha256.empty());
}

TEST_CASE("a broken manifest is refused with the file, the member and what was expected") {
  CHECK(contains(refused("{\"schema\""), "expected a manifest in JSON"));
  CHECK(contains(refused(""), "expected a manifest in JSON"));
  CHECK(refused("[]") == "a.manifest.json: manifest: expected an object, found array");
  CHECK(refused(with(whole, "manifest/1", "manifest/9")) ==
        "a.manifest.json: schema: expected holdfast.manifest/1, found holdfast.manifest/9");
  CHECK(refused(with(whole, "\"adapter\"", "\"toaster\"")) ==
        "a.manifest.json: kind: expected plugin, core or adapter, found toaster");
  CHECK(refused(with(whole, "\"abi_major\":1", "\"abi_major\":-1")) ==
        "a.manifest.json: abi_major: expected a whole number, found -1");
  CHECK(refused(with(whole, "\"id\":\"org.example.a\",", "")) ==
        "a.manifest.json: id: expected a text, found nothing");
  CHECK(refused(with(whole, "\"a.so\"", "\"../a.so\"")) ==
        "a.manifest.json: file: expected a file name without a folder, found ../a.so");
  CHECK(contains(refused(with(whole, "\"later\":true", "\"sha256\":\"abc\"")),
                 "64 lower-case hex digits"));
}

TEST_CASE(
    "a library without a manifest has none, one for another ABI is refused with both numbers") {
  const Folder folder;
  CHECK_FALSE(manifest_of(folder.path() / "a.so"));
  folder.write("a.manifest.json", with(whole, "\"abi_major\":1", "\"abi_major\":2"));
  const auto said = refusal_of([&] { manifest_of(folder.path() / "a.so"); });
  CHECK(contains(said, "expected ABI major 1, found 2; install"));
}

TEST_CASE("a manifest that others may write is refused") {
  const Folder folder;
  folder.write("a.manifest.json", whole, 0666);
  CHECK(contains(refusal_of([&] { manifest_of(folder.path() / "a.so"); }), "0666"));
}
