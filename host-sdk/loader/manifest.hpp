// SPDX-License-Identifier: MIT
// What a library says about itself, read and checked before it is loaded: `NAME.manifest.json`
// beside `NAME.so`, "schema":"holdfast.manifest/1".
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::loader {

enum class Kind { plugin, core, adapter };
std::string_view word_of(Kind kind);  // "plugin", "core", "adapter"

struct Manifest {
  std::string id;  // "org.holdfast.adapter.practice"
  Kind kind = Kind::plugin;
  std::string name;     // as shown to people
  std::string version;  // SemVer
  std::uint32_t abi_major = 0;
  std::uint32_t abi_minor = 0;
  std::string file;    // a plain file name, in the manifest's own folder
  std::string sha256;  // 64 lower-case hex digits of the library; empty: not pinned
  std::vector<std::string> requires_ids;  // extensions it cannot do without
  std::vector<std::string> optional_ids;
  std::vector<std::string> scopes;  // "clients.read": shown to IT before it is switched on
};

// Throws Failure that names the file, the member and what was expected.
Manifest parse_manifest(std::string_view json, const std::string& shown_name);

std::filesystem::path manifest_path_of(const std::filesystem::path& library);

// A manifest and the bytes it was read from, for who checks its signature.
struct ReadManifest {
  Manifest manifest;
  std::string bytes;
};
std::optional<ReadManifest> read_manifest_of(const std::filesystem::path& library);

// The manifest that belongs to `library`; nothing when there is none. Checked as a file is (see
// checked_file.hpp) and for an ABI major that this build speaks.
std::optional<Manifest> manifest_of(const std::filesystem::path& library);

}  // namespace holdfast::loader
