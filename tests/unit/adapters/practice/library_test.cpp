// SPDX-License-Identifier: MIT
// The built library and its manifest, as a loader meets them.
#include <dlfcn.h>

#include "open_practice.hpp"

using namespace practice_test;

TEST_CASE("the built library opens a practice through its one entry") {
  void* library = dlopen(HOLDFAST_PRACTICE_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  INFO((library ? "" : dlerror()));
  REQUIRE(library);
  const auto entry_of = reinterpret_cast<decltype(&holdfast_adapter_entry_of)>(
      dlsym(library, "holdfast_adapter_entry_of"));
  REQUIRE(entry_of);
  CHECK(entry_of(0) == nullptr);
  CHECK(entry_of(2) == nullptr);
  const auto* entry = entry_of(1);
  REQUIRE(entry);
  CHECK(std::string{entry->id} == "org.holdfast.adapter.practice");
  CHECK(entry->init(HOLDFAST_PRACTICE_LIBRARY, nullptr) == HOLDFAST_OK);
  Folder folder;
  BaseHost base{folder.path().string()};
  const auto* host = entry->create(&base.abi, holdfast::str(R"({"demo":true})"), nullptr);
  REQUIRE(host);
  const auto* clients =
      static_cast<const holdfast_host_clients*>(host->get_extension(host, HOLDFAST_HOST_CLIENTS));
  CHECK(ask(clients->get, host, holdfast::str("u-frontdesk"), holdfast::str("c-1")).status ==
        HOLDFAST_OK);
  // An exception thrown inside ends inside, also across the library's edge.
  CHECK(ask(clients->get, host, holdfast::str("u-frontdesk"), holdfast::str("c-0")).status ==
        HOLDFAST_E_NOT_FOUND);
  entry->destroy(host);
  entry->deinit();
}

TEST_CASE("the manifest beside the library says what the entry says") {
  std::filesystem::path library = HOLDFAST_PRACTICE_LIBRARY;
  std::ifstream stream{library.parent_path() / (library.stem().string() + ".manifest.json")};
  REQUIRE(stream);
  const auto manifest = Json::parse(stream);
  const auto* entry = holdfast_adapter_entry_of(1);
  CHECK(manifest["schema"] == "holdfast.manifest/1");
  CHECK(manifest["kind"] == "adapter");
  CHECK(manifest["id"] == entry->id);
  CHECK(manifest["name"] == entry->name);
  CHECK(manifest["version"] == entry->version);
  CHECK(manifest["abi_major"] == entry->abi_major);
  CHECK(manifest["file"] == library.filename().string());
  CHECK(manifest["requires"].is_array());
  CHECK(Json::parse(entry->config_schema)["properties"].contains("demo"));
}
